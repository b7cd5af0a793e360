"""Several interests instead of one average."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from recommend_people import THEMES, a_vector

from eventpal.recommend.interests import KEPT, Interests


def grown(*themes):
    interests = Interests()
    for number, theme in enumerate(themes):
        interests.add(a_vector(theme, number), 1.0, f"{theme} {number}")
    return interests


def test_what_is_of_a_kind_is_one_interest():
    groups = grown("jazz", "chess", "jazz", "jazz").largest()
    assert [group.weight for group in groups] == [3, 1]
    assert groups[0].members == ["jazz 0", "jazz 2", "jazz 3"]


def test_the_centre_is_a_unit_vector_near_its_members():
    (group,) = grown(*["hiking"] * 5).largest()
    assert (
        np.linalg.norm(group.centre) == np.float32(1)
        or abs(np.linalg.norm(group.centre) - 1) < 1e-5
    )
    assert min(a_vector("hiking", n) @ group.centre for n in range(5)) > 0.8


def test_nothing_makes_no_interest():
    assert Interests().largest() == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(THEMES), max_size=30))
def test_every_event_belongs_to_one_of_the_few_largest(themes):
    groups = grown(*themes).largest()
    assert len(groups) <= KEPT
    assert sum(group.weight for group in groups) == len(themes)
    assert len({one for group in groups for one in group.members}) == len(themes)
    assert [group.weight for group in groups] == sorted(
        (group.weight for group in groups), reverse=True
    )
