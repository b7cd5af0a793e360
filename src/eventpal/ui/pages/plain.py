"""Plain pages of cards: search, saved, and everything by day."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

from eventpal.domain import Action
from eventpal.ui import words
from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.models import Row, by_day
from eventpal.ui.controller import Controller
from eventpal.ui.look.theme import Appearance
from eventpal.ui.pages.events import Choice, Deal, EventPage, Nothing

MOST_FOUND = 60
MOST_LISTED = 2000
"""Events on one page; a longer list is better searched than scrolled."""

SATURDAY = 5


def agenda_page(appearance: Appearance, covers: Covers, controller: Controller) -> EventPage:
    """Everything by day."""

    def until(name: str, span: Callable[[datetime], tuple[datetime, datetime | None]]) -> Choice:
        def rows(deal: Deal) -> Sequence[Row]:
            app = controller.app
            start, end = span(app.clock().astimezone(app.zone))
            found = app.upcoming(start=start, end=end, limit=MOST_LISTED)
            return by_day(deal(found), app.clock())

        return Choice(name, rows, most=MOST_LISTED)

    return EventPage(
        appearance,
        covers,
        controller,
        title="All events",
        choices=[
            until("Next 7 days", lambda now: (now, _midnight(now, 7))),
            until("Today", lambda now: (now, _midnight(now, 1))),
            until("Weekend", weekend),
            until("30 days", lambda now: (now, _midnight(now, 30))),
            until("Everything", lambda now: (now, None)),
        ],
        nothing=Nothing(
            "agenda", "No events here", "Nothing is listed for this time. Try a longer one."
        ),
    )


def saved_page(appearance: Appearance, covers: Covers, controller: Controller) -> EventPage:
    """What the person kept, by day."""

    def with_action(name: str, *actions: Action) -> Choice:
        def rows(deal: Deal) -> Sequence[Row]:
            app = controller.app
            return by_day(deal(app.with_action(*actions)), app.clock())

        return Choice(name, rows)

    return EventPage(
        appearance,
        covers,
        controller,
        title="Saved",
        choices=[
            with_action("Saved and going", Action.SAVE, Action.GOING),
            with_action("Liked", Action.LIKE),
            with_action("Not for me", Action.DISLIKE, Action.HIDE),
        ],
        nothing=Nothing(
            "save",
            "Nothing here yet",
            "Press S on an event, or its bookmark, to keep it here; G when you are going to it.",
        ),
    )


class SearchPage(EventPage):
    """What answers the words in the search field."""

    def __init__(self, appearance: Appearance, covers: Covers, controller: Controller) -> None:
        def found(deal: Deal) -> Sequence[Row]:
            return deal(controller.app.search(self.text, limit=MOST_FOUND))

        super().__init__(
            appearance,
            covers,
            controller,
            title="Results",
            choices=[Choice("Best match", found)],
            nothing=Nothing("search", "Nothing found", ""),
        )
        self.text = ""

    def search(self, text: str) -> None:
        """Show what answers ``text``."""
        self.text = text
        self._nothing = Nothing(
            "search",
            "Nothing found",
            f"Nothing that is coming up matches “{text[:60]}”. Try fewer or other words.",
        )
        self.load(fresh=True)

    def count_text(self, count: int) -> str:
        """How many there are, and for what."""
        return f"{words.counted(count, 'event')} for “{self.text}”"


def weekend(now: datetime) -> tuple[datetime, datetime]:
    """From Friday evening, or now if it is the weekend, to the end of Sunday."""
    saturday = now + timedelta(days=(SATURDAY - now.weekday()) % 7)
    if now.weekday() > SATURDAY:
        saturday = now - timedelta(days=1)
    friday = datetime.combine(saturday.date() - timedelta(days=1), time(17), now.tzinfo)
    return max(friday, now), _midnight(saturday, 2)


def _midnight(now: datetime, days: int) -> datetime:
    """The start of the day ``days`` days on."""
    return datetime.combine(now.date() + timedelta(days=days), time(), now.tzinfo)
