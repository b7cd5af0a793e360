"""The phrases that publishers use for what no field of a calendar holds.

A row is ``(needles, pattern, value)``, all in lower case: the pattern is searched only around a
place where one of the needles, plain substrings, occurs. A new phrase is a new row and a new line
in its test. Named groups carry numbers. Every repetition is bounded.
"""

from eventpal.domain import Status

Row = tuple[tuple[str, ...], str, str]

# Where a word stands alone: at the edge of the text, of a line, or of brackets.
_EDGE = r"(?:^|[\n(\[*!:|.–—•-]\s{0,2})\*{0,3}"
_END = r"\s{0,2}(?:$|[\n)\]*!:|.,;–—•-])"
_HAPPENING = (
    r"(?:event|show|concert|class|meeting|game|match|session|performance|program|programme"
    r"|workshop|tour|walk|hike|ride|talk|lecture|practice|screening|story ?time|rehearsal"
    r"|service|festival|date)"
)
_THIS = r"\b(?:this|the|today['’]s|tonight['’]s|our)(?: [\w'’-]{1,20}){0,3}"
_IS = r"(?:is|was|has been|has had to be|had to be|will be)(?: now| unfortunately| sadly)?"

# In a title one word is enough, where it starts or ends the title or stands in brackets.
TITLE_STATUS: tuple[Row, ...] = (
    (
        ("cancel",),
        rf"{_EDGE}(?:event |show |class )?cancel(?:l?ed|ad[oa]s?)\b"
        r"(?! (?:culture|tv|shows?|series|stamps?|checks?))"
        rf"|\b(?:is |has been |are |fully )?cancel(?:l?ed|ad[oa])"
        rf"(?: today| tonight)?\*{{0,3}}{_END}",
        Status.CANCELLED,
    ),
    (
        ("abgesagt", "absage", "entfällt", "fällt"),
        r"^\W{0,3}absage\b|\b(?:abgesagt|entfällt|fällt(?: leider)? aus)\b",
        Status.CANCELLED,
    ),
    (("annul",), rf"{_EDGE}annul[ée]e?s?\b|\bannul[ée]e?s?{_END}", Status.CANCELLED),
    (("suspendid",), rf"{_EDGE}suspendid[oa]\b|\bsuspendid[oa]{_END}", Status.CANCELLED),
    (
        ("annullat", "aflyst", "inställ", "avlyst", "afgelast", "geannuleerd", "odwołan"),
        r"\b(?:annullat[oa]|aflyst|inställ[dt]|avlyst|afgelast|geannuleerd|odwołan[eoay])\b",
        Status.CANCELLED,
    ),
    (
        ("postponed",),
        rf"{_EDGE}postponed\b|\bpostponed(?:\*{{0,3}}{_END}| (?:to|until|till|due|indefinitely))",
        Status.POSTPONED,
    ),
    (("verschoben", "verlegt auf"), r"\b(?:verschoben|verlegt auf)\b", Status.POSTPONED),
    (("reporté",), rf"{_EDGE}reportée?s?\b|\breportée?s?{_END}", Status.POSTPONED),
    (
        ("aplazad", "pospuest", "posticipat"),
        r"\b(?:aplazad[oa]|pospuest[oa]|posticipat[oa])\b",
        Status.POSTPONED,
    ),
)
TEXT_STATUS: tuple[Row, ...] = (
    (
        ("cancel",),
        rf"{_THIS} {_IS} cancel(?:l?ed)\b(?! (?:if|unless|in case|when|in the event))"
        rf"|(?:^|\n)\W{{0,4}}(?:{_HAPPENING} )?cancel(?:l?ed)(?:[*!:. ]{{1,4}}(?:$|\n|due to|this)"
        r"|\*{0,3}(?:$|\n))",
        Status.CANCELLED,
    ),
    (
        ("abgesagt", "entfällt", "fällt"),
        r"\b(?:veranstaltung|konzert|termin|vorstellung|kurs|lesung)(?: [\wäöüß]{1,12}){0,3}"
        r" (?:abgesagt|entfällt|aus(?=[.!\n]|$))|(?:^|\n)\W{0,3}abgesagt\b",
        Status.CANCELLED,
    ),
    (
        ("annul",),
        r"\b(?:concert|spectacle|événement|séance|atelier|représentation|rencontre)"
        r" (?:est |a été )?annulée?\b",
        Status.CANCELLED,
    ),
    (
        ("cancelad", "suspendid"),
        r"\b(?:evento|concierto|función|taller|actividad|espectáculo)"
        r" (?:ha sido |está |queda |fue )?(?:cancelad|suspendid)[oa]\b",
        Status.CANCELLED,
    ),
    (
        ("postponed",),
        rf"{_THIS} {_IS} postponed\b(?! (?:if|in case|unless))"
        rf"|(?:^|\n)\W{{0,4}}(?:{_HAPPENING} )?postponed\b",
        Status.POSTPONED,
    ),
    (
        ("verschoben",),
        r"\b(?:veranstaltung|konzert|termin|vorstellung)(?: [\wäöüß]{1,12}\.?){0,5} verschoben\b",
        Status.POSTPONED,
    ),
    (
        ("reporté",),
        r"\b(?:concert|spectacle|événement|séance) (?:est |a été )?reportée?\b",
        Status.POSTPONED,
    ),
    (
        ("aplazad", "pospuest"),
        r"\b(?:evento|concierto|función)(?: ha sido| fue| queda)? (?:aplazad|pospuest)[oa]\b",
        Status.POSTPONED,
    ),
)

