from datetime import UTC, datetime

import pytest

from eventpal.domain import Event
from eventpal.feeds.words.currency import country_of, currency_of
from eventpal.feeds.words.text import complete


def event(tz: str, url: str = "", description: str = "") -> Event:
    return Event(
        id="a", uid="a", title="Jazz", start=datetime(2026, 9, 4, tzinfo=UTC), tz=tz, url=url,
        description=description,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("url", "country"),
    [
        ("https://tickets.example.co.nz/jazz", "NZ"),
        ("http://jazz.example.com.au:8080?from=nz", "AU"),
        ("https://jazz.example.ca", "CA"),
        ("https://jazz.example.org/nz", "US"),
        ("https://jazz.example.co/bogota", "US"),
        ("https://jazz.example.io", "US"),
        ("", "US"),
    ],
)
def test_the_country_of_an_address_goes_before_that_of_the_clock(url: str, country: str) -> None:
    assert country_of(event("America/Chicago", url)) == country


@pytest.mark.parametrize(
    ("sign", "country", "currency"),
    [
        ("$", "NZ", "NZD"),
        ("$", "CA", "CAD"),
        ("bucks", "AU", "AUD"),
        ("$", "DE", "USD"),
        ("$", "", "USD"),
        ("aud $", "US", "AUD"),
        ("kr", "SE", "SEK"),
        ("kr", "NO", "NOK"),
        ("kroner", "DK", "DKK"),
        ("kr", "US", None),
        ("¥", "JP", "JPY"),
        ("€", "NZ", "EUR"),
    ],
)
def test_the_currency_of_a_sign(sign: str, country: str, currency: str | None) -> None:
    assert currency_of(sign, country) == currency


@pytest.mark.parametrize(
    ("tz", "url", "currency"),
    [("NZ", "", "NZD"), ("Etc/GMT-13", "https://jazz.example.co.nz/", "NZD"), ("UTC", "", "USD")],
)
def test_dollars_are_those_of_the_country(tz: str, url: str, currency: str) -> None:
    assert complete(event(tz, url, "Tickets $16")).currency == currency
