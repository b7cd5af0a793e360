"""Our vectors beside those of sentence-transformers, the reference."""

import json
import os
import sys
import unicodedata

import pytest

from eventpal.engine.models import minilm
from eventpal.engine.models.library import reference
from eventpal.engine.models.minilm_gguf import spelt_for_gguf
from eventpal.engine.process.wordpiece import WordPiece

pytestmark = pytest.mark.models

TEXTS = [
    "",
    " \n\t ",
    "Jazz night at the Blue Door. Doors open half an hour early; bring a cup. $12–15.",
    "Café Zürich, naïve Ærø, Łódź, Straße, İstanbul, Việt Nam phở, Ångström",
    "Cafe\u0301 Zu\u0308rich",
    "東京でコンサート 北京音乐会 春節",
    "서울 재즈 콘서트에 오세요",
    "हिन्दी में कार्यक्रम नमस्ते दुनिया",
    "สวัสดี מרחבא مرحبا بالعالم שלום Привет, мир! Ελληνικά ΟΔΟΣ",
    "🎉🎸 party 👩‍👩‍👧 🇩🇪 🏳️‍🌈 ☃︎",
    "zero\u200bwidth so\u00adft \u202eright to left\u202c \x00\x01\x7f \ufffd",
    "½ ² ﬁ № ™ Ａ ß ǅ ﷺ x\u0301\u0302",
    "C++ $5 ~x^2 `a` |b| =c <d> ‘q’ “d” – — … • §",
    "a" * 150 + " " + "b" * 100,
    "word " * 600,
    " ".join(f"item{number}" for number in range(600)),
    "One\u2028two\u0085three\u3000four\u00a0five",
]


def reference_pieces(folder):
    tokenizers = pytest.importorskip("tokenizers")
    found = tokenizers.Tokenizer.from_file(str(reference(folder) / "tokenizer.json"))
    found.no_padding()
    found.enable_truncation(minilm.MAX_TOKENS)
    return lambda text: found.encode(text).ids


@pytest.fixture
def pieces(models_folder):
    if not reference(models_folder).is_dir():
        pytest.skip("the reference model was not fetched: run eventpal models get")
    vocabulary = (reference(models_folder) / "vocab.txt").read_text("utf-8").splitlines()
    return WordPiece(
        [spelt_for_gguf(piece) for piece in vocabulary],
        first=minilm.FIRST,
        last=minilm.LAST,
        unknown=minilm.UNKNOWN,
    )


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_are_those_of_the_reference(pieces, models_folder, text):
    assert pieces(text, minilm.MAX_TOKENS) == reference_pieces(models_folder)(text)


def test_every_character_is_read_as_by_the_reference(pieces, models_folder):
    """But for what Unicode defined after the reference's tables were made (its version 8)."""
    expected = reference_pieces(models_folder)
    differ, seen = [], 0
    for first in range(0, sys.maxunicode, 16):
        characters = [
            chr(code)
            for code in range(first, first + 16)
            if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")
        ]
        seen += len(characters)
        text = "".join(f"a{character}b " for character in characters)
        if pieces(text, minilm.MAX_TOKENS) != expected(text):
            differ += [
                character
                for character in characters
                if pieces(f"a{character}b", 256) != expected(f"a{character}b")
            ]
    newer = [one for one in differ if unicodedata.category(one)[0] in "PMSC"]
    assert seen > 140_000
    assert differ == newer
    assert len(differ) < 600
    assert all(ord(character) > 0x600 for character in differ)


@pytest.mark.filterwarnings("ignore")
def test_vectors_are_those_of_sentence_transformers(real, models_folder):
    if not reference(models_folder).is_dir():
        pytest.skip("the reference model was not fetched: run eventpal models get")
    transformers = pytest.importorskip("sentence_transformers")
    model = transformers.SentenceTransformer(str(reference(models_folder)), device="cpu")
    expected = model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    cosines = (real.embed(TEXTS) * expected).sum(axis=1)
    assert cosines.min() >= 0.99999, dict(zip(TEXTS, cosines.tolist(), strict=True))


@pytest.mark.data
def test_real_events_are_read_as_by_the_reference(pieces, models_folder):
    folder = os.environ.get("EVENTPAL_DATA")
    if not folder:
        pytest.skip("EVENTPAL_DATA is not set")
    expected = reference_pieces(models_folder)
    with open(f"{folder}/meetup-montana/events.jsonl", encoding="utf-8") as lines:
        texts = [event["title"] + " " + (event["text"] or "") for event in map(json.loads, lines)]
    assert len(texts) > 1000
    assert [text for text in texts if pieces(text, 256) != expected(text)] == []
