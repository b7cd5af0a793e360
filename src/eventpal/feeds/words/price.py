"""What it costs, read from what publishers write about it.

An amount in running text counts only where the words around it say that it is the price of
entry: prizes, discounts, drinks and funds raised are amounts too. "Free" counts only in phrases
that mean free entry. All tables hold lower-case words; every pattern is bounded, so that no text
can make one run long.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from eventpal.feeds.words.currency import currency_of

MAX_PRICE = 5_000.0
"""An amount above this in running text is no ticket."""


@dataclass(frozen=True, slots=True)
class Price:
    """The price of entry in ``currency`` (ISO 4217, None when it cannot be told).

    ``low`` 0 with ``free`` None is entry that some need not pay for (donations, children free).
    """

    low: float | None
    high: float | None
    currency: str | None
    free: bool | None
    quote: str
    """The words it was read from."""


_NUMBER = r"\d{1,3}(?:[,.'’ ]\d{3}){1,3}(?![\d])(?:[.,]\d\d(?!\d))?|\d{1,6}(?:[.,]\d{1,2})?(?!\d)"
_PREFIX = (
    r"(?<![a-z])(?:aud|cad|nzd|usd|sgd|hkd) ?\$"
    r"|(?:(?<![a-z])(?:us|ca|nz|au|hk|mx|c|a|s|r))?\$|[€£¥₹₪₽]"
    r"|(?<![a-z])(?:usd|eur|euro|gbp|chf|cad|aud|nzd|sek|nok|dkk|pln|fr\.(?=\s?\d{1,4}\.[-–—]))"
)
_SUFFIX = (
    r"[€£₽](?!\s?\d)|\$(?!\s?\d)"
    r"|(?:euros?|eur|usd|gbp|chf|cad|aud|nzd|kr|sek|nok|dkk|kronor|kroner|zł|pln|kč|czk|huf"
    r"|dollars?|bucks)(?![a-z])|:-(?!\w)"
)
_TO = r"\s?(?:-|–|—|\bto\b|\bbis\b|\bà\b|/|\bor\b|\band\b)\s?"
_MONEY = re.compile(
    rf"(?P<pre>{_PREFIX})\s?(?P<a>{_NUMBER})"
    rf"(?:{_TO}(?:{_PREFIX})?\s?(?P<b>{_NUMBER})(?!\s?[%:]))?"
    rf"|(?<![\d.,:/-])(?:(?P<c>{_NUMBER})\s?(?:{_SUFFIX})?{_TO})?"
    rf"(?P<d>{_NUMBER})\s?(?P<post>{_SUFFIX})"
)
_NOT_AFTER = re.compile(
    r"\s?(?:k|m|mm|bn|million|billion|trillion|thousand|mio|mrd|%)\b|\+?\s?million|[,.]\d"
)
_BARE = re.compile(rf"\s*(?P<a>{_NUMBER})(?:\s?(?:-|–|—|to|bis)\s?(?P<b>{_NUMBER}))?\s*")

_SIGNS = {"fr.", "$", "€", "£", "¥", "₹", "₪", "₽", "eur", "chf", "usd", "cad", "aud", "nzd", "gbp",
          "kr", "sek", "nok", "dkk", "zł", "pln", "kč", "dollar", "bucks", ":-"}  # fmt: skip
_FREE_NEEDLES = {"free", "no cover", "no charge", "no cost", "no fee", "no admission", "frei",
                 "kosten", "gratis", "gratuit", "libre", "franca", "libero", "complimentary",
                 "umsonst", "fri entr"}  # fmt: skip
_CHOICE_NEEDLES = {"pay what", "pay-what", "pwyc", "your price", "your own price", "donation",
                   "offering", "spende", "chapeau", "hutkonzert", "voluntari", "libre",
                   "donativo"}  # fmt: skip
_REACH = 50
"""No pattern begins further than this before its needle."""

_LABELS = {
    "cost:", "price:", "admission:", "ticket:", "tickets:", "eintritt:", "preis:", "tarif:",
    "prix:", "precio:",
}  # fmt: skip
NEEDLES = frozenset(_SIGNS | _FREE_NEEDLES | _CHOICE_NEEDLES | _LABELS)
"""A text in lower case without any of these names no price."""

# Words that make a nearby amount the price of entry. Matched where a word begins.
_ENTRY_WORDS = (
    r"admission|adm\b|ticket|tix|cost|price|pricing|entry|entrance|cover\b|fees?\b|buy[- ]in\b"
    r"|per (?:person|child|adult|family|couple|class|session|student|player|participant|ticket"
    r"|car|head|pair|team|seat|individual|household|kid|youth)|each\b|person\b|pp\b|p\.p\."
    r"|advance|adv\b|pre-?sale|at (?:the )?door|door|day[ -]of|dos\b|general|ga\b|to get in\b"
    r"|adult|senior|student|kids?\b|child|youth|member|non-?member|public\b|regist|rsvp"
    r"|early bird|suggested|donation|sliding|drop-?in|tuition|includ|reserv|book (?:now|your)"
    r"|vip\b|seat|famil(?:y|ies)|couple|single|standing|balcony|orchestra|class(?:es)?\b|workshop"
    r"|concession|concs?\b|full (?:price|rate)|full\b(?=\W|$)|fiver|tenner|on the door"
    r"|all ages|notaflof|no one (?:is |will be )?turned away|requested contribution|only\b"
    r"|mitglieder|schüler|eintritt|vvk|ak\b|abendkasse|vorverkauf|kosten|preis|ermäßigt|erm\.|regulär|karten"
    r"|unkostenbeitrag|beitrag|teilnahme|gebühr|pro person|kinder|erwachsene|studierende"
    r"|entrée|entree|tarif|plein|réduit|prix|billet|place|inscription|adulte|enfant|participation"
    r"|entrada|precio|boleto|taquilla|anticipada|coste?\b|adultos|niños|aportaci|inscripci"
    r"|admisi|inträde|entré|biljett|billett|ingresso|toegang|biglietto"
)
_ENTRY = re.compile(rf"(?<![a-z])(?:{_ENTRY_WORDS})|\d ?[ap]\.?m\.?\W{{1,4}}$")
# Words that make an amount something else, before or after it.
_OTHER_FEE = re.compile(
    r"(?<![a-z])(?:parking|materials?|supply|supplies|lab|kit|processing|service|booking|late|vendor"
    r"|booth|membership|cleaning|rental) (?:fees?|costs?|charges?)\b[^.!?\n]{0,14}$"
    r"|(?:plus|\+) (?:an? )?$|table (?:of|for) \d{1,2}[^.!?\n]{0,14}$"
)
_OTHER_BEFORE = re.compile(
    r"(?<![a-z])(?:wins?|won|prizes?|worth|valued? (?:at|of)|value|sav(?:e|es|ings?)"
    r"|rais(?:e|ed|es|ing)|grants?|award|awards|awarded|scholarships?|goal|budget|loan|funds?"
    r"|funding|parking|park for|gift cards?|gift certificates?|raffles?|deposit|jackpot|pot of"
    r"|bounty|salary|wages?|pays?(?! what)|shipping|fine of|late fee|damage|income|rent|mortgage"
    r"|tax|invest(?:ed|ment)?|owe|refund|minimum (?:purchase|spend)|spend|earned?|stipend"
    r"|purchases? (?:of|over)|orders? (?:of|over)|discounts?|off|beers?|beverages?|drinks?"
    r"|cocktails?|wine|tacos?|wings|burgers?|pints?|food|lunch|dinner|breakfast|snacks?|popcorn"
    r"|concessions (?:stand|for|at|booth)|merch"
    r"|t-?shirts?|books? (?:is|are|for|costs?)|memberships?|annual|dues"
    r"|per month|monthly|sponsor(?:ship|s)?|booth|vendors?|table for|over|more than|nearly|almost"
    r"|total of|a total|rentals?|supply|supplies|materials?|kit|donated|donates?|matching"
    r"|matched|gas|tips?|starting at|preisgeld|gewinn|parken|parkplatz|stationnement|aparcamiento"
    r"|premio|wert|spendenziel)\b[^.!?\n]{0,24}$"
)
_OTHER_AFTER = re.compile(
    r"\s?(?:\+\s?)?(?:in (?!advance|person)|of |worth |value"
    r"|cash(?! only| or | at |,)|prize|gift|grant|award"
    r"|scholarship|off\b|discount|savings|credit|rebate|bonus|deposit|fine\b|beers?\b|drinks?\b|cocktails?\b"
    r"|margaritas?\b|wines?\b|(?:/ ?)?glass|pints?\b|drafts?\b|wells?\b|shots?\b|tacos?\b|wings?\b"
    r"|burgers?\b|slices?\b|hot dogs?\b|popcorn|bowling|games?\b(?! night)|cards?\b|raffle|parking"
    r"|to park|for parking|parkers|per hour|/ ?hr|/ ?hour|an hour|hourly|per month|/ ?mo|a month"
    r"|monthly|per year|/ ?ye?a?r|a year|annual|membership|minimum|purchase|spend\b|buy-?back"
    r"|jackpot|pot\b|guaranteed|added|bill|store|million|materials? fee|supply fee|supplies fee"
    r"|lab fee|for materials|for supplies|kit fee|processing|service (?:fee|charge)|booking fee"
    r"|cleaning|late fee|no-?show|rental|to rent|sponsor|raised|loan|fund|tips?\b|tax\b|t-?shirt"
    r"|food|lunch|dinner|brunch menu|specials?\b|stipend|goodie|preisgeld|gutschein|rabatt|pfand"
    r"|de réduction|de descuento|per mile|/ ?mile|per pound|/ ?lb)"
)
_DONATION = re.compile(
    r"(?:suggested|requested|recommended) (?:donation|contribution|price|offering)|donations?\b"
    r"|love offering|free-?will offering|spende|participation libre|prix libre|au chapeau"
    r"|donativo|aportaci[oó]n voluntaria|aporte voluntario"
)
_PAY_WHAT_YOU_CAN = re.compile(
    r"pay[- ]what[- ]you[- ](?:can|want|wish|will|like|feel)|\bpwyc\b"
    r"|(?:name|set|choose) your (?:own )?price|(?<![a-z])by donation|donation[- ]based"
    r"|(?:entry|cost|price|admission|tickets?)[:\s]{1,3}(?:suggested )?donation|hutkonzert"
    r"|auf spendenbasis|eintritt gegen spende|spende erbeten|au chapeau|prix libre"
    r"|participation libre|aport(?:e|aci[oó]n) voluntari[oa]|entrada con donativo"
    r"|free-?will (?:offering|donation)|love offering"
)

# What "free" goes with that is no entry.
_FREE_THING = (
    r"(?! (?:tickets? (?!event|show)|cop(?:y|ies)|gifts?|pass|books?|samples?|drinks?|meals?|lunch"
    r"|dinner|breakfast|parking|trial|consult|spirit|speech|fall|press|will|range|agent|form|jazz"
    r"|church|the|people|masons?|rides? to|play|writ|verse|style|throw|food|legal|advice)\b)"
)
_EVENT_NOUN = (
    r"(?:events?|shows?|concerts?|class|classes|workshops?|talks?|lectures?|performances?"
    r"|screenings?|tours?|programs?|programmes?|activit(?:y|ies)|seminars?|webinars?|sessions?"
    r"|meetups?|meetings?|clinics?|festivals?|fairs?|rides?|hikes?|walks?|demonstrations?"
    r"|readings?|presentations?|story ?times?|series|gatherings?|receptions?|exhibits?"
    r"|exhibitions?|movies?|films?|yoga|day|night|evening|part(?:y|ies)|celebrations?|recitals?"
    r"|gigs?|training|courses?|open house|open mic|jams?|dances?|(?:support )?groups?)\b"
)
_ENTRY_NOUN = (
    r"(?:admission|admittance|entry|entrance|events?|tickets?|costs?|price|fees?|cover|registration"
    r"|concerts?|programs?|class|classes|workshops?|shows?|it|attendance|participation|rsvp"
    r"|performances?|tours?|lectures?|talks?|screenings?|meetings?|sessions?|movies?|films?"
    r"|everything|all events|all activities|exhibits?|festival|museum"
    r"|to (?:attend|join|participate|register))"
)
_FREE = re.compile(
    r"(?<![a-z-])(?:"
    r"free (?:and|&) (?:open|fun|family)|free (?:parking and |public |community |general |gallery "
    r"|museum )?(?:admission|entry|entrance|attendance|registration)"
    r"|free to (?:attend|join|enter|participate|register|watch|(?:the )?(?:public|community|all"
    r"|everyone))"
    r"|free for (?:all(?! members)|everyone|the (?:whole |entire )?(?:public|community|family))"
    r"|free (?:with|w/) (?:an? |your )?(?:complimentary )?(?:rsvp|registration|ticket|reservation)"
    r"|it['’]s (?:all |always |completely )?free\b(?! (?:for|to|with|from|of)\b)"
    r"|free (?:tickets? )?(?:rsvp|registration)\b"
    r"|free of (?:charge|cost)|free drop-?in|free but "
    r"|(?:an?|this|our|these|is|are|all|two|three|other|enjoy|attend|offering|offers?|100%|special"
    r"|upcoming|new|fun|another) free" + _FREE_THING + r"(?:,? [a-z'’-]{2,14}){0,3},? "
    rf"{_EVENT_NOUN}"
    rf"|{_ENTRY_NOUN}(?: (?:is|are)| will be|:| -| –)? ?(?:always |totally |completely |100% "
    r"|absolutely |entirely )?free\b"
    r"(?! (?:for|to|from|parking|gift|drink|food|shipping)\b)"
    r"(?! with (?!an? |your |rsvp|registration|ticket|reservation))"
    r"|no (?:cover|charge|admission|entry fee|entrance fee|cost)\b(?: charge| fee)?"
    r"(?! for (?:park|mater|child|ship))(?! limit)"
    r"|(?:at|there is|there's|is) no (?:fee|cost|charge)\b"
    r"|no (?:fee|cost) to (?:attend|join|enter|participate)"
    r"|complimentary (?:admission|entry|event|tickets?)"
    r"|eintritt(?: ist)?:? (?:frei|kostenlos|kostenfrei)|freier eintritt|umsonst und draußen"
    r"|kostenlose[rs]? (?:eintritt|veranstaltung|konzert|teilnahme|führung)"
    r"|(?:teilnahme|veranstaltung|konzert|eintritt)[^.!?\n]{0,20} (?:kostenlos|kostenfrei|gratis)"
    r"|entr[ée]e? (?:est )?(?:libre|gratuite|offerte)|acc[èe]s (?:libre|gratuit)"
    r"|gratuit (?:et ouvert|sur réservation|sur inscription|avec réservation)"
    r"|kostenlos(?:,| und)? (?:ohne anmeldung|offen)"
    r"|gratuit[oa] (?:con|previa) (?:inscripci|reserva)"
    r"|(?:concert|spectacle|[ée]v[ée]nement|atelier|tarif|prix)[^.!?\n]{0,16}"
    r" gratuit\b"
    r"|entrada (?:es )?(?:libre|gratuita|gratis|franca)|acceso (?:libre|gratuito)"
    r"|(?:evento|concierto|taller|actividad|precio)[^.!?\n]{0,16} gratuit[oa]\b"
    r"|ingresso (?:libero|gratuito)|toegang (?:is )?(?:gratis|vrij)"
    r"|gratis (?:toegang|entr[ée]|inträde)|fri entr[ée]|entr[ée] (?:gratis|fri)"
    r")"
)
_ALONE = re.compile(
    r"(?:^|[\n.!•|(*\[–—;:]|\s-|,(?=\s?free\s?(?:[.!]|$)))\s{0,2}"
    r"(?:(?:(?:it['’]s |always |totally |completely |100% )?"
    r"(?:free|gratis|kostenlos|kostenfrei|gratuit|gratuito|frei)\s{0,2}(?:[!.)\]|*\n;,]|-\s|–|$))"
    rf"|free{_FREE_THING}(?:,? [a-z'’-]{{2,14}}){{0,5}} {_EVENT_NOUN})"
)
_FREE_TITLE = re.compile(
    r"^\W{0,3}free\b(?!-)(?! (?:spirit|speech|fall|press|will|range|agent|form|jazz|church|the"
    r"|people|masons?|rides?|play|writ|verse|style|lunch|parking|consult)\b)"
    r"|(?:[-–—(\[:|]\s?)free\W{0,3}$"
)
_FREE_FOR_SOME = re.compile(
    r"(?<![a-z])(?:(?<!-)free (?:for|to) (?:[a-z]{2,9} )?(?:members?|kids|children|students?"
    r"|seniors?|under|ages?|veterans?|military|those|youth|infants|babies|residents?|the first"
    r"|anyone (?:under|with)|\d)"
    r"|(?:members?|kids|children|students?|seniors?|under|younger|veterans?|below|infants)"
    r"(?: \d{1,2})?(?: and (?:under|younger))?"
    r"(?::| -| –| are| get in| is| attend| enter| admitted)? ?free\b)"
    r"|kinder (?:(?:bis|unter) \d{1,2}[^.!?\n]{0,12} )?(?:haben )?frei(?![a-z])"
    r"|niños gratis|enfants gratuits?|gratuit pour les"
    r"|gratuit (?:- ?|moins de )\d|gratis para"
)
_FREE_EXTRA = re.compile(
    r"parking|shuttle|wifi|wi-fi|food|drinks?|lunch|snacks?|refreshments|gifts?|shirts?|swag|beer"
    r"|wlan|stationnement|aparcamiento|parkpl|book\b|popcorn|pizza|screenings? for"
)
_WORDS_FOR_FREE = {
    "free", "free!", "gratis", "kostenlos", "kostenfrei", "frei", "gratuit", "gratuito",
    "gratuita", "libre", "none", "no cost", "no charge", "no cover", "free admission", "n/c",
    "umsonst",
}  # fmt: skip
_LABELLED = re.compile(
    rf"(?<![a-z])(?:cost|price|admission|tickets?|eintritt|preis|tarif|prix|precio):\s?(?P<a>{_NUMBER})"
    rf"(?:\s?(?:-|–)\s?(?P<b>{_NUMBER}))?(?=[\s.,;]|$)"
)


def read_cost(text: str, country: str = "") -> Price | None:
    """A field that says the cost: ``10``, ``$5 - $10``, ``Free``; None when it says nothing."""
    bare = _BARE.fullmatch(text)
    if bare:
        amounts = [_amount(bare["a"]), *([_amount(bare["b"])] if bare["b"] else [])]
        return _price(amounts, currency_of("$", country), text.strip())
    lowered = text.lower().strip()
    if lowered in _WORDS_FOR_FREE:
        return Price(0.0, 0.0, None, True, text.strip())
    return _read(text, country, trusted=True)


def read_price(
    text: str, country: str = "", *, title: bool = False, said: AbstractSet[str] = NEEDLES
) -> Price | None:
    """The price of entry that running text names, or None.

    ``said`` are those of ``NEEDLES`` that may be in the text.
    """
    lowered = text.lower()
    if title and "free" in lowered and (match := _FREE_TITLE.search(lowered)):
        return Price(0.0, 0.0, None, True, text[match.start() : match.end()].strip())
    return _read(text, country, trusted=False, said=said)


@dataclass(slots=True)
class _Amounts:
    """What was found so far while one text is read; spans are positions in it."""

    paid: list[float] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    sign: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)


def _read(
    text: str, country: str, *, trusted: bool, said: AbstractSet[str] = NEEDLES
) -> Price | None:
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals grow when lowered; positions must agree
        text = lowered
    found = _amounts(lowered, _SIGNS & said, trusted=trusted)
    labelled = None
    if not found.spans and not said.isdisjoint(_LABELS):
        labelled = _LABELLED.search(lowered)
    if labelled:
        low, high = labelled["a"], labelled["b"] or labelled["a"]
        return _price([_amount(low), _amount(high)], currency_of("$", country), labelled[0])
    free = some_free = by_choice = None
    near = _near(lowered, _FREE_NEEDLES & said)
    if near is not None:
        free = _free(lowered, near)
        some_free = _FREE_FOR_SOME.search(lowered, near)
    near = _near(lowered, _CHOICE_NEEDLES & said)
    if near is not None:
        by_choice = _PAY_WHAT_YOU_CAN.search(lowered, near)
    spans = [*found.spans, *(match.span() for match in (free, some_free, by_choice) if match)]
    amounts = found.paid + found.asked
    if not spans or (some_free and not (free or by_choice or amounts)):
        return None  # free for some at a price that is not said is not known
    first = min(spans)
    quote = text[first[0] : max(end for start, end in spans if start < first[1] + 60)]
    need_not_pay = bool(free or some_free or by_choice or found.asked)
    low_price = 0.0 if need_not_pay else min(amounts)
    high_price = max(amounts) if amounts else (0.0 if free else None)
    is_free: bool | None = None
    if high_price == 0.0 or (free and not found.paid):
        is_free = True
    elif found.paid and not (free or found.asked or by_choice):
        is_free = False
    currency = currency_of(found.sign, country) if high_price else None
    return Price(low_price, high_price, currency, is_free, " ".join(quote.split()))


def _amounts(lowered: str, signs: AbstractSet[str], *, trusted: bool) -> _Amounts:
    found = _Amounts()
    near = _near(lowered, signs)
    if near is None:
        return found
    for match in _MONEY.finditer(lowered, near):
        kind = "entry" if trusted else _kind(lowered, match)
        if not kind or _NOT_AFTER.match(lowered, match.end()):
            continue
        amounts = [_amount(match[name]) for name in "abcd" if match[name]]
        if max(amounts) > MAX_PRICE and not trusted:
            continue
        (found.asked if kind == "donation" else found.paid).extend(amounts)
        found.sign = found.sign or match["pre"] or match["post"]
        found.spans.append(match.span())
    return found


def _near(lowered: str, needles: AbstractSet[str]) -> int | None:
    """Where to begin to look: a little before the first of the needles; None without any."""
    first = min([at for needle in needles if (at := lowered.find(needle)) >= 0], default=None)
    return None if first is None else max(0, first - _REACH)


def _free(lowered: str, near: int) -> re.Match[str] | None:
    for pattern in (_FREE, _ALONE):
        for match in pattern.finditer(lowered, near):
            rest = lowered[match.end() : match.end() + 24].lstrip(" -–")
            if not _FREE_EXTRA.match(rest):
                return match
    return None


def _kind(lowered: str, money: re.Match[str]) -> str:
    """Whether the amount is the price of ``entry``, a ``donation``, or ``""``: something else."""
    before = _last_clause(lowered[max(0, money.start() - 60) : money.start()])
    after = _first_clause(lowered[money.end() : money.end() + 48])
    if _OTHER_AFTER.match(after.lstrip("*\\ -–—:(")) or _OTHER_FEE.search(before):
        return ""
    donation = _DONATION.search(before[-40:]) or _DONATION.search(after[:24])
    if donation:
        return "donation"
    refused = _OTHER_BEFORE.search(before)
    named = max((match.start() for match in _ENTRY.finditer(before)), default=-1)
    if refused and named < refused.start():
        return ""
    if named >= 0 or _ENTRY.search(after[:32]):
        return "entry"
    around = f"{before} {after}".split()
    return "entry" if len(around) <= 3 else ""


_CLAUSE_END = re.compile(r"\n|[.!?;•|](?:\s|$)")


def _last_clause(text: str) -> str:
    end = 0
    for match in _CLAUSE_END.finditer(text):
        end = match.end()
    return text[end:]


def _first_clause(text: str) -> str:
    match = _CLAUSE_END.search(text)
    return text[: match.start()] if match else text


def _amount(number: str) -> float:
    digits = re.sub(r"[,.'’ ](?=\d{3}(?!\d))", "", number)
    return float(digits.replace(",", "."))


def _price(amounts: list[float], currency: str | None, quote: str) -> Price:
    low, high = min(amounts), max(amounts)
    return Price(low, high, currency if high else None, high == 0.0, quote)
