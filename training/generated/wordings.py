"""How people say when, where, for how much, with whom and how: a wording and what it means.

Each table holds pairs of a wording and a value of the intent, in English and German, with a few of
other languages. ``{…}`` are slots.
"""

from collections.abc import Iterator
from random import Random

Pairs = tuple[tuple[str, str], ...]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = tuple(
    "january february march april may june july august september october november december".split()
)
TAGE = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
MONATE = tuple(
    "januar februar märz april mai juni juli august september oktober november dezember".split()
)
_SHORT_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _pairs(table: str) -> Pairs:
    """Lines of ``wording = value``, or a wording that is its own value."""
    found = []
    for line in table.strip().splitlines():
        wording, _, value = line.strip().partition(" = ")
        found += [(one.strip(), value or one.strip()) for one in wording.split(" | ")]
    return tuple(found)


SPANS = _pairs("""
    today | tonight | tomorrow | this weekend | next week | next weekend | this week | this month
    next month | tomorrow night | tomorrow evening | this evening | this afternoon
    tomorrow morning
    the day after tomorrow = day after tomorrow
    at the weekend | on the weekend | over the weekend | the weekend | weekend | wknd = weekend
    today's = today
    in the next few days = next few days
    in the coming days = coming days
    later today = today
    right now = today
    during the week = during the week
    on weekdays | on a weekday = weekdays
    on new year's eve = new year's eve
    on christmas eve = christmas eve
    around christmas = around christmas
    for halloween = halloween
    on valentine's day = valentine's day
    in the next two weeks = next two weeks
    in a fortnight = in a fortnight
    later this week = later this week
    tonite | 2night | tonigth = tonight
    tmrw | tomorow | tmr = tomorrow
""")
PARTS_OF_DAY = _pairs("""
    in the morning | mornings = morning
    in the afternoon | afternoons = afternoon
    in the evening | evenings = evening
    at night | late at night = night
    at lunchtime | over lunch | around lunch = lunchtime
    during the day | daytime = daytime
    after work | after school | after dark = after work
""")
SPANS_DE = _pairs("""
    heute | heute abend | morgen | morgen abend | übermorgen | dieses wochenende | nächste woche
    diese woche | nächstes wochenende | diesen monat | nächsten monat | heute nachmittag
    morgen früh
    am wochenende | das wochenende = wochenende
    in den nächsten tagen = nächsten tagen
    unter der woche = unter der woche
    an silvester = silvester
    an heiligabend = heiligabend
    zu weihnachten | an weihnachten = zu weihnachten
""")
PARTS_OF_DAY_DE = _pairs("""
    am abend | abends = abends
    am nachmittag | nachmittags = nachmittags
    am vormittag | vormittags = vormittags
    mittags | in der mittagspause = mittags
    nach der arbeit | nach feierabend = nach der arbeit
    nachts = nachts
""")
ABROAD = _pairs("""
    ce soir | esta noche | stasera | vanavond | dziś wieczorem | hoje à noite | i kväll = tonight
    i aften = tonight
    demain | mañana | domani | morgen | jutro | amanhã | i morgon | i morgen = tomorrow
    ce week-end | este fin de semana | questo fine settimana | dit weekend = this weekend
    w ten weekend = this weekend
    la semaine prochaine | la próxima semana | la prossima settimana | volgende week = next week
    w przyszłym tygodniu = next week
    vendredi | viernes | venerdì | vrijdag | w piątek | sexta-feira = friday
    samedi | sábado | sabato | zaterdag | w sobotę = saturday
    dimanche | domingo | domenica | zondag | w niedzielę = sunday
    aujourd'hui | hoy | oggi | vandaag | dzisiaj | hoje = today
""")
"""Wordings of other languages mean the English phrase."""

ABROAD_ASKS = tuple(
    "qu'est-ce qu'il y a {when}|qué hay {when}|cosa c'è {when}|wat is er te doen {when}"
    "|co się dzieje"
    " {when}|o que há {when}|{topic} {when}|il y a du {topic} {when} ?|hay algo de {topic} {when}?"
    "|c'è"
    " {topic} {when}?|is er {topic} {when}?|je cherche {topic} {when}|busco {topic} {when}"
    "|cerco {topic}"
    " {when}|ik zoek {topic} {when}|szukam {topic} {when}|procuro {topic} {when}".split("|")
)

