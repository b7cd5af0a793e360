"""What publishers changed about an event, in the words that people are told it with."""

from datetime import date, datetime

from eventpal.domain import EventChange, Status, What

_MARKS = {What.TIME: "New time", What.PLACE: "New place", What.GONE: "Taken out"}


def sentence(change: EventChange) -> str:
    """One change in a sentence without its full stop."""
    before, after = change.before, change.after
    match change.what:
        case What.TIME:
            return f"Moved from {_when(before)} to {_when(after, than=before)}"
        case What.PLACE:
            return f"Now at {after} instead of {before}"
        case What.STATUS:
            return _STATUS[Status(after), before == Status.CANCELLED.value]
        case What.SOLD_OUT:
            return "Sold out" if after else "There are tickets again"
        case What.GONE:
            gone = f"The date on {_when(before)} was taken out" if before else "No longer listed"
            return f"{gone} by its publisher"
        case What.BACK:
            return "Listed again by its publisher"


def mark(changes: tuple[EventChange, ...]) -> str:
    """The change that matters most in two words, or "" where the event shows it itself."""
    found = {change.what for change in changes}
    return next((word for what, word in _MARKS.items() if what in found), "")


_STATUS = {
    (status, was_cancelled): text
    for was_cancelled in (False, True)
    for status, text in (
        (Status.CANCELLED, "Cancelled"),
        (Status.POSTPONED, "Postponed"),
        (Status.TENTATIVE, "No longer certain"),
        (Status.CONFIRMED, "Takes place after all" if was_cancelled else "Confirmed"),
    )
}


def _when(text: str, *, than: str = "") -> str:
    """A day, or a day and time; the time alone where ``than`` is on the same day."""
    if len(text) == len("2026-01-01"):
        return _day(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    same_day = len(than) > len("2026-01-01") and than[:10] == text[:10]
    return f"{moment:%H:%M}" if same_day else f"{_day(moment)}, {moment:%H:%M}"


def _day(of: date) -> str:
    return f"{of:%a} {of.day} {of:%b}"
