import pytest

from eventpal.feeds.words.countries import country_of_zone, writes_month_first


@pytest.mark.parametrize(
    ("tz", "country"),
    [
        ("America/New_York", "US"),
        ("US/Central", "US"),
        ("America/Toronto", "CA"),
        ("America/Moncton", "CA"),
        ("America/Yellowknife", "CA"),
        ("Canada/Eastern", "CA"),
        ("Australia/Sydney", "AU"),
        ("Pacific/Auckland", "NZ"),
        ("NZ", "NZ"),
        ("Singapore", "SG"),
        ("America/Monterrey", "MX"),
        ("Etc/GMT-12", ""),
        ("UTC", ""),
        ("", ""),
    ],
)
def test_the_country_of_a_zone(tz: str, country: str) -> None:
    assert country_of_zone(tz) == country


@pytest.mark.parametrize(
    ("tz", "month_first"),
    [
        ("America/Chicago", True),
        ("America/Vancouver", True),
        ("Pacific/Honolulu", True),
        ("America/Puerto_Rico", True),
        ("America/Mexico_City", False),
        ("America/Manaus", False),
        ("America/Argentina/Cordoba", False),
        ("Europe/London", False),
        ("Pacific/Auckland", False),
        ("UTC", False),
    ],
)
def test_where_the_month_stands_first(tz: str, month_first: bool) -> None:
    assert writes_month_first(tz) is month_first