PRICES = _pairs("""
    free | for free | that's free | free of charge | with free entry | free entry = free
    that costs nothing = free
    no entry fee | without paying | that don't cost anything | for nothing | free admission = free
    for £0 = free
    for no money | i'm broke so free | zero budget | gratis = free
    cheap | on a budget | not too expensive | affordable | that won't break the bank = cheap
    inexpensive = cheap
    that's not pricey | low cost | on the cheap | good value | student budget = cheap
    under {n} | less than {n} | below {n} | max {n} | up to {n} | for at most {n} = under {n}
    no more than {n} = under {n}
    not over {n} | cheaper than {n} | within {n} | {n} or less | {n} tops = under {n}
    with a budget of {n} = under {n}
""")
PRICES_DE = _pairs("""
    kostenlos | gratis | umsonst | für lau | ohne eintritt | bei freiem eintritt = free
    eintritt frei = free
    kostenfrei | was nichts kostet = free
    günstig | billig | nicht so teuer | preiswert | für wenig geld = cheap
    unter {n} | bis {n} | maximal {n} | höchstens {n} | für weniger als {n} = under {n}
    nicht mehr als {n} = under {n}
""")
MONEY = (
    "£{n}",
    "{n} pounds",
    "€{n}",
    "{n}€",
    "{n} euros",
    "{n} euro",
    "${n}",
    "{n} dollars",
    "{n} bucks",
)
MONEY += ("{n} quid", "{n}", "{n} eur", "a {n}er", "{n} kr", "{n} zł", "{n} francs")

