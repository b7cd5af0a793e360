"""Topics of events: linear classifiers on sentence vectors, beside the language model.

``python -m training.tags`` reads ``event-categories`` under ``EVENTPAL_DATA``, compares by
cross-validation a logistic regression on the sentence vectors with the language model's answer
under a grammar of the labels. The classifiers that the application uses are learned from these
events and from ``generated/listings.tsv``, which say all that each listing is about.
"""

import json
import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

from eventpal import paths
from eventpal.engine.client import Engine
from eventpal.engine.messages import Message
from training import metrics

CODES = {
    "Sports / Fitness": "sport",
    "Community / Social": "community",
    "Government / Civic": "civic",
    "Family / Kids": "family",
    "Education / Workshops": "workshop",
    "Music / Concerts": "music",
    "Games / Trivia": "games",
    "Books / Literature / Poetry": "literature",
    "Craft / Maker": "craft",
    "Arts / Culture": "art",
    "Religion / Spirituality": "faith",
    "Health / Wellness": "wellness",
    "Food / Drink": "food",
    "Technology / Careers": "tech",
    "Nature / Outdoors / Recreation": "nature",
    "Gardening / Horticulture": "nature",
    "Dance / Performance": "dance",
    "History / Heritage": "history",
    "Film / Cinema": "film",
    "Comedy / Improv": "comedy",
}
"""The tag of each label of the data; labels that are no topic are left out."""

OUT = Path(__file__).parents[1] / "resources" / "tags.npz"
KEPT = Path(__file__).parent / "measured" / "tags.json"
LISTINGS = Path(__file__).parent / "generated" / "listings.tsv"
FOLDS = 5
STRENGTH = 10.0
"""Inverse of the penalty (C)."""

SPREAD = 3.0
"""The same where more than one tag may hold."""

OF_LABEL, OF_OTHER = 0.5, 0.3
"""What a published event counts for its label and against the others, beside a listing's 1."""

_ASKED = 150
"""Events that the language model is asked about."""


def main() -> None:
    """Compare, print, and write the classifier."""
    rows = read()
    engine = Engine(paths.models())
    texts = [text_of(row) for row in rows]
    vectors = engine.embed(texts)
    labels = np.array([CODES[row["category"]] for row in rows])
    # One title is often one series: its dates must not lie on both sides of a fold.
    groups = np.array([row["title"].casefold() for row in rows])
    predicted = crossed(vectors, labels, groups)
    commonest = np.full(len(rows), Counter(labels.tolist()).most_common(1)[0][0])
    chosen = np.random.default_rng(0).choice(len(rows), _ASKED, replace=False)
    written = np.array([written_tag(engine, texts[row]) for row in chosen])
    every = np.arange(len(rows))
    found = [
        worth(name, labels[some], said, groups[some])
        for name, some, said in (
            (f"always the commonest of {len(set(labels))} tags", every, commonest),
            (f"logistic regression on sentence vectors, {FOLDS} folds by title", every, predicted),
            ("… on those that the model was asked", chosen, predicted[chosen]),
            ("the shipped language model under a grammar of the tags", chosen, written),
        )
    ]
    for one in found:
        print(json.dumps(one))
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    told, listed = listings()
    every_tag = np.array(sorted(set().union(*listed)))
    matrix, bias = fitted(
        np.vstack([vectors, engine.embed(told)]),
        np.array(
            [[tag in of for tag in every_tag] for of in [*({one} for one in labels), *listed]]
        ),
        len(rows),
    )
    engine.close()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        OUT,
        tags=every_tag.astype("U16"),
        weights=matrix.astype(np.float16),
        bias=bias.astype(np.float32),
    )


def listings() -> tuple[list[str], list[set[str]]]:
    """The texts of the project's own listings, and the tags of each."""
    lines = LISTINGS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [f"{title}. {text}" for _, title, text in rows], [set(of.split(",")) for of, *_ in rows]


def fitted(
    vectors: NDArray[np.float32], tagged: NDArray[np.bool_], single: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A logistic regression for each tag: its weights [tags, 384] and bias [tags].

    Args:
        vectors: of the texts, [n, 384].
        tagged: whether each has each tag, [n, tags].
        single: so many of the first have but one label, which may not be all that they are about,
            and none of the tags that the labels do not know.
    """
    first = np.arange(len(vectors)) < single
    models = []
    for column in tagged.T:
        known = column[first].any()
        weights = np.where(first, np.where(column, OF_LABEL, OF_OTHER * known), 1.0)
        model = LogisticRegression(C=SPREAD, max_iter=500)
        models.append(model.fit(vectors, column, sample_weight=weights))
    return (
        np.array([model.coef_[0] for model in models]),
        np.array([model.intercept_[0] for model in models]),
    )


def read() -> list[dict[str, Any]]:
    """The labelled events whose label is a topic."""
    path = Path(os.environ["EVENTPAL_DATA"]) / "event-categories" / "events.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["category"] in CODES]


def text_of(row: dict[str, Any]) -> str:
    """What is embedded of a row, as the application embeds an event."""
    facts = [row["title"], row["location"], (row["text"] or "")[:600]]
    return ". ".join(fact for fact in facts if fact)


def crossed(
    vectors: NDArray[np.float32], labels: NDArray[np.str_], groups: NDArray[np.str_]
) -> NDArray[np.str_]:
    """The tag of each row, predicted by a classifier that has not seen it or its title."""
    predicted = np.empty_like(labels)
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    for train, test in folds.split(vectors, labels, groups):
        model = LogisticRegression(C=STRENGTH, max_iter=500).fit(vectors[train], labels[train])
        predicted[test] = model.predict(vectors[test])
    return predicted


def written_tag(engine: Engine, text: str) -> str:
    """The tag that the language model writes, limited to the tags there are."""
    tags = sorted(set(CODES.values()))
    grammar = "root ::= " + " | ".join(f'"{tag}"' for tag in tags)
    asked = f"Event: {text[:300]}\nWhich of these is it about: {', '.join(tags)}?"
    messages = [Message("system", "Answer with one word."), Message("user", asked)]
    return engine.generate(messages, grammar=grammar, max_tokens=8).text


def worth(
    name: str,
    labels: NDArray[np.str_],
    predicted: NDArray[np.str_],
    groups: NDArray[np.str_],
) -> dict[str, Any]:
    """A row of the table: accuracy, with its interval over titles, and macro F1."""
    right = metrics.mean_measures(groups.tolist(), {"": (labels == predicted).astype(float)})[""]
    return {
        "name": name,
        "events": len(labels),
        "accuracy": asdict(right),
        "macro F1": float(f1_score(labels, predicted, average="macro", zero_division=0)),
    }


if __name__ == "__main__":
    main()