SOLD_OUT: tuple[Row, ...] = (
    (
        ("sold out", "sold-out", "soldout"),
        rf"(?:{_EDGE}|\b(?:is|are|now|already|officially|show|event|class|tickets?|it['’]s"
        r"|completely|currently|workshop|tour|has|have) (?:now |completely |officially |already "
        r"|all )?)sold[ -]?out\b"
        r"(?! (?:last|every|in \d|previous|crowds?|shows?|arenas?|tours?|runs?|venues?|theat"
        r"|stadium|performances|concerts|season|houses?|audiences?|the |all |each|many|multiple"
        r"|several|quick|fast|within))"
        rf"|\bsold[ -]?out[!*]{{0,4}}{_END}",
        "",
    ),
    (
        ("fully booked", "booked out", "booked up"),
        r"(?:\b(?:is|are|now|currently|event|class|tour)|:|-|^|\n) ?"
        r"(?:fully booked|booked (?:out|up))\b",
        "",
    ),
    (
        ("is full", "now full", "are full", "already full"),
        r"\b(?:class|event|workshop|tour|session|program|retreat|camp|registration|trip|walk"
        r"|course) (?:is|are) (?:now |currently |already )?full\b(?! of)",
        "",
    ),
    (
        ("no tickets", "no more tickets", "no spots", "no spaces", "no more"),
        r"\bno (?:more )?(?:tickets|spots|spaces|places) (?:left|remaining|available|remain)\b",
        "",
    ),
    (
        ("waitlist only", "waiting list only", "at capacity", "at full capacity"),
        r"\bwait(?:ing )?list only\b|\b(?:event|class|show|workshop|program|we|tour|is|are|now)"
        r"(?: is| are| now| already)? at (?:full )?capacity\b",
        "",
    ),
    (
        (
            "keine karten",
            "keine tickets",
            "keine plätze",
            "plus de place",
            "no quedan",
            "plus aucune place",
        ),
        r"\bkeine (?:karten|tickets|plätze) mehr\b|\bplus (?:de|aucune) places?\b(?! de parking)"
        r"|\bno quedan (?:entradas|plazas|localidades|boletos)\b",
        "",
    ),
    (("ausverkauft", "ausgebucht"), r"\b(?:ausverkauft|ausgebucht)\b", ""),
    (
        ("complet",),
        r"(?:^|[\n\[(*|–—-]\s{0,2})\*{0,2}complet\b\s{0,2}(?:$|[\n)\]*!:|–—-])"
        r"|\b(?:séance|concert|spectacle|atelier|stage) (?:est )?compl(?:et|ète)\b\s{0,2}"
        r"(?:$|[!.\n])"
        r"|affiche complet",
        "",
    ),
    (
        ("agotad", "esgotad"),
        r"\b(?:entradas?|localidades|boletos|plazas|cupos?) (?:est[áa]n? )?agotad[oa]s?\b"
        r"|(?:^|[\n\[(|–-]\s?)agotad[oa]s?\b|\besgotad[oa]\b",
        "",
    ),
    (
        ("esaurit", "uitverkocht", "slutsål", "udsolgt", "utsolgt", "wyprzedan"),
        r"\b(?:tutto esaurito|uitverkocht|slutsål[dt]|udsolgt|utsolgt|wyprzedan[eay])\b",
        "",
    ),
)

