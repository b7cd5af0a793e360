"""The check of shapes finds what does not fit."""

import pytest

from tests.e2e import shapes

GOOD = {"sources": [{**dict.fromkeys(("added", "changed", "removed", "unchanged"), 0)}]}
GOOD["sources"][0] |= {"id": 1, "location": "/a.ics", "problems": []}


def test_what_fits_fits() -> None:
    assert shapes.misfit(GOOD, shapes.REFRESH) == ""
    assert shapes.misfit(GOOD | {"more": 1}, shapes.REFRESH) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"added": None},
        {"added": True},
        {"added": -1},
        {"location": ""},
        {"problems": None},
        {"problems": [{"where": "a"}]},
        {"problems": [{"where": "a", "message": None}]},
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, object]) -> None:
    [name] = wrong
    told = shapes.misfit({"sources": [GOOD["sources"][0] | wrong]}, shapes.REFRESH)
    assert f".sources[0].{name}" in told


@pytest.mark.parametrize("value", ["2026-03-01", "2026-03-01T10:00:00", "2026-03-01T10:00:00Z", 3])
def test_a_moment_has_its_offset(value: object) -> None:
    assert not shapes.moment(value)
    assert shapes.moment("2026-03-01T10:00:00-08:00")


def test_what_is_missing_is_named() -> None:
    assert "lacks ['message', 'where']" in shapes.misfit({}, shapes.PROBLEM)
