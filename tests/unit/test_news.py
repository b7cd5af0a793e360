"""Changes of events in words."""

from datetime import UTC, datetime

import pytest

from eventpal.domain import EventChange, What
from eventpal.services.news import mark, sentence


def change(what: What, before: str = "", after: str = "") -> EventChange:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return EventChange(event_id="e", at=at, title="Gig", what=what, before=before, after=after)


@pytest.mark.parametrize(
    ("what", "before", "after", "words"),
    [
        (
            What.TIME,
            "2026-03-06T19:30:00+01:00",
            "2026-03-07T20:00:00+01:00",
            "Moved from Fri 6 Mar, 19:30 to Sat 7 Mar, 20:00",
        ),
        (
            What.TIME,
            "2026-03-06T19:30:00+01:00",
            "2026-03-06T20:00:00+01:00",
            "Moved from Fri 6 Mar, 19:30 to 20:00",
        ),
        (
            What.TIME,
            "2026-03-06",
            "2026-03-06T20:00:00+01:00",
            "Moved from Fri 6 Mar to Fri 6 Mar, 20:00",
        ),
        (What.PLACE, "Blue Door", "Red Barn", "Now at Red Barn instead of Blue Door"),
        (What.STATUS, "confirmed", "cancelled", "Cancelled"),
        (What.STATUS, "cancelled", "confirmed", "Takes place after all"),
        (What.STATUS, "tentative", "confirmed", "Confirmed"),
        (What.STATUS, "confirmed", "tentative", "No longer certain"),
        (What.STATUS, "confirmed", "postponed", "Postponed"),
        (What.SOLD_OUT, "", "yes", "Sold out"),
        (What.SOLD_OUT, "yes", "", "There are tickets again"),
        (What.GONE, "", "", "No longer listed by its publisher"),
        (
            What.GONE,
            "2026-03-06T19:30:00+01:00",
            "",
            "The date on Fri 6 Mar, 19:30 was taken out by its publisher",
        ),
        (What.BACK, "", "", "Listed again by its publisher"),
    ],
)
def test_changes_are_told_in_words(what: What, before: str, after: str, words: str) -> None:
    assert sentence(change(what, before, after)) == words


def test_the_mark_of_a_card_names_what_the_card_does_not_show_itself() -> None:
    assert mark((change(What.STATUS, "confirmed", "cancelled"),)) == ""
    assert mark((change(What.PLACE, "a", "b"), change(What.TIME, "x", "y"))) == "New time"