# "If it rains the walk is cancelled" says nothing of today. Looked for just before a match.
CONDITION = (
    r"\b(?:if|unless|when|in case|in the event|should|may|might|can|could|must|would|rain or"
    r"|whenever|once|until|before|tends? to|often|usually|always|never|not|isn['’]t|aren['’]t"
    r"|nearly|almost|last year|previous(?:ly)?|wenn|falls|bei (?:regen|schlechtem?|sturm"
    r"|gewitter|unwetter)|en caso? de|nicht|fast|si|presque|cuando|casi)"
    r"\b[^.!?\n]{0,60}$"
)

HYBRID: tuple[Row, ...] = (
    (
        ("hybrid",),
        r"\bhybrid(?: (?:event|meeting|format|class|program|session|talk|lecture|workshop)"
        r"|e veranstaltung)\b|[(\[]hybrid[)\]]|(?:^|: |- )hybrid\b(?=\W{0,2}$|:)",
        "hybrid",
    ),
    (
        ("in person", "in-person"),
        r"\bin[- ]person (?:and|&|or|\+|/|and also|as well as) (?:(?:live )?"
        r"(?:online|virtual(?:ly)?|(?:on |via )?zoom|livestream(?:ed)?|streaming))"
        r"|\b(?:online|virtual(?:ly)?|(?:via |on )?zoom) (?:and|&|or|\+|/) in[- ]person\b",
        "hybrid",
    ),
    (
        ("présentiel", "presencial", "präsenz"),
        r"\bprésentiel (?:et|ou) (?:en ligne|à distance)"
        r"|\bpresencial (?:y|o) (?:en línea|online|virtual)|\bpräsenz und online\b",
        "hybrid",
    ),
)
_REMOTE_TITLE = (
    r"(?:event|class|workshop|meeting|talk|lecture|tour|webinar|session|book club|story ?time"
    r"|(?:support )?group|meetup|program|training|trivia|yoga|seminar)\b"
)
ONLINE_TITLE: tuple[Row, ...] = (
    (
        ("online", "virtual", "zoom", "webinar", "livestream"),
        r"[(\[](?:online|virtual|(?:via |on )?zoom|webinar|livestream)(?: only)?[)\]]"
        r"|^\W{0,3}(?:online|virtual|zoom|livestream)(?:\W{0,3}[:|–—-]"
        rf"| {_REMOTE_TITLE})|\b(?:via|on|over) zoom\b"
        r"|[-–—|:]\s?(?:online|virtual|zoom)(?: only)?\W{0,2}$|\bwebinar\b"
        rf"|\b(?:online|virtual) {_REMOTE_TITLE}",
        "online",
    ),
    (("en ligne", "en línea", "en linea"), r"\ben (?:ligne|l[íi]nea)\b", "online"),
)
ONLINE_PLACE: tuple[Row, ...] = (
    (
        ("online", "virtual", "zoom", "webinar", "meet.google", "teams", "webex", "gotomeet",
         "en ligne", "línea", "livestream", "remote", "internet", "google meet"),
        r"^\W{0,3}(?:online|virtual|zoom|webinar|en ligne|en l[íi]nea|remote|internet|livestream"
        r"|google meet|microsoft teams)\b(?! (?:and|&|or|reality|arcade|golf|cafe|café) )"
        r"|zoom\.us/|meet\.google\.com/|teams\.(?:microsoft|live)\.com/|webex\.com/|gotomeet"
        r"|\b(?:via|on) zoom\b|\bonline event\b",
        "online",
    ),
)  # fmt: skip
_REMOTELY = r"(?:online|virtual(?:ly)?|(?:on|via|over) zoom)"
ONLINE_TEXT: tuple[Row, ...] = (
    (
        ("zoom", "online", "virtual"),
        r"\b(?:this|the) (?:[\w-]{1,12} ){0,2}(?:event|class|meeting|workshop|session|program|talk"
        r"|webinar|group|lecture|presentation|training) (?:is|will be|takes place|will take place"
        r"|meets|is held|will be held|is being held) (?:held )?(?:entirely |fully |only )?"
        rf"{_REMOTELY}\b"
        r"|\bthis is an? (?:free )?(?:online|virtual|zoom)(?:-only| only)? (?:event|class|meeting"
        r"|workshop|session|program|webinar|talk)"
        rf"|\bjoin (?:us )?(?:live )?{_REMOTELY}\b(?! or in)"
        rf"|\b(?:held|takes place|meets?|offered|presented) (?:live )?{_REMOTELY}\b"
        r"|\bjoin (?:the |this |our )?zoom meeting\b"
        r"|\b(?:location|where|venue|ort|lieu|lugar): ?(?:online|zoom|virtual|via zoom|en ligne"
        r"|en l[íi]nea)\b|\bonline[- ](?:veranstaltung|seminar|vortrag)\b",
        "online",
    ),
)

