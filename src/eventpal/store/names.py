"""The names of venues and organisers, so that a text can be searched for them."""

from typing import Literal

from eventpal.store.database import Database

Named = Literal["venue", "organiser"]

SHORTEST = 4
"""Letters; shorter names are found in too many texts."""


def known_names(database: Database) -> dict[str, Named]:
    """Venues and organisers of all listed events, in lower case; what is both is a venue."""
    rows = database.rows("SELECT DISTINCT organiser, venue FROM event")
    organisers = {organiser.lower() for organiser, _ in rows if len(organiser) >= SHORTEST}
    venues = {venue.lower() for _, venue in rows if len(venue) >= SHORTEST}
    return {**dict.fromkeys(organisers, "organiser"), **dict.fromkeys(venues, "venue")}
