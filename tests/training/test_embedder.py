"""The sentence model's contrast on a tiny model, and what is held out of it."""

import json
from pathlib import Path

import numpy as np
import pytest
from transformers import BertConfig, BertModel, BertTokenizerFast

from training import embedder
from training.queries import Item, Listwise

pytest.importorskip("sentence_transformers")

from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")

WORDS = "jazz night open air poetry slam stone carving chess club music words craft games".split()


@pytest.fixture
def model(tmp_path: Path) -> SentenceTransformer:
    folder = tmp_path / "tiny"
    folder.mkdir()
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
    )
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    words = Transformer(str(folder))
    return SentenceTransformer(modules=[words, Pooling(16)], device="cpu")


def event(name: str, title: str) -> Item:
    return Item(id=name, title=title)


def test_a_choice_teaches_by_what_was_chosen_before_but_not_by_its_own_series():
    history = (event("1", "Jazz"), event("2", "Chess"), event("3", "Chess"), event("4", "Slam"))
    query = Listwise(user="u", history=history, candidates=(event("5", "Jazz"),), positive=0)
    told = embedder.chosen_pairs(query)
    assert told == [("Chess.", "Jazz."), ("Slam.", "Jazz.")]


def test_titles_are_held_out_alike_however_they_are_written():
    titles = [f"Event {number}" for number in range(500)]
    held = [title for title in titles if embedder.held_out(title)]
    assert 60 < len(held) < 140
    assert [title for title in titles if embedder.held_out(title.upper())] == held


def test_pairs_come_nearer_than_others_and_what_is_held_out_is_measured(
    tmp_path: Path, model: SentenceTransformer
):
    pairs = [("jazz night", "music"), ("poetry slam", "words"), ("stone carving", "craft"),
             ("chess club", "games")]  # fmt: skip
    items = [event(str(place), title) for place, (title, _) in enumerate(pairs)]
    ranked = [Listwise(user="u", history=(items[0],), candidates=tuple(items), positive=0)]
    data = embedder.Data(pairs, ranked, pairs)
    before = embedder.measure(model, data)
    embedder.teach(model, pairs * 8, tmp_path, steps=60, batch=4, rate=5e-3)
    after = embedder.measure(model, data)
    assert after["ndcg@10"].value == 1.0  # what was chosen is likest itself
    assert before["precision@10"].value == after["precision@10"].value  # all four are found
    near = (
        embedder.embed(model, [one for one, _ in pairs])
        @ embedder.embed(model, [other for _, other in pairs]).T
    )
    assert np.array_equal(near.argmax(axis=1), np.arange(4))


def test_data_is_split_by_time_and_by_title(tmp_path: Path):
    montana, categories = tmp_path / "meetup-montana", tmp_path / "event-categories"
    montana.mkdir()
    categories.mkdir()
    events = [
        {"id": str(n), "title": f"Event {n}", "text": "", "start": n, "topics": []}
        for n in range(12)
    ]
    choices = [
        {"user": "u", "at": at, "history": ["0"], "candidates": [str(at), "1"],
         "positive": str(at)} for at in range(11, 1, -1)
    ]  # fmt: skip
    labels = [{"title": f"Event {n}", "text": "x", "category": "Music"} for n in range(60)]
    for path, rows in ((montana / "events.jsonl", events),
                       (montana / "queries.train.jsonl", choices),
                       (categories / "events.jsonl", labels)):  # fmt: skip
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    data = embedder.read(tmp_path)
    assert [query.candidates[0].id for query in data.ranked] == ["10", "11"]
    held = {text for text, _ in data.labelled}
    assert held
    assert not held & {text for text, _ in data.pairs}
    assert ("Event 0.", "Event 9.") in data.pairs
    assert ("Event 0.", "Event 10.") not in data.pairs
