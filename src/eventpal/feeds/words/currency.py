"""Which currency a sign means: "$", "kr" and "¥" are those of the country where it is said."""

import re

from eventpal.domain import Event
from eventpal.feeds.words.countries import country_of_zone

_OF_SIGN = {
    "us$": "USD", "usd": "USD", "ca$": "CAD", "c$": "CAD", "cad": "CAD", "a$": "AUD",
    "au$": "AUD", "aud": "AUD", "nz$": "NZD", "nzd": "NZD", "hk$": "HKD", "s$": "SGD",
    "mx$": "MXN", "mxn": "MXN", "r$": "BRL", "brl": "BRL", "€": "EUR", "eur": "EUR",
    "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "chf": "CHF", "fr.": "CHF",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "zł": "PLN", "pln": "PLN", "kč": "CZK",
    "czk": "CZK", "ft": "HUF", "huf": "HUF", "₹": "INR", "inr": "INR", "jpy": "JPY",
    "₪": "ILS", "₽": "RUB",
}  # fmt: skip
_DOLLARS = {
    "AU": "AUD", "NZ": "NZD", "CA": "CAD", "MX": "MXN", "CO": "COP", "CL": "CLP", "AR": "ARS",
    "SG": "SGD", "HK": "HKD", "TW": "TWD",
}  # fmt: skip
_KRONER = {"SE": "SEK", "NO": "NOK", "DK": "DKK"}
_YEN = {"JP": "JPY", "CN": "CNY"}
_LOCAL_SIGNS = {
    **dict.fromkeys(("$", "dollars", "dollar", "bucks"), _DOLLARS),
    **dict.fromkeys(("kr", "kr.", ":-", "kronor", "kroner"), _KRONER),
    "¥": _YEN,
}
_TELLING_DOMAINS = {*_DOLLARS, *_KRONER, *_YEN} - {"CO"}
"""Countries whose domains stand for them; sites everywhere end in .co."""

_DOMAIN = re.compile(r"https?://[^/?#]*\.([a-z]{2})(?:[:/?#]|$)", re.IGNORECASE)


def currency_of(sign: str, country: str) -> str | None:
    """The currency (ISO 4217) of a sign in lower case; None where it can't be told.

    ``country``: ISO 3166 code of where it is said, "" where that is not known.
    """
    if len(sign) > 3 and sign.endswith("$"):  # "AUD $30"
        sign = sign[:3]
    if sign not in _LOCAL_SIGNS:
        return _OF_SIGN.get(sign)
    local = _LOCAL_SIGNS[sign]
    return local.get(country, "USD" if local is _DOLLARS else None)


def country_of(event: Event) -> str:
    """The country that an event's prices are those of (ISO 3166), "" where it can't be told.

    That of its page's address, where that says one, else of its time zone: a calendar that names
    no zone is read on the person's own clock.
    """
    domain = _DOMAIN.match(event.url)
    if domain and domain[1].upper() in _TELLING_DOMAINS:
        return domain[1].upper()
    return country_of_zone(event.tz)
