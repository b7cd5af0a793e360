"""The classifier of tags is judged on titles that it has not seen."""

import numpy as np
import pytest

from training import tags


def test_no_title_lies_on_both_sides_of_a_fold():
    """Each title has its own direction, which tells its label to whoever has seen the title."""
    labels = np.array(["music", "sport"] * 30)
    titles = np.repeat(np.arange(30), 2)
    vectors = np.eye(30, dtype=np.float32)[titles]
    shown = np.random.default_rng(0).permutation(np.repeat(["music", "sport"], 15))
    seen = tags.crossed(vectors, shown[titles], titles.astype(str))
    assert np.mean(seen == shown[titles]) < 0.7
    told = vectors * 0 + (labels == "music")[:, None]
    assert (tags.crossed(told, labels, titles.astype(str)) == labels).all()


def test_a_row_of_the_table_says_accuracy_over_titles_and_macro_f1():
    labels = np.array(["music", "music", "sport", "film"])
    said = np.array(["music", "sport", "sport", "music"])
    row = tags.worth("always", labels, said, np.array(["a", "a", "b", "c"]))
    assert row["accuracy"]["value"] == pytest.approx(0.5)
    assert row["accuracy"]["low"] < 0.5 < row["accuracy"]["high"]
    assert row["macro F1"] == pytest.approx((0.5 + 2 / 3 + 0) / 3)
    assert row["events"] == 4


def test_a_label_of_many_says_little_of_the_others():
    """Ten published concerts called music alone, six listings of concerts that one dances to."""
    vectors = np.eye(4, dtype=np.float32)[[0] * 16 + [1] * 8]
    tagged = np.zeros((24, 3), bool)
    tagged[:16, 0] = True
    tagged[10:16, 1] = True
    tagged[16:, 2] = True
    matrix, bias = tags.fitted(vectors, tagged, 10)
    odds = vectors @ matrix.T + bias
    assert (odds[:16, 0] > 0).all()
    assert (odds[:16, 1] > 0).all()
    assert (odds[16:, :2] < 0).all()
    assert (odds[16:, 2] > 0).all()


def test_every_listing_has_known_topics_and_stands_once():
    texts, tagged = tags.listings()
    assert len(texts) == len(tagged) == len(set(texts)) > 1_500
    counts = {tag: sum(tag in one for one in tagged) for tag in set().union(*tagged)}
    assert len(counts) == 29
    assert min(counts.values()) >= 60