_YEARS_OLD = r"(?: ?(?:years?|yrs?|y/?o)(?:[ -](?:old|of age))?)?"
# What is counted where "12+" is no age.
_COUNTED = (
    r"(?! (?:years? (?:of|in|as)|[a-z]{0,12} ?(?:vendors?|artists?|bands?|people|venues?|local"
    r"|booths|beers?|hours?|min|minutes|acres|cars|exhibit|states|countries|breweries|wineries"
    r"|games|rides|shops|stores|food|craft|varieties|speakers|members|kids|children|students"
    r"|performers|events|songs|dishes|films|locations|items|percent|guests|restaurants|species"
    r"|tables|brewers|boats|dogs|teams|wines|musicians|makers|businesses|organizations|dancers"
    r"|sessions|workshops|classes|reasons|trucks|attendees|participants|seats|awards|miles?"
    r"|stalls|acts|different|years|tents|exhibitors|merchants|stations|volunteers|recipes|works"
    r"|pieces)))"
)
# "$5 youth 6 to 12" and "seniors 62+" say who pays less, not who may come. Looked for before.
REDUCED_PRICE = (
    r"(?:[$€£] ?[\d.,]{1,7}(?: each)?(?: for| per|/)?|\b(?:seniors?|students?|adults?|members)"
    r"(?: age[sd]?)?)[\W]{0,3}(?:youth|children|kids|seniors?|students?|ages?)?\W{0,3}$"
)
AGES: tuple[Row, ...] = (
    (
        ("all ages", "all-ages", "altersgruppen", "tous âges", "tout public", "las edades",
         "todo público"),
        r"\ball[- ]ages\b(?! (?:are )?(?:\d|under|over))|alle altersgruppen|tous âges|tout public"
        r"|todas las edades|todo público",
        "all",
    ),
    (
        ("+",),
        r"(?<![\d.,$€£+/-])(?P<low>\d{1,2}) ?(?:years?|yrs?|ans|años|jahre)?\\?\+"
        r"(?=\s|$|[.,;!)\]|*:•–—-])" + _COUNTED,
        "low",
    ),
    (
        (" and over", " and older", " and up", " and above", " or older", " or over", " or above",
         "& over", "& older", "& up", "yrs +"),
        rf"\b(?:ages?:? )?(?P<low>\d{{1,2}}){_YEARS_OLD} ?(?:and|&|or|\+) "
        r"(?:over|older|up|above)\b(?! (?:the|a|to|my|your)\b)",
        "low",
    ),
    (
        ("ages ", "ages:", "aged ", "age ", "age:", "kids ", "children ", "teens ", "youth "),
        r"\b(?:ages?|aged|kids|children|teens|youth)\)?:? {0,2}\(?(?:ages? )?"
        r"(?P<low>\d{1,2}) ?(?:-|–|—|to|through|and) ?(?P<high>\d{1,2})\b(?! ?(?:[ap]\.?m|:\d|\+))",
        "range",
    ),
    (
        ("years old", "year old", "year-old", "years-old", "yrs old", "jahre"),
        r"\b(?P<low>\d{1,2}) ?(?:-|–|—|to|bis) ?(?P<high>\d{1,2})[ -]"
        r"(?:(?:years?|yrs?)[ -]olds?|jahren?)\b",
        "range",
    ),
    (
        ("no one under", "nobody under", "no minors", "no persons", "no one younger"),
        r"\b(?:no one|nobody|no minors|no persons) (?:under|younger than) (?P<low>\d{1,2})\b",
        "low",
    ),
    (
        ("must be",),
        r"\bmust be (?:at least )?(?P<low>\d{1,2})\b"
        r"(?! ?(?:inches|feet|minutes|\"|'|%|percent|lbs))",
        "low",
    ),
    (
        ("ab ", "fsk", "usk"),
        r"\b(?:(?:kinder|jugendliche) ab|ab) (?P<low>\d{1,2}) ?(?:jahren?\b|j\b)"
        r"|\b[fu]sk (?:ab )?(?P<low2>\d{1,2})\b",
        "low",
    ),
    (
        ("ab ",),
        r"(?:^|[\n(•|,–-]\s{0,2}|\bfreigegeben )ab (?P<low>6|8|10|12|14|16|18)"
        r"(?=\s{0,2}(?:$|[\n)!|•–]|\.(?!\d)))",
        "low",
    ),
    (
        ("+1", "+2"),
        r"(?:^|[\s(\[])\+(?P<low>1[2-8]|21)(?=\s{0,2}(?:$|[\n).,!|\]]|años))",
        "low",
    ),
    (
        ("mindestalter", "minimum age", "min. age", "min age", "age restriction", "edad mínima",
         "âge minimum", "age limit"),
        r"\b(?:mindestalter|minimum age|min\.? age|age (?:restriction|limit)|edad mínima"
        r"|âge minimum)(?: is)? ?:? ?(?P<low>\d{1,2})\b",
        "low",
    ),
    (
        ("over 18", "over-18", "over 21", "over-21", "over 16", "over 14", "under 18s",
         "under-18s", "u18", "under 21s"),
        r"\b(?:strictly )?over[ -](?P<low>14|16|18|21)['’]?s\b"
        r"|\bno under[ -](?P<low2>1\d|21)['’]?s\b",
        "low",
    ),
    (
        ("adults only", "adults-only", "adult-only", "nur für erwachsene", "solo adultos"),
        r"\badults?[ -]only\b(?! (?:swim|hour|section|area))|nur für erwachsene|solo adultos",
        "adults",
    ),
    (
        (" ans", " años"),
        r"\b(?:de )?(?P<low>\d{1,2}) ?(?:-|–|à|a) ?(?P<high>\d{1,2}) (?:ans|años)\b",
        "range",
    ),
    (
        ("en adelante", "et plus"),
        r"\b(?P<low>\d{1,2}) (?:años en adelante|ans et plus)",
        "low",
    ),
    (
        ("dès ", "à partir", "interdit aux"),
        r"\b(?:dès|à partir de) (?P<low>\d{1,2}) ans\b|\binterdit aux moins de (?P<low2>\d{1,2})\b",
        "low",
    ),
    (
        ("mayores de", "a partir de", "desde los"),
        r"\b(?:mayores de|a partir de(?: los)?|desde los) (?P<low>\d{1,2})"
        r"(?: años|\b(?=[.,)\n]|$))",
        "low",
    ),
)  # fmt: skip

