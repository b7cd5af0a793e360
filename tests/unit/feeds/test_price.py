import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.feeds.words.price import read_cost, read_price


def told(text: str, *, title: bool = False) -> str:
    """The price as ``low-high CUR``, ``free``, ``low-high CUR?`` where one need not pay, or ""."""
    price = read_price(text, "US", title=title)
    if price is None:
        return ""
    if price.free:
        return "free" if not price.high else f"free, asks {price.high:g}"
    low = "" if price.low is None else f"{price.low:g}"
    high = "?" if price.high is None else f"{price.high:g}"
    amounts = low if low == high else f"{low}-{high}"
    optional = "" if price.free is False else " optional"
    return f"{amounts} {price.currency or ''}".strip() + optional


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$15", "15 USD"),
        ("Tickets $15", "15 USD"),
        ("Tickets: $15 – $25", "15-25 USD"),
        ("Tickets are $20.", "20 USD"),
        ("Admission is $10, with all proceeds going to the shelter", "10 USD"),
        ("$10 advance / $15 door", "10-15 USD"),
        ("$10 adv/$15 door", "10-15 USD"),
        ("$12 general, $10 students", "10-12 USD"),
        ("$15 online. $18 at door. $12 for members.", "12-18 USD"),
        ("Cost: $27.53. ALL AGES SEATED SHOW", "27.53 USD"),
        ("Cost is $25 per session or $80 for the entire series.", "25-80 USD"),
        ("$30 per person includes wine and cheese", "30 USD"),
        ("$5 cover", "5 USD"),
        ("Cover charge: $7", "7 USD"),
        ("21+ | $25.00-$30.00 | Rock", "25-30 USD"),
        ("Starts at 8pm - $8", "8 USD"),
        ("ALL AGES SHOW - $15 - NOTAFLOF", "15 USD"),
        ("Buy-in $25, games start at ten", "25 USD"),
        ("Registration fee $1,250 for the whole week", "1250 USD"),
        ("Members: $150 | General Public: $175", "150-175 USD"),
        ("It will be $3 to get in", "3 USD"),
        ("Drop-in $18", "18 USD"),
        ("$45 per couple", "45 USD"),
        ("Tickets $20 in advance", "20 USD"),
        ("Adults $10, kids under 5 free", "0-10 USD"),
        ("$5.00 per adult, under 18 FREE. (Plus parking fee $10.00 per vehicle.)", "0-5 USD"),
        ("Early bird $25, then $35", "25-35 USD"),
        ("Price: 12", "12 USD"),
        ("Cost: 10-15", "10-15 USD"),
        ("VIP seats $99, standing $49", "49-99 USD"),
        ("15 dollars at the door", "15 USD"),
        ("USD 20 entry", "20 USD"),
        ("CA$20 entry", "20 CAD"),
        ("A$35 tickets", "35 AUD"),
        ("Entry €12", "12 EUR"),
        ("Eintritt: 12 €", "12 EUR"),
        ("Eintritt 12,50 € / ermäßigt 8 €", "8-12.5 EUR"),
        ("VVK 15 EUR, AK 18 EUR", "15-18 EUR"),
        ("Unkostenbeitrag 5 Euro", "5 EUR"),
        ("Entrée : 8 €", "8 EUR"),
        ("Tarif plein 12 €, tarif réduit 7 €", "7-12 EUR"),
        ("Entrada: 10 €", "10 EUR"),
        ("Precio 5-8 €", "5-8 EUR"),
        ("Tickets £7.50", "7.5 GBP"),
        ("Biljett 150 kr", "150"),
        ("Eintritt CHF 20.-", "20 CHF"),
    ],
)
def test_prices(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "FREE",
        "Free!",
        "Free.",
        "(free)",
        "Cost: Free",
        "Cost: free.",
        "Cost: $0",
        "Cost: 0.00. A food and culture festival",
        "Admission is free",
        "Admission: FREE",
        "Free admission",
        "Free entry. No reservations are required",
        "Free and open to the public",
        "Free & open to all",
        "The event is free and open to everyone",
        "This is a free event. Registration required.",
        "This event is FREE!",
        "A free concert series on the plaza",
        "Join us for a free outdoor family movie night",
        "Free hands-on art and design workshop.",
        "Free event, all day during business hours",
        "Stories and songs. Free. Registration required.",
        "1:00PM, Free!",
        "Open to the public, free",
        "No cover",
        "No cover charge!",
        "There is no charge for this class",
        "No cost to attend",
        "at no cost to participants",
        "Free of charge",
        "Free to attend",
        "Free with RSVP",
        "Free with a complimentary reservation",
        "Tickets are free but registration is required",
        "Free for everyone",
        "Free for the whole family",
        "Class is always free",
        "Drop in, it's free!",
        "Free parking and admission",
        "All events are free",
        "Complimentary admission",
        "Eintritt frei",
        "Der Eintritt ist frei.",
        "Freier Eintritt",
        "Die Teilnahme ist kostenlos.",
        "Kostenlose Führung",
        "Umsonst und draußen",
        "Entrée libre",
        "Entrée gratuite",
        "Entrée libre dans la limite des places",
        "Concert gratuit",
        "Accès libre",
        "Entrada libre",
        "Entrada gratuita",
        "Entrada libre hasta completar aforo",
        "Evento gratuito",
        "Ingresso libero",
        "Gratis toegang",
        "Fri entré",
        "Gratis",
    ],
)
def test_free(text: str) -> None:
    assert told(text) == "free"


