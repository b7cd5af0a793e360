"""What every engine does: the stand-in, the client over a stand-in child, and the real thing."""

import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import tests.fakes.engine_worker
from eventpal import paths
from eventpal.engine.client import Engine
from eventpal.engine.messages import Message
from eventpal.engine.models.catalogue import MINILM, SMOLLM2
from eventpal.errors import Cancelled, ContextFull, EngineError
from eventpal.progress import CancelToken
from tests.fakes.engine import FakeEngine
from tests.fakes.tiny_model import write_tiny_model


@pytest.fixture(params=["fake", "scripted", pytest.param("real", marks=pytest.mark.models)])
def engine(request, tmp_path, monkeypatch):
    if request.param == "fake":
        built = FakeEngine()
    elif request.param == "scripted":
        script = tmp_path / "script"
        script.touch()
        (tmp_path / MINILM.built).touch()
        worker = Path(tests.fakes.engine_worker.__file__)
        monkeypatch.setenv("PYTHONPATH", str(worker.parents[2]))
        built = Engine(tmp_path, command=(sys.executable, str(worker), str(script)))
    else:
        if not (paths.models() / MINILM.built).is_file():
            pytest.skip("the sentence model is not built: run make setup")
        built = Engine(paths.models())
    yield built
    built.close()


def test_no_texts_give_no_rows(engine):
    rows = engine.embed([])
    assert rows.shape == (0, 384)
    assert rows.dtype == np.float32


def test_rows_are_unit_vectors_in_the_order_of_the_texts(engine):
    rows = engine.embed(["jazz night", "", "chess club", "jazz night", "é 東京 🎉"])
    assert rows.shape == (5, 384)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows[0] @ rows[3] > 0.9999
    assert rows[0] @ rows[2] < 0.9


def test_texts_alike_are_near(engine):
    rows = engine.embed(["jazz night", "late jazz night", "bread baking course"])
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_a_row_does_not_depend_on_its_company(engine):
    many = [f"event {number} {'with friends ' * (number % 30)}" for number in range(40)]
    rows = engine.embed(many)
    for number in (0, 17, 39):
        assert engine.embed([many[number]])[0] @ rows[number] > 0.9999


def test_rows_can_be_written_to(engine):
    rows = engine.embed(["jazz night"])
    rows *= 2


def test_any_text_is_taken(engine):
    texts = ["\x00", "\ud800", "a" * 10_000, "word " * 5_000, "\u202e\u200b", "[SEP] [MASK]"]
    rows = engine.embed(texts)
    assert np.isfinite(rows).all()


def test_cancelled_before_it_begins(engine):
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        engine.embed(["jazz night"], token)
    assert engine.embed(["jazz night"]).shape == (1, 384)


def test_threads_share_it(engine):
    expected = {text: engine.embed([text])[0] for text in ("jazz", "chess", "tango")}
    wrong = []

    def ask(text):
        wrong.extend(text for _ in range(5) if engine.embed([text])[0] @ expected[text] < 0.9999)

    threads = [threading.Thread(target=ask, args=(text,)) for text in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert wrong == []
    assert engine.restarts == 0


def test_closed_it_says_so(engine):
    engine.embed(["jazz night"])
    engine.close()
    engine.close()
    with pytest.raises(EngineError):
        engine.embed(["jazz night"])


ASKED = [Message("system", "You are a guide."), Message("user", "What is on in the old town?")]


@pytest.fixture(params=["fake", "real"])
def writing(request, tmp_path):
    if request.param == "fake":
        built = FakeEngine()
    else:
        write_tiny_model(tmp_path / SMOLLM2.built, context=2048)
        built = Engine(tmp_path)
    yield built
    built.close()


def test_an_answer_is_the_sum_of_its_pieces(writing):
    pieces = []
    found = writing.generate(ASKED, max_tokens=4, on_text=pieces.append)
    assert found.text == "".join(pieces)
    assert 0 < found.tokens <= 4
    assert found.prompt_tokens > 8
    assert found.stopped in ("end", "length")


def test_asked_again_it_answers_the_same(writing):
    one, other = (writing.generate(ASKED, max_tokens=12) for _ in range(2))
    assert (one.text, one.tokens, one.stopped) == (other.text, other.tokens, other.stopped)


def test_what_does_not_fit_says_by_how_much(writing):
    with pytest.raises(ContextFull) as caught:
        writing.generate([Message("user", "word " * 2000)], max_tokens=100)
    assert caught.value.tokens > caught.value.limit == writing.language_model().context
    assert writing.generate(ASKED, max_tokens=3).tokens == 3


def test_stopped_before_or_while_it_writes(writing):
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        writing.generate(ASKED, token=token)
    with pytest.raises(Cancelled):
        writing.answer_odds([ASKED], token=token)
    later = CancelToken()
    with pytest.raises(Cancelled):
        writing.generate(ASKED, on_text=lambda _: later.cancel(), token=later)
    assert writing.generate(ASKED, max_tokens=3).tokens == 3


def test_odds_are_odds_and_turn_with_the_answers(writing):
    prompts = [[Message("user", f"Would you go to {what}?")] for what in ("jazz", "chess", "jazz")]
    found = writing.answer_odds(prompts)
    assert found.shape == (3,)
    assert found.dtype == np.float32
    assert ((found > 0) & (found < 1)).all()
    assert abs(found[0] - found[2]) < 1e-2
    np.testing.assert_allclose(writing.answer_odds(prompts, ("No", "Yes")), 1 - found, atol=1e-2)
    assert writing.answer_odds([]).shape == (0,)


def test_the_closed_engine_writes_nothing(writing):
    assert writing.language_model().context
    writing.close()
    for ask in (
        lambda: writing.generate(ASKED),
        lambda: writing.answer_odds([ASKED]),
        writing.language_model,
    ):
        with pytest.raises(EngineError):
            ask()