_CLOCK = (
    r"(?P<hour{0}>\d{{1,2}})(?:[:.h](?P<minute{0}>[0-5]\d))?"
    r"(?:\s?(?P<half{0}>[ap])\.?m?\.?(?![a-z]))?(?! ?(?:hours?|hrs?|min|prizes?|days|weeks))"
)
DOORS: tuple[Row, ...] = (
    (
        ("door", "gates"),
        r"\b(?:doors?|gates)(?: will)?(?: open(?:s|ing)?)?(?: up)?"
        r"(?: (?:are|is|time))?(?: (?:at|@))?"
        r"\s?[:@–-]?\s?" + _CLOCK.format("") + r"\b"
        r"|(?<![\d:.$€£])" + _CLOCK.format("2") + r"\s?(?:-|–|—|:)?\s?(?:is )?doors?\b"
        r"(?! prize|\s?(?:open\w{0,3}|are)?(?: at| @)?\s?[:@–-]?\s?\d)",
        "doors",
    ),
    (
        ("einlass", "türöffnung", "saalöffnung"),
        r"\b(?:(?:saal)?einlass|türöffnung|saalöffnung)(?: ist)?(?: ab| um)?\s?:?\s?"
        + _CLOCK.format(""),
        "doors",
    ),
    (("portes",), r"\b(?:ouverture des )?portes(?: à)?\s?:?\s?" + _CLOCK.format(""), "doors"),
    (
        ("puertas",),
        r"\b(?:apertura de )?puertas(?: abren)?(?: a las)?\s?:?\s?" + _CLOCK.format(""),
        "doors",
    ),
)
