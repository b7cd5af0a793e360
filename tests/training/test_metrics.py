"""The measures against values worked out by hand or by scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import roc_auc_score

from training import metrics


@settings(max_examples=60, deadline=None)
@given(arrays(float, 20, elements=st.integers(0, 5)), arrays(bool, 20))
def test_auc_is_that_of_scikit_learn(scores, labels):
    found = metrics.auc(scores, labels)
    if labels.all() or not labels.any():
        assert np.isnan(found)
    else:
        assert found == pytest.approx(roc_auc_score(labels, scores))


def test_a_weight_counts_like_so_many_copies():
    scores, labels = np.array([3.0, 2, 1, 0]), np.array([True, False, True, False])
    weights = np.array([1.0, 2, 3, 1])
    copied = np.repeat(np.arange(4), weights.astype(int))
    assert metrics.auc(scores, labels, weights) == metrics.auc(scores[copied], labels[copied])


def test_gains_of_one_positive():
    found = metrics.gains([np.array([5.0, 4, 3]), np.array([5.0, 4, 3])], [0, 2])
    assert found["ndcg@10"] == pytest.approx([1, 1 / 2])
    assert found["hr@1"].tolist() == [1, 0]
    assert found["hr@5"].tolist() == [1, 1]
    assert found["mrr"] == pytest.approx([1, 1 / 3])


def test_ties_count_as_their_mean():
    found = metrics.gains([np.zeros(2)], [1])
    assert found["ndcg@10"][0] == pytest.approx((1 + 1 / np.log2(3)) / 2)
    assert found["hr@1"][0] == 0.5


def test_beyond_ten_places_ndcg_is_nothing():
    assert metrics.gains([np.arange(12.0)], [0])["ndcg@10"][0] == 0


def test_calibration_error_of_the_sure_and_wrong_is_one():
    assert metrics.calibration_error(np.ones(4), np.zeros(4, bool)) == 1
    assert metrics.calibration_error(np.full(4, 0.5), np.array([True, False] * 2)) == 0


def test_misses():
    found = metrics.misses(np.array([3.0, 4.6]), np.array([3.0, 4.0]))
    assert found["mae"] == pytest.approx([0, 0.6])
    assert found["mse"] == pytest.approx([0, 0.36])
    assert found["within .5"].tolist() == [True, False]
    assert found["within 1"].tolist() == [True, True]


def test_intervals_are_over_users_and_the_same_each_time():
    users = ["a"] * 50 + ["b", "c"]
    values = np.array([1.0] * 50 + [0.0, 0.0])
    found = metrics.mean_measures(users, {"mse": values})
    assert found["mse"].value == pytest.approx(50 / 52)
    assert found["mse"].low == 0  # without user a there is nothing else
    assert found["rmse"].value == pytest.approx(np.sqrt(50 / 52))
    assert metrics.mean_measures(users, {"mse": values}) == found


def test_the_auc_of_users_is_the_mean_of_those_who_have_both_kinds():
    found = metrics.pointwise_measures(
        ["a", "a", "b", "b", "c"],
        np.array([0.9, 0.1, 0.2, 0.8, 0.5]),
        np.array([True, False, True, False, True]),
    )
    assert found["user auc"].value == pytest.approx((1 + 0) / 2)
    assert found["auc"].low <= found["auc"].value <= found["auc"].high


def test_slices_cover_history_category_and_confidence():
    found = metrics.slices([1, 7, 80], ["x", "", "x"], np.arange(3.0), lambda rows: len(rows) / 1)
    told = {(one.by, one.name): one.queries for one in found}
    assert told["history", "0-4"] == told["history", "5-9"] == told["history", "50+"] == 1
    assert told["category", "x"] == 2
    assert told["confidence", "most"] == 1


def test_no_queries_make_no_figure():
    assert np.isnan(metrics.mean_measures([], {"mae": np.zeros(0)})["mae"].value)