@pytest.mark.parametrize(
    "text",
    [
        "Free parking",
        "Free parking available behind the hall",
        "Gluten-free and dairy-free options",
        "Gluten free steak au poivre",
        "Call toll-free 888-788-0099",
        "US Toll-free",
        "Feel free to bring a friend",
        "Feel free to bring your own games!",
        "Free WiFi and free coffee",
        "Free popcorn!",
        "Free Range Singers in concert",
        "Free Spirit Gospel Choir",
        "Free Palestine!",
        "Win a free ticket to the fair of your choice",
        "The first 10 people receive a free copy of the book",
        "Free shuttle from downtown",
        "In her free time she paints",
        "Set them free",
        "Two hours of free play",
        "A smoke-free, alcohol-free venue",
        "Buy one get one free",
        "Free lunch for volunteers",
        "Free legal information and referral",
        "Stress-free environment",
        "Closer To Free is their best known song",
        "Kids free play area",
        "Kostenlose Parkplätze vorhanden",
        "Stationnement gratuit",
        "Free with museum admission",
        "Free for members",
        "Kids are free",
        "$1,000 prize",
        "Win up to $1,000 in free play",
        "First prize: $500 cash",
        "A grand prize of $10,000",
        "$5 off your next visit",
        "$6 beers and $2 off wine",
        "$2 tacos all night",
        "$4 pints, $5 wells",
        "Enjoy a $14 pint & shot special",
        "Our goal is to raise $100,000",
        "The raffle raised $3,200 for the school",
        "a $550 value",
        "valued at $75",
        "a $25 gift card",
        "one of four $200 gift cards",
        "Parking is $5",
        "Parking $8 or free with a regional park pass",
        "The garage costs $2/hour",
        "Memberships cost $50/mo",
        "Earn $20 per hour",
        "Salary $65,000 a year",
        "less than $68,000 in income",
        "a $1.5 trillion budget",
        "a $2 million grant",
        "Call 707-555-1234",
        "Room 12, 7pm, 2026",
        "The $10.00 deposit is refundable",
        "Donate now",
        "Canned food donations accepted",
        "The book is at local stores for under $20.00",
        "",
        "Just a nice evening",
    ],
)
def test_no_price(text: str) -> None:
    assert told(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Suggested donation $10", "0-10 USD optional"),
        ("$10 suggested donation", "0-10 USD optional"),
        ("Suggested donation: $5-$20", "0-20 USD optional"),
        ("Donation based", "0-? optional"),
        ("By donation", "0-? optional"),
        ("Music from 7 to 9. Love offering", "0-? optional"),
        ("Entrada con donativo", "0-? optional"),
        ("Pay what you can", "0-? optional"),
        ("Pay-what-you-wish Thursdays", "0-? optional"),
        ("PWYC", "0-? optional"),
        ("Name your price", "0-? optional"),
        ("Sliding scale $10-25", "10-25 USD"),
        ("Free, $5 donation suggested", "free, asks 5"),
        ("Eintritt gegen Spende", "0-? optional"),
        ("Auf Spendenbasis", "0-? optional"),
        ("Participation libre", "0-? optional"),
        ("Prix libre, au chapeau", "0-? optional"),
        ("Aportación voluntaria", "0-? optional"),
        ("Requested Contribution: $20-30", "0-30 USD optional"),
    ],
)
def test_donations(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("FREE Yoga in the Park", "free"),
        ("Free: Estate Planning", "free"),
        ("Old Time Jam – Free", "free"),
        ("Summer Concert (free)", "free"),
        ("Free Comic Book Day", "free"),
        ("Free Spirit Gospel Choir", ""),
        ("Free Range Singers Concert", ""),
        ("Free Speech and the Law", ""),
        ("Free-motion Quilting", ""),
        ("The Free Willies live", ""),
        ("Drug Free Day", ""),
        ("Crab Feed $75", "75 USD"),
    ],
)
def test_titles(title: str, expected: str) -> None:
    assert told(title, title=True) == expected


