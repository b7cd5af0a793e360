"""Questions about one event get the one fact they ask for, and none that is not there."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventpal.chat.answering import direct
from eventpal.domain import Event, Place

ZONE = ZoneInfo("Europe/Dublin")
START = datetime(2026, 11, 28, 20, tzinfo=ZONE)
EVENT = Event(
    id="e", uid="e", title="Trio", start=START, end=START + timedelta(hours=2), venue="Guildhall",
    address="1 Quay Lane", organiser="Jazz Society", place=Place(53.35, -6.26), price_min=10.0,
    price_max=14.0, currency="EUR",
)  # fmt: skip
BARE = Event(id="b", uid="b", title="Bare", start=START, end=None)
HOME = Place(53.35, -6.30)


@pytest.mark.parametrize(
    ("asked", "known", "unknown"),
    [
        ("is it free?", "Entry is €10–€14.", "It doesn't say what entry costs."),
        ("how much is the second one", "Entry is €10–€14.", "It doesn't say what entry costs."),
        ("when does it start?", "It's on Sat 28 Nov, 20:00.", "It's on Sat 28 Nov, 20:00."),
        ("how long does it go on", "It goes on until 22:00.", "It doesn't say when it ends."),
        ("when does it end", "It goes on until 22:00.", "It doesn't say when it ends."),
        ("where is it", "It's at Guildhall, 1 Quay Lane.", "It doesn't say where."),
        ("how far is that from my house", "It's 2.7 km from home.", "It doesn't say where."),
        ("who runs it?", "It's put on by Jazz Society.", "It doesn't say who puts it on."),
        ("is it sold out", "It doesn't say that it is sold out.",
         "It doesn't say that it is sold out."),
        ("tell me more", "", ""),
        ("why the first one?", "", ""),
    ],
)  # fmt: skip
def test_a_question_gets_its_fact(asked, known, unknown):
    assert direct.answer(asked, EVENT, ZONE, HOME, german=False) == known
    assert direct.answer(asked, BARE, ZONE, HOME, german=False) == unknown


def test_german_questions_get_german_facts():
    assert direct.answer("was kostet das?", EVENT, ZONE, HOME, german=True) == (
        "Der Eintritt kostet €10–€14."
    )
    assert direct.answer("wie weit ist das?", EVENT, ZONE, HOME, german=True) == (
        "2.7 km von zu Hause."
    )
