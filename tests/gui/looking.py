"""What a test sees in a list of cards."""

from eventpal.ui.cards.models import Card


def titles(view):
    return [row.event.title for row in view.events.rows if isinstance(row, Card)]


def chosen(view):
    return view.current().event.title