@pytest.mark.parametrize(
    ("text", "low", "high", "free"),
    [
        ("10", 10, 10, False),
        ("10.50", 10.5, 10.5, False),
        ("0", 0, 0, True),
        ("0.00", 0, 0, True),
        ("$5 - $10", 5, 10, False),
        ("5-10", 5, 10, False),
        ("Free", 0, 0, True),
        ("FREE!", 0, 0, True),
        ("gratis", 0, 0, True),
        ("1.250,00 €", 1250, 1250, False),
        ("1,250.00", 1250, 1250, False),
        ("$15 adults, $5 children", 5, 15, False),
    ],
)
def test_cost_fields(text: str, low: float, high: float, free: bool) -> None:
    price = read_cost(text, "US")
    assert price is not None
    assert (price.low, price.high, price.free) == (low, high, free)


@pytest.mark.parametrize("text", ["", "See website", "Varies", "TBA"])
def test_cost_fields_that_say_nothing(text: str) -> None:
    assert read_cost(text, "US") is None


def test_the_quote_is_where_it_was_read() -> None:
    price = read_price("Come early.\nTickets are $20 at the gate.\nBring a chair.", "US")
    assert price is not None
    assert price.quote == "$20"


@given(st.text(max_size=300))
def test_any_text_is_read_without_fault(text: str) -> None:
    for price in (read_price(text), read_cost(text), read_price(text, title=True)):
        if price is not None:
            assert price.low is None or price.low >= 0
            assert price.high is None or price.low is None or price.high >= price.low


_PIECES = [
    *("$", "€", "1", "25", ",000", ".50", " - ", " to ", "free", "ticket", " ", "\n", "donation"),
    *("under ", "kids ", "no ", "cover", "USD", "kr", "for ", "members", "admission"),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=50).map("".join))
def test_price_like_text_is_read_without_fault(text: str) -> None:
    price = read_price(text)
    assert price is None or price.quote


@pytest.mark.timeout(60)  # far above what it takes: only a hang fails
@pytest.mark.parametrize(
    "hostile",
    ["$1" * 6000, "1 " * 6000, "free " * 2400, "free, a" * 1700, "1,000" * 2400, "$ " * 6000,
     "kids free " * 1200, "entry free for " * 800],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_hostile_text_is_quick(hostile: str) -> None:
    read_price(hostile)