COMPANY = _pairs("""
    with kids | for kids | with the kids | with my children | for children = kids
    for the whole family = kids
    for families | with the little ones | kid friendly | suitable for kids | family friendly = kids
    with my daughter | with my son | with my two boys   = kids
    for my kids = kids
    with my nephew | with the family   | with the grandkids = kids
    with my {age} year old | for my {age} year old | for a {age}-year-old = kids {age}
    with a {age} yr old = kids {age}
    my daughter is {age} | my son is {age} | for kids aged {age} | with {age} year olds = kids {age}
    kid is {age} = kids {age}
    my {age}yo comes along | for a child of {age} | suitable for age {age} = kids {age}
    for toddlers | with a toddler | for a two-year-old | toddler friendly = kids 2
    with our baby | for babies | with an infant = kids 1
    for teenagers | with my teens | for a teenager | for teens = kids 14
    with friends | with my mates | with a group of friends | with the lads = friends
    with my friends = friends
    for a group of us | with colleagues | with my flatmates | with some pals = friends
    for a hen party = friends
    alone | by myself | on my own | solo | just me | going alone | that i can go to alone = alone
    without knowing anyone | for someone new in town | where i can go by myself = alone
    for a date | for date night | with my girlfriend | with my boyfriend | with my wife = date
    romantic = date
    with my husband | with my partner | for two | for our anniversary | first date = date
    for a date night = date
    wheelchair accessible | with step-free access | accessible by wheelchair = accessible
    i use a wheelchair = accessible
    with a wheelchair | step free | no stairs | accessible | barrier-free = accessible
    with disabled access = accessible
    my mum can't do stairs | with a pushchair ramp | mobility scooter friendly = accessible
""")
COMPANY_DE = _pairs("""
    mit kindern | für kinder | mit den kindern | für die ganze familie | für familien = kids
    kindgerecht = kids
    mit meiner tochter | mit meinem sohn | mit der familie | mit kleinkind = kids
    familienfreundlich = kids
    mit meinem {age}-jährigen | für meine {age}-jährige | für {age}-jährige = kids {age}
    mein sohn ist {age} = kids {age}
    mit kleinkind | für kleinkinder = kids 2
    für jugendliche | mit teenagern = kids 14
    mit freunden | mit meinen freundinnen | mit kumpels | mit kollegen = friends
    allein | alleine | nur für mich | ohne begleitung = alone
    für ein date | mit meiner freundin | mit meinem mann | zu zweit | romantisch = date
    mit meiner frau = date
    barrierefrei | mit rollstuhl | rollstuhlgerecht | ohne treppen | stufenlos = accessible
""")
FORMATS = _pairs("""
    indoors | inside | indoor | out of the rain | under a roof | somewhere warm | rainy day = indoor
    in case it rains | not outside | somewhere dry = indoor
    outdoors | outside | outdoor | in the open air | open air | in the fresh air = outdoor
    under the stars = outdoor
    in the sunshine | in nature | al fresco = outdoor
    online | virtual | on zoom | livestream | streamed | from home | from my sofa = online
    that's not sold out | not sold out | with tickets left | still got tickets = available
    tickets still available = available
    that i can still get tickets for | with places left | where i can still get in = available
""")
FORMATS_DE = _pairs("""
    drinnen | im trockenen | indoor | bei regen | überdacht = indoor
    draußen | im freien | open air | an der frischen luft | unter freiem himmel = outdoor
    online | virtuell | per zoom | von zu hause = online
    nicht ausverkauft | mit freien plätzen | wo es noch karten gibt | noch tickets = available
""")
KINDS = _pairs("""
    {topic} workshop | {topic} class | {topic} course | {topic} lessons | {topic} classes = workshop
    {topic} workshops | a workshop on {topic} | learn {topic} | {topic} for beginners = workshop
    a class in {topic} | a {topic} masterclass | {topic} taster session = workshop
    a talk about {topic} | a lecture on {topic} | {topic} talk | talks on {topic} = talk
    {topic} lectures = talk
    a panel on {topic} | {topic} seminar | someone speaking about {topic} = talk
    {topic} tour | a guided tour about {topic} | tours about {topic} | a {topic} guided tour = tour
""")
KINDS_DE = _pairs("""
    {topic} workshop | {topic}kurs | kurs für {topic} | {topic} lernen = workshop
    ein workshop zu {topic} = workshop
    vortrag über {topic} | ein vortrag zu {topic} | vorträge über {topic} = talk
    führung zu {topic} | {topic} führung | eine tour zu {topic} = tour
""")
SORTS = _pairs("""
    cheapest first | sorted by price | the cheapest | lowest price first | order by price = cheapest
    soonest first | the next one | as soon as possible | earliest first | asap = soonest
    coming up next = soonest
    sorted by date | whatever is first | the soonest = soonest
    nearest first | closest to me first | the closest | the nearest | sort by distance = nearest
""")
SORTS_DE = _pairs("""
    das billigste | die günstigsten zuerst | nach preis sortiert = cheapest
    so bald wie möglich | das nächste | nach datum sortiert | das früheste zuerst = soonest
    das nächstgelegene | die nächsten zuerst | nach entfernung sortiert = nearest
""")
NEAR_ME = (
    "near me",
    "nearby",
    "close by",
    "around here",
    "close to home",
    "near my place",
    "local",
)
NEAR_ME += ("in my area", "in walking distance", "not far from me", "round here", "in der nähe")
WHERES = (
    "in {d}|in {d}|in {d}|around {d}|over in {d}|{d}|{d}|in the {d} area|up in {d}"
    "|down in {d}".split("|")
)
VENUES = "at {v}|at {v}|at {v}|in {v}|{v}|at the {v}|over at {v}".split("|")
NEARS = (
    "near {p}|near {p}|close to {p}|next to {p}|by {p}|walking distance from {p}|around {p}".split(
        "|"
    )
)
WHERES_DE = "in {d}|in {d}|im {d}|im stadtteil {d}|{d}".split("|")
VENUES_DE = "im {v}|in der {v}|im {v}|{v}".split("|")
NEARS_DE = "nahe {p}|in der nähe von {p}|bei {p}|neben {p}".split("|")

EXCLUDES = tuple(
    "but no {x}|but not {x}|no {x}|except {x}|without {x}|anything but {x}|not {x} please"
    "|i don't like {x}"
    "|i can't stand {x}|no {x} please|just not {x}|other than {x}|i hate {x}|skip the {x}"
    "|{x} is not my"
    " thing|not into {x}|minus the {x}|no more {x}|never {x}".split("|")
)
EXCLUDES_DE = tuple(
    "aber kein {x}|ohne {x}|kein {x}|bitte kein {x}|außer {x}|nur nicht {x}|ich mag kein {x}"
    "|bloß kein"
    " {x}".split("|")
)
COMPARATIVES = _pairs("""
    cheaper | cheaper please | anything cheaper? | that's too expensive | too pricey = cheaper
    less expensive ones | something cheaper | too dear | that costs too much = cheaper
    closer | closer to home | nearer please | that's too far | too far away = nearest
    something nearer | anything closer? | is there something closer = nearest
    sooner | anything sooner? | earliest first | i can't wait that long = soonest
    later | anything later? | a bit later please | something later in the day = later
    earlier | anything earlier? | a bit earlier | that's too late = earlier
    not that one | not this one | another one instead | anything but that one = other
""")
COMPARATIVES_DE = _pairs("""
    billiger | günstiger bitte | zu teuer | geht es auch billiger? = cheaper
    näher | zu weit weg | etwas näher bitte = nearest
    später | etwas später bitte = later
    früher | geht es auch früher? = earlier
    nicht das | das nicht | ein anderes bitte = other
""")


