"""How opinions move the weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from eventpal.errors import Damaged
from eventpal.recommend.features import FEATURES, NAMES
from eventpal.recommend.learner import Choice, posterior, prior, probability, read_prior

F = len(NAMES)
PRIOR_MEAN, PRIOR_DEVIATION = prior().mean, np.sqrt(np.diag(prior().covariance))
NOBODY = np.zeros((0, F))


def a_row(**values):
    row = np.zeros(F)
    for name, value in values.items():
        row[NAMES.index(name)] = value
    return row


def learnt(*rows, wanted=True, weight=1.0, others=NOBODY):
    return posterior([Choice(row, others, wanted, weight) for row in rows])


def weight_of(name, belief):
    return belief.mean[NAMES.index(name)]


def usual(name):
    return PRIOR_MEAN[NAMES.index(name)]


def test_without_opinions_the_prior_holds():
    belief = learnt()
    assert belief.mean == pytest.approx(PRIOR_MEAN)
    assert np.sqrt(np.diag(belief.covariance)) == pytest.approx(PRIOR_DEVIATION)


def test_wanting_free_events_makes_price_matter_more():
    belief = learnt(*[a_row(price=1)] * 8)
    assert weight_of("price", belief) > usual("price") + 0.3
    assert weight_of("distance", belief) == pytest.approx(usual("distance"))


def test_not_wanting_them_makes_it_matter_less():
    assert weight_of("price", learnt(*[a_row(price=1)] * 8, wanted=False)) < usual("price") - 0.3


def test_wanting_dear_events_is_like_not_wanting_free_ones():
    dear = learnt(*[a_row(price=-1)] * 3)
    not_free = learnt(*[a_row(price=1)] * 3, wanted=False)
    assert dear.mean == pytest.approx(not_free.mean)


def test_a_typical_event_teaches_nothing():
    assert learnt(a_row(), a_row()).mean == pytest.approx(PRIOR_MEAN)


def test_weightier_opinions_move_more():
    light, heavy = (learnt(a_row(price=1), weight=weight) for weight in (0.5, 1.5))
    assert weight_of("price", heavy) > weight_of("price", light) > usual("price")


def test_opinions_make_it_surer_of_what_they_tell():
    variance = np.diag(learnt(*[a_row(price=1)] * 8).covariance)
    price, venue = NAMES.index("price"), NAMES.index("venue")
    assert variance[price] < PRIOR_DEVIATION[price] ** 2 * 0.8
    assert variance[venue] == pytest.approx(PRIOR_DEVIATION[venue] ** 2)


def test_what_is_not_to_be_learnt_stays():
    belief = learnt(*[a_row(notice=1, liked=1)] * 50)
    assert weight_of("notice", belief) == pytest.approx(usual("notice"), abs=0.01)
    assert weight_of("liked", belief) == pytest.approx(usual("liked"), abs=0.01)


def test_what_else_was_on_tells_what_made_the_choice():
    # Everything was free, so that it was free says nothing; that it was near does.
    others = np.array([a_row(price=1), a_row(price=1, distance=-1)])
    belief = learnt(*[a_row(price=1, distance=1)] * 8, others=others)
    assert weight_of("price", belief) == pytest.approx(usual("price"), abs=1e-6)
    assert weight_of("distance", belief) > usual("distance") + 0.2


def test_a_draw_is_the_same_for_a_seed_and_near_what_is_believed():
    belief = learnt(a_row(price=1))
    assert (belief.sample(7, 1.0) == belief.sample(7, 1.0)).all()
    assert (belief.sample(7, 1.0) != belief.sample(8, 1.0)).any()
    assert belief.sample(7, 0.0) == pytest.approx(belief.mean)
    draws = np.array([belief.sample(seed, 1.0) for seed in range(400)])
    assert draws.std(axis=0) == pytest.approx(np.sqrt(np.diag(belief.covariance)), rel=0.2)


def test_a_prior_of_other_features_is_damaged(tmp_path):
    file = tmp_path / "prior.json"
    file.write_text('{"features": {"price": {"mean": 1, "deviation": 1}}}')
    with pytest.raises(Damaged, match="install it again"):
        read_prior(file)


LOW, HIGH = np.array([(feature.low, feature.high) for feature in FEATURES]).T
UNIT = arrays(float, (12, 3, F), elements=st.floats(0, 1))


@settings(max_examples=40, deadline=None)
@given(
    UNIT, arrays(bool, 12), arrays(float, 12, elements=st.floats(0, 2)), st.permutations(range(12))
)
def test_it_is_the_most_probable_in_any_order(unit, wanted, weights, order):
    rows = LOW + unit * (HIGH - LOW)
    choices = [
        Choice(block[0], block[1:], bool(liked), float(weight))
        for block, liked, weight in zip(rows, wanted, weights, strict=True)
    ]
    belief = posterior(choices)
    again = posterior([choices[n] for n in order])
    assert again.mean == pytest.approx(belief.mean, abs=1e-4)

    pull = np.zeros(F)
    for one in choices:
        if one.wanted:
            block = np.vstack([one.row, one.others])
            share = np.exp(block @ belief.mean - np.logaddexp.reduce(block @ belief.mean))
            pull += one.weight * (one.row - share @ block)
        else:
            apart = one.row - one.others.mean(axis=0)
            pull -= one.weight * apart * probability(float(apart @ belief.mean))
    moved = (belief.mean - PRIOR_MEAN) / PRIOR_DEVIATION
    assert pull * PRIOR_DEVIATION == pytest.approx(moved, abs=1e-3)
    assert (np.linalg.eigvalsh(belief.covariance) > 0).all()


@pytest.mark.parametrize(("logit", "expected"), [(0, 0.5), (np.log(3), 0.75), (-800, 0), (800, 1)])
def test_probability_of_log_odds(logit, expected):
    assert probability(logit) == pytest.approx(expected)
