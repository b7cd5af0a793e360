"""Personal settings: JSON values by name."""

import pytest

from eventpal.store.database import Database
from eventpal.store.preferences import Preferences
from tests.unit.store.store_work import KEY


@pytest.mark.parametrize(
    "value", [{"lat": 38.44, "lon": -122.71, "name": "Café Ω"}, [1, 2.5, None], "", 0, False, None]
)
def test_a_value_is_there_after_opening_again(database: Database, value: object) -> None:
    Preferences(database).set("home_place", "before")
    Preferences(database).set("home_place", value)
    database.close()
    again = Database(database.path, KEY)
    assert Preferences(again).get("home_place", "default") == value
    again.close()


def test_what_was_never_set_is_the_default(database: Database) -> None:
    assert Preferences(database).get("home_place") is None
    assert Preferences(database).get("home_place", 3) == 3