def when(random: Random, *, german: bool = False) -> tuple[str, str]:
    """A wording of a time, and the phrase in it that ``chat.dates`` resolves."""
    kind = random.random()
    if kind < 0.4:
        return random.choice(SPANS_DE if german else SPANS)
    if kind < 0.52:
        return random.choice(PARTS_OF_DAY_DE if german else PARTS_OF_DAY)
    return random.choice(tuple(_german(random) if german else _english(random)))


def _english(random: Random) -> Iterator[tuple[str, str]]:
    day, month = random.choice(DAYS), random.choice(MONTHS)
    short = random.choice(_SHORT_DAYS)
    part = random.choice(("morning", "afternoon", "evening", "night", "lunchtime"))
    number, hour, two = random.randint(1, 28), random.randint(5, 10), random.randint(2, 5)
    yield f"on {day}", day
    yield day, day
    yield f"on {short}", short
    yield f"this {day}", f"this {day}"
    yield f"next {day}", f"next {day}"
    yield f"on {day} {part}", f"{day} {part}"
    yield f"{day} {part}", f"{day} {part}"
    yield f"{day} in the {part}", f"{day} {part}"
    yield f"next {day} {part}", f"next {day} {part}"
    yield f"tomorrow {part}", f"tomorrow {part}"
    yield f"on {day}s", f"{day}s"
    yield f"on the {number}th of {month}", f"{number} {month}"
    yield f"on {number} {month}", f"{number} {month}"
    yield f"{month} {number}", f"{month} {number}"
    yield f"in {month}", f"in {month}"
    yield f"in early {month}", f"early {month}"
    yield f"after {hour}pm", f"after {hour} pm"
    yield f"after {hour} pm", f"after {hour} pm"
    yield f"before {hour} o'clock", f"before {hour}"
    yield f"from {hour + 12}:00", f"from {hour + 12}:00"
    yield f"{day} after {hour}", f"{day} after {hour}"
    yield f"tonight after {hour}", f"tonight after {hour}"
    yield f"around {hour}pm", f"around {hour} pm"
    yield f"between {hour} and {hour + 2}", f"between {hour} and {hour + 2}"
    yield f"from {day} to sunday", f"{day} to sunday"
    yield f"in {two} weeks", f"in {two} weeks"
    yield f"in the next {two} days", f"next {two} days"
    yield f"before {day}", f"before {day}"
    yield f"until {day}", f"until {day}"
    yield f"any day but {day}", f"not {day}"
    yield f"not on {day}", f"not {day}"
    yield f"on the {number}th", f"the {number}th"


def _german(random: Random) -> Iterator[tuple[str, str]]:
    day, month = random.choice(TAGE), random.choice(MONATE)
    number, hour = random.randint(1, 28), random.randint(15, 21)
    yield f"am {day}", day
    yield day, day
    yield f"am {day}abend", f"{day}abend"
    yield f"{day}nachmittag", f"{day}nachmittag"
    yield f"nächsten {day}", f"nächsten {day}"
    yield f"kommenden {day}", f"kommenden {day}"
    yield f"am {number}. {month}", f"{number}. {month}"
    yield f"im {month}", f"im {month}"
    yield f"ab {hour} uhr", f"ab {hour} uhr"
    yield f"nach {hour} uhr", f"nach {hour} uhr"
    yield f"vor {hour} uhr", f"vor {hour} uhr"
    yield f"{day} ab {hour} uhr", f"{day} ab {hour} uhr"
    yield "in zwei wochen", "in zwei wochen"
    yield f"nicht am {day}", f"nicht {day}"
