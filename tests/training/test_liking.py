"""What P(yes) adds to the ranker: weighed on other people, asked of a sample that can grow."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.training.test_export import adapted
from tests.training.tiny import language
from training import export, language_model, liking
from training.models.judge import Judge
from training.queries import Item, Listwise, Past, Pointwise

pytestmark = pytest.mark.filterwarnings("ignore:.*checkpointing:FutureWarning")

START = datetime(2024, 5, 1, 18, tzinfo=UTC)


def queries(number: int) -> list[Listwise]:
    items = tuple(
        Item(id=f"e{place}", title=f"Event {place}", start=START + timedelta(days=place))
        for place in range(4)
    )
    return [
        Listwise(
            user=f"u{place % 20}",
            history=items[:1],
            candidates=items[1:],
            positive=place % 3,
            at=START + timedelta(hours=place),
        )
        for place in range(number)
    ]


def test_a_larger_sample_begins_with_the_smaller_one_and_is_late():
    asked = queries(100)
    small, large = liking.sampled(asked, 5), liking.sampled(asked, 12)
    assert large[:5] == small
    assert min(one.at for one in large) >= asked[80].at


def test_what_was_asked_is_not_asked_again(tmp_path: Path):
    class Counting:
        asked_about = 0

        def asked(self, some):
            for query in some:
                self.asked_about += 1
                yield np.full(len(query.candidates), 0.25)

    judge, kept = Counting(), tmp_path / "odds.jsonl"
    assert len(liking.said(judge, queries(3), kept)) == 3
    assert len(liking.said(judge, queries(5), kept)) == 5
    assert judge.asked_about == 5
    assert json.loads(kept.read_text().splitlines()[0]) == [0.25, 0.25, 0.25]


def test_the_feature_is_what_the_ranker_computes():
    """Log-odds less their mean, within the feature's bounds."""
    found = liking.feature(np.array([0.5, 0.5, 0.999999, 0.2]))
    odds = np.log(np.array([1.0, 1.0, 999.0, 0.25]))
    np.testing.assert_allclose(found, np.clip(odds - odds.mean(), -2, 2))


def test_what_helps_gains_and_noise_does_not():
    random = np.random.default_rng(0)
    asked = queries(200)
    ranker = [random.normal(size=3) for _ in asked]
    noise = [1 / (1 + np.exp(-random.normal(size=3))) for _ in asked]
    helpful = [
        1 / (1 + np.exp(-(random.normal(size=3) + 1.5 * (np.arange(3) == query.positive))))
        for query in asked
    ]
    found = liking.rows(asked, ranker, {"shipped": helpful, "base": noise})
    assert found["gain of P(yes), shipped"].low > 0.02
    assert abs(found["gain of P(yes), base"].value) < 0.04
    assert found["P(yes), shipped less base"].low > 0
    assert found["at random"].value == pytest.approx((1 + 1 / np.log2(3) + 0.5) / 3)


def test_a_weight_is_the_likeliest_one():
    random = np.random.default_rng(1)
    choices = []
    for _ in range(600):
        ranker, extra = random.normal(size=4), random.normal(size=4)
        odds = np.exp(ranker + 0.7 * extra)
        choices.append((ranker, extra, int(random.choice(4, p=odds / odds.sum()))))
    assert liking.likeliest(choices) == pytest.approx(0.7, abs=0.15)


def test_the_judge_asks_as_the_application_runs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    base, learned = language(), adapted()
    whole, lora = tmp_path / "base.gguf", tmp_path / "lora.gguf"
    export.write_model(base.model, base.tokenizer, whole)
    language_model.keep_adapter(learned, tmp_path / "adapter")
    export.write_adapter(tmp_path / "adapter", base.model.config.to_dict(), lora)
    monkeypatch.setenv("EVENTPAL_BASE_MODEL", str(whole))
    query = queries(1)[0]
    tuned = Judge(lora).listwise([query])[0]
    assert tuned.shape == (3,)
    assert np.all((tuned > 0) & (tuned < 1))
    history = tuple(Past(item, liked=True) for item in query.history)
    asked = [Pointwise(user="u", history=history, target=one) for one in query.candidates]
    plain = [one.like for one in Judge(None).pointwise(asked)]
    assert not np.allclose(plain, tuned)
