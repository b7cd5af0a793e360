"""How opinions move the weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from eventpal.recommend.features import FEATURES, NAMES
from eventpal.recommend.learner import PRIOR, posterior, probability

F = len(NAMES)
PRIOR_MEAN, PRIOR_DEVIATION = np.array([PRIOR[name] for name in NAMES]).T


def a_row(**values):
    row = np.zeros(F)
    for name, value in values.items():
        row[NAMES.index(name)] = value
    return row


def learnt(*rows, wanted=True, weight=1.0):
    m = len(rows)
    return posterior(np.array(rows).reshape(-1, F), np.full(m, wanted), np.full(m, weight))


def weight_of(name, belief):
    return belief.mean[NAMES.index(name)]


def test_without_opinions_the_prior_holds():
    belief = learnt()
    assert belief.mean == pytest.approx(PRIOR_MEAN)
    assert np.sqrt(np.diag(belief.covariance)) == pytest.approx(PRIOR_DEVIATION)


def test_wanting_free_events_makes_price_matter_more():
    belief = learnt(*[a_row(price=1)] * 8)
    assert weight_of("price", belief) > PRIOR["price"][0] + 0.3
    assert weight_of("distance", belief) == pytest.approx(PRIOR["distance"][0])


def test_not_wanting_them_makes_it_matter_less():
    assert weight_of("price", learnt(*[a_row(price=1)] * 8, wanted=False)) < 0


def test_wanting_dear_events_is_like_not_wanting_free_ones():
    dear = learnt(*[a_row(price=-1)] * 3)
    not_free = learnt(*[a_row(price=1)] * 3, wanted=False)
    assert dear.mean == pytest.approx(not_free.mean)


def test_a_typical_event_teaches_nothing():
    assert learnt(a_row(), a_row()).mean == pytest.approx(PRIOR_MEAN)


def test_weightier_opinions_move_more():
    light, heavy = (learnt(a_row(price=1), weight=weight) for weight in (0.5, 1.5))
    assert weight_of("price", heavy) > weight_of("price", light) > PRIOR["price"][0]


def test_opinions_make_it_surer_of_what_they_tell():
    variance = np.diag(learnt(*[a_row(price=1)] * 8).covariance)
    price, venue = NAMES.index("price"), NAMES.index("venue")
    assert variance[price] < PRIOR_DEVIATION[price] ** 2 * 0.8
    assert variance[venue] == pytest.approx(PRIOR_DEVIATION[venue] ** 2)


def test_what_is_not_to_be_learnt_stays():
    belief = learnt(*[a_row(notice=1, decided=1)] * 50)
    assert weight_of("notice", belief) == pytest.approx(PRIOR["notice"][0], abs=0.01)
    assert weight_of("decided", belief) == pytest.approx(PRIOR["decided"][0], abs=0.01)


LOW, HIGH = np.array([(feature.low, feature.high) for feature in FEATURES]).T
UNIT = arrays(float, (12, F), elements=st.floats(0, 1))


@settings(max_examples=40, deadline=None)
@given(
    UNIT, arrays(bool, 12), arrays(float, 12, elements=st.floats(0, 2)), st.permutations(range(12))
)
def test_it_is_the_most_probable_in_any_order(unit, wanted, weights, order):
    rows = LOW + unit * (HIGH - LOW)
    belief = posterior(rows, wanted, weights)
    again = posterior(rows[order], wanted[order], weights[order])
    assert again.mean == pytest.approx(belief.mean, abs=1e-4)

    signed = rows * np.where(wanted, 1, -1)[:, None]
    pull = signed.T @ (weights / (1 + np.exp(signed @ belief.mean)))
    back = (belief.mean - PRIOR_MEAN) / PRIOR_DEVIATION**2
    assert pull == pytest.approx(back, abs=1e-3)
    assert (np.linalg.eigvalsh(belief.covariance) > 0).all()


@pytest.mark.parametrize(("logit", "expected"), [(0, 0.5), (np.log(3), 0.75), (-800, 0), (800, 1)])
def test_probability_of_log_odds(logit, expected):
    assert probability(logit) == pytest.approx(expected)
