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
