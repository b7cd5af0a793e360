"""The words in which people write about their taste, English and German, as tables.

Phrases are matched at the start of words, without case; a table's order does not matter.
"""

# ruff: noqa: E501 - a pattern reads better on one line.

from typing import Final

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

DAYS: Final[dict[str, frozenset[int]]] = {
    **dict.fromkeys(("monday", "mondays", "montag", "montags", "montage"), frozenset({MONDAY})),
    **dict.fromkeys(("tuesday", "tuesdays", "dienstag", "dienstags"), frozenset({TUESDAY})),
    **dict.fromkeys(("wednesday", "wednesdays", "mittwoch", "mittwochs"), frozenset({WEDNESDAY})),
    **dict.fromkeys(("thursday", "thursdays", "donnerstag", "donnerstags"), frozenset({THURSDAY})),
    **dict.fromkeys(("friday", "fridays", "freitag", "freitags"), frozenset({FRIDAY})),
    **dict.fromkeys(
        ("saturday", "saturdays", "samstag", "samstags", "sonnabend", "sonnabends"),
        frozenset({SATURDAY}),
    ),
    **dict.fromkeys(("sunday", "sundays", "sonntag", "sonntags"), frozenset({SUNDAY})),
    **dict.fromkeys(
        ("weekend", "weekends", "wochenende", "wochenenden", "wochenends"),
        frozenset({SATURDAY, SUNDAY}),
    ),
    **dict.fromkeys(
        (
            *("weekday", "weekdays", "workday", "workdays", "week days", "weeknight"),
            *("weeknights", "during the week", "werktags"),
            *("werktagen", "werktag", "wochentags", "unter der woche", "in der woche"),
        ),
        frozenset({MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY}),
    ),
    **dict.fromkeys(
        ("school night", "school nights"),
        frozenset({SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY}),
    ),
}

PARTS: Final[dict[str, tuple[int, int]]] = {
    **dict.fromkeys(("early morning", "early mornings", "early in the morning"), (5, 9)),
    **dict.fromkeys(("frühmorgens", "am frühen morgen"), (5, 9)),
    **dict.fromkeys(("morning", "mornings", "morgens", "vormittag", "vormittags"), (5, 12)),
    **dict.fromkeys(("matinee", "matinees", "matineen", "lunchtime", "mittags"), (10, 15)),
    **dict.fromkeys(("afternoon", "afternoons", "nachmittag", "nachmittags"), (12, 17)),
    **dict.fromkeys(("evening", "evenings", "abend", "abends"), (17, 23)),
    **dict.fromkeys(("night", "nights", "nachts"), (18, 28)),
    **dict.fromkeys(("late night", "late nights", "late at night", "spätabends"), (22, 29)),
    **dict.fromkeys(("daytime", "during the day", "tagsüber"), (7, 17)),
}
"""The hours in which an event begins, end exclusive; from 24 on they are the next day's."""

NUMBERS: Final = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "ten": "10",
    "eight": "8",
    "nine": "9",
    "eleven": "11",
    "twelve": "12",
    "fifteen": "15",
    "twenty": "20",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "hundred": "100",
    "zwei": "2",
    "drei": "3",
    "fünf": "5",
    "zehn": "10",
    "fünfzehn": "15",
    "zwanzig": "20",
    "dreißig": "30",
    "vierzig": "40",
    "fünfzig": "50",
    "hundert": "100",
}

AT_PLACES: Final = frozenset({"clubs", "drinking"})
"""Topics that the name of a place may give away."""

HOSTS: Final = {
    "religion": r"\b(?:church(?! (?:street|st|road|lane|hill)\b)|chapel|parish|ministr(?:y|ies)|diocese|synagogue|mosque|kirchen?)\b"
    r"|gemeinde\b"
}
"""What the name of an organiser says whose events are mostly about the topic."""

TOPICS: Final[tuple[tuple[str, str, str], ...]] = (
    # (name, how people call it, what events of it say in their title or categories)
    (
        "clubs",
        r"(night ?)?club(s|bing| nights?)?|discos?|raves?|techno part(y|ies)|nightlife|nachtleben|diskos?|clubn(a|ä)chte",
        r"night ?club|clubbing|(?:^|\b(?:a|the|our|big|house|dance|latin|friday"
        r"|saturday) )club ?nights?\b|^clubs?$|^(?:the )?club (?!meet|run|ride|day)\w+$|nightlife|\btechno\b|\braves?\b"
        r"|(?<!baby )(?<!roller )(?<!kids )(?<!family )\bdisco(thek)?s?\b|\bdjs?\b|dance ?floor"
        r"|^house( music)?$|^drum ?(?:and|&|n) ?bass$|resident (?:dj|night)s?\b",
    ),
    (
        "jazz",
        r"jazz( ?music| ?musik| ?clubs?| concerts?|konzerte?)?",
        r"\bjazz|bebop|big ?band|\bswing\b",
    ),
    (
        "classical music",
        r"classical( music| concerts?)?|klassik|klassische( musik| konzerte)?|symphon(y|ies)|orchestra|orchester|chamber music|kammermusik",
        r"\bclassical\b|klassik|symphon|sinfoni|philharmoni|\borchest|chamber (?:music|orchestra)"
        r"|kammermusik|string quartet|streichquartett|\brecital",
    ),
    (
        "opera",
        r"operas?|opern?|operetten?",
        r"\bopera(?:s|tic)?\b|\boper(?:n|ette)?\b",
    ),
    (
        "rock",
        r"rock (and|&|n|'n') roll|rock( music| concerts?|konzerte?)?|metal|punk|indie( rock)?",
        r"\brock\b(?! pool| climb)|\bmetal\b|\bpunk|\bindie\b|grunge",
    ),
    ("pop", r"pop( music| concerts?|musik)?", r"\bpop\b"),
    (
        "folk music",
        r"folk( music)?|volksmusik|traditional music",
        r"\bfolk\b|\btrad(?:itional)?\b|ceilidh|\bfado\b",
    ),
    (
        "electronic music",
        r"electronic( music)?|electro|techno|house( music)?|drum ?(and|&|n|'n') ?bass|elektro(nische musik)?",
        r"\belectro(?:nic|nica)?\b|\btechno\b|\bhouse music\b|^house$|\bdjs?\b|\bambient\b|\bsynth"
        r"|drum ?(?:and|&|n) ?bass",
    ),
    ("hip-hop", r"hip ?-?hop|rap", r"hip ?-?hop|\brap\b"),
    (
        "choirs",
        r"choirs?|choral( music)?|ch(o|ö)re|chor|singing",
        r"\bchoirs?\b|\bchoral|\bchor\b|chöre",
    ),
    (
        "concerts",
        r"concerts?|gigs?|live music|konzerte?|livemusik|music|musik",
        r"concert|konzert|\bgigs?\b|live music|livemusik|\bmusi[ck]\b|\bbands?\b",
    ),
    (
        "theatre",
        r"theat(re|er)s?|plays|drama|schauspiel|stage plays?",
        r"theat(?:re|er)|\bplays?\b(?!ground)|\bdrama\b|schauspiel",
    ),
    (
        "comedy",
        r"comedy|stand ?-?up( comedy)?|kabarett|improv",
        r"\bcomed|stand-?up\b(?! paddl)|kabarett|\bimprov(?:is|iz|\b)",
    ),
    (
        "film",
        r"films?|movies?|cinemas?|kinos?|screenings?|filme",
        r"\bfilms?\b|\bmovies?\b|cinema|\bkino|film screening",
    ),
    (
        "art",
        r"art|arts|exhibitions?|galler(y|ies)|kunst|ausstellung(en)?|museums?|museen|vernissagen?",
        r"\barts?\b(?! of)|exhibition|\bgaller(?:y|ies)\b|galerie|\bkunst|ausstellung|museum"
        r"|vernissage",
    ),
    (
        "dance",
        r"danc(e|ing)|ballet|tanz(en)?|ballett|salsa|tango",
        r"\bdanc(?:e|es|ing|er|ers)\b|ballet|\btanz|\bsalsa\b|\btango\b|\bswing\b|flamenco|milonga",
    ),
    (
        "books",
        r"books?|book clubs?|literature|readings?|poetry|bücher|literatur|lesung(en)?|poetry slams?",
        r"\bbooks?\b|literat|\breadings?\b|\bpoe(?:t|ts|try|m|ms)\b|\bbuch|bücher|lesung|\bauthors?\b",
    ),
    (
        "talks",
        r"talks?|lectures?|vortr(a|ä)ge?|vorlesungen|debates?|panels?",
        r"\btalks?\b|\blectures?\b|vortr[aä]g|\bdebates?\b|\bpanel (?:talk|discussion)",
    ),
    (
        "sports",
        r"sports?|sport(arten|veranstaltungen|events)?|matches",
        r"\bsports?\b|football|fußball|soccer|basketball|tennis|hockey|rugby|marathon|turnier",
    ),
    ("football", r"football|fu(ß|ss)ball|soccer", r"football|fu(ß|ss)ball|soccer"),
    (
        "running",
        r"running|jogging|joggen|laufen|marathons?",
        r"\b(?:fun |trail |park)?runs?\b|\brunning\b|\bjog|marathon|\blauf\b|\b[25]k\b|10k",
    ),
    (
        "hiking",
        r"hik(es?|ing)|walks?|wander(n|ungen?)|walking tours?|spazierg(a|ä)nge?",
        r"\bhik(?:e|es|ing)\b|\bwalks?\b|\bwander|spaziergang",
    ),
    (
        "yoga",
        r"yoga|pilates|meditation|wellness",
        r"\byoga|pilates|meditat|wellness|wellbeing|qigong|tai chi",
    ),
    (
        "nature",
        r"nature|natur|gardens?|gardening|birds?|gärten|garten",
        r"\bnature\b|\bnatur|\bgarden|garten|\bbirds?\b|birdwatch|vogel|wildlife|\bforest|\bwald",
    ),
    (
        "markets",
        r"markets?|flea markets?|m(a|ä)rkte?|flohm(a|ä)rkte?|trödelm(a|ä)rkte?",
        r"\bmarkets?\b|markt\b|märkte|flohmarkt|trödel|car boot",
    ),
    (
        "food",
        r"food( and drinks?)?|eating|essen|cooking|kochen|kulinarik|dinner|street food|restaurants?",
        r"\bfood\b|\bdinner|\bsupper|\bbrunch|\bcook(?:ing|ery)?\b|\bkoch|kulinar|tastings?\b|schmaus",
    ),
    (
        "drinking",
        r"(drink )?alcohol|alkohol|drink(ing)?|beer|bier|wine|wein|bars?|pubs?|kneipen?|cocktails?",
        r"\bbeers?\b|\bbier|\bwines?\b|\bwein|\bbar\b|\bpub\b|cocktail|brewery|brauerei|whisk",
    ),
    (
        "workshops",
        r"workshops?|courses?|classes|kurse?|(arts and )?crafts?|basteln|making",
        r"\bworkshops?\b|\bcourses?\b|\bclass\b|\bkurs|\bcrafts?\b(?! beer)|\bbastel",
    ),
    (
        "games",
        r"games?|board ?games?|spiele(abende?)?|brettspiele?|gaming",
        r"\bgames?\b|\bspiele?\b|spieleabend|\bpuzzles?\b",
    ),
    ("chess", r"chess( clubs?)?|schach", r"chess|schach"),
    ("quizzes", r"quiz(zes)?|pub quiz(zes)?|trivia", r"quiz|trivia"),
    ("karaoke", r"karaoke", r"karaoke"),
    (
        "festivals",
        r"festivals?|feste|straßenfeste?|street part(y|ies)",
        r"festivals?\b|(?<!mani)fest\b|\bcarnival|karneval",
    ),
    ("parties", r"part(y|ies)|feiern", r"(?<!pool )(?<!star )(?<!garden )\bpart(y|ies)\b"),
    (
        "technology",
        r"tech(nology)?|technik|programming|coding|computers?|programmieren|it",
        r"\btech\b|technolog|technik\b|\bcomput|\bprogramm(?:ing|ier)|\bcoding\b|\bcode\b|software"
        r"|\bdevelopers?\b|\bhack|\bai\b|\bmakers?\b|\brobot",
    ),
    (
        "science",
        r"science|wissenschaft|astronomy|physics",
        r"\bscien(?:ce|tif)|wissenschaft|astronom|\bphysic",
    ),
    ("history", r"history|geschichte|heritage", r"histor|geschicht|heritage"),
    (
        "business",
        r"business( networking)?|networking|startups?|gesch(a|ä)ft",
        r"\bbusiness\b|\bnetworking\b|\bstart-?ups?\b|entrepreneur",
    ),
    (
        "politics",
        r"politics|political|politik|politisch(e|es)?( veranstaltungen)?|city council|council meetings?",
        r"\bpoliti|\bcouncil\b|demonstration|\belections?\b|\bwahl|\bcommittee\b",
    ),
    (
        "religion",
        r"religion|religious( events?)?|church(es)?|kirchen?|gottesdienste?|worship|faith",
        r"\breligio|\bchurch service|gottesdienst|\bworship|\bprayer|(?<!kidical )(?<!critical )\bmass\b|\bfaith\b|\bbible"
        r"|\bparish\b|evensong|\bsermon",
    ),
    (
        "children's events",
        r"(kids?'?|child(ren)?'?s?|family|kinder|familien)( ?-?events?| things?| stuff| activities|veranstaltungen|programm| shows?)?",
        r"\bkids?\b|\bchild(?:ren)?\b|\bfamil(?:y|ies)\b(?! (?:history|tree|name|research))|\bkinder"
        r"|toddler|puppet|\bbaby\b|\bbabies\b|stor(?:y ?time|ytime)|märchen|under[- ]fives|\bfamilien",
    ),
    ("volunteering", r"volunteer(ing)?|ehrenamt|charity", r"volunteer|ehrenamt|charity|clean-?up"),
    (
        "languages",
        r"languages?|sprachen?|language exchanges?",
        r"\blanguage (?:exchange|caf|circle|class|course)|\blanguages\b|conversation circle|sprachcaf"
        r"|sprachkurs",
    ),
    (
        "outdoor events",
        r"outdoors?|open ?-?air|outside|draußen|im freien",
        r"\boutdoors?\b|open[- ]?air|\bhik(?:e|ing)|\bbeach|freien\b",
    ),
    ("online events", r"online( events?)?|virtual|webinars?|zoom", r"online|virtual|webinar|zoom"),
    ("circus", r"circus|zirkus", r"circus|zirkus"),
    ("photography", r"photograph(y|s)?|fotografie", r"photo|foto"),
)
"""Things that events are about. What no row names is looked for in its own words."""

EAGER: Final = (
    r"never miss|can'?t miss|can never resist|can'?t resist|can(no|')t get enough of"
    r"|never say no to|lasse (mir )?kein\w*( aus)?"
)
"""Love in the words of a refusal; looked for first."""

LOVE: Final = (
    r"(i )?(really |absolutely |totally )?(love|luv|adore)|(am )?(crazy|mad|passionate) about|big fan of"
    r"|huge fan of|ich liebe|liebe|am liebsten|begeistert von|favou?rites?( is| are)?|lieblings\w*"
    r"|hooked on"
)
LIKE: Final = (
    r"(i )?(really |also |do |would |'d )?(like|enjoy|prefer|want|fancy)|(i'm |i am |am )?(very |really "
    r")?(into|interested in|keen on|fond of)|(a )?fan of|looking for|more( of)?|lieber|(ich )?mag"
    r"|m(o|ö)chte|gerne?|interessiere? mich (auch |sehr )?f(ü|u)r|interessiert an|mehr|bevorzuge?"
    r"|(is|are|ist|sind) (fine|ok|okay|all right)|passt|passen|(would be|sounds?|is always|are always) (lovely|nice|great|good|fun|welcome)"
    r"|(always )?up for|interessier\w* mich|(habe|hab) ich (immer )?(zeit|frei)|(zeit|frei) (habe|hab) ich"
    r"|usually|mostly|meistens?|preferably|vorzugsweise|ideally|happy with|good at"
)
DISLIKE: Final = (
    r"(leaves?|lässt|lassen) (me|mich) (cold|kalt)|(is|are|ist|sind) (so |really |just |too )?(boring|dull|langweilig)|bores? me( to tears)?|langweil(t|en) mich|eher nicht( so)?"
    r"|(is|are) not (really )?for me|could(n't| not) care less about|mag ich (gar |überhaupt )?nicht( so)?|(i )?(really )?(dislike)|(i )?(don'?t|do not|doesn'?t|never) (really |much )?(like|enjoy|care for)"
    r"|(i'm |i am |am )?not (really |very |so )?(into|keen on|interested in|fond of)|not (a |much of a |"
    r"really a )?fan of|ungern|(ich )?mag (keine?n?|nicht( so)?)|less( of)?|fewer|weniger|enough of|done with|genug von|bored? (by|of)"
    r"|tired of|not (my|our) thing|nicht (mein|so mein)|find \w+ boring|kein(e)? fan von"
    r"|interessiere? mich (gar |überhaupt )?nicht f(ü|u)r"
)
UNWILLING: Final = r"don'?t|do not|doesn'?t|does not"
"""Looked for last: what one does not do one does not seek."""

HATE: Final = (
    r"((is|are|ist|sind) )?((my|a|ein|mein) )?(idea of hell|nightmares?|albtr(a|ä)um\w*|horror for me)|can'?t bear|cannot bear|allergic to|sick of"
    r"|(sind|ist) mir (ein gräuel|zuwider)|kann \w+ nicht (ausstehen|leiden)|(i )?(really |absolutely )?(hate|detest|loathe|can'?t stand|cannot stand)|(ich )?hasse"
)
RARELY: Final = (
    r"rarely|seldom|hardly( ever)?|not (so |very |too )?often|not (so |too )?much|not so many"
    r"|selten|kaum|nicht so oft|nicht oft|nicht so gern|(are |is )?(bad|difficult)( for me)?|schlecht"
    r"|schwierig|not( an?)?(?= (\w+ )?person)"
)
NEVER: Final = (
    r"never|nope|nein|nee|kann ich (leider )?nicht|kann ich nie|no|not|nothing|none|without|avoid|skip|nie(mals)?|keine?[nrs]?|nicht|nichts|ohne"
    r"|(please )?(don'?t|do not) (show|want|suggest|recommend)( me)?( any)?|won'?t go to|anything but"
    r"|can'?t (do|make|go)( on)?|kann nicht|hide|leave out|exclude|vermeide|stop( showing)?( me)?( any)?|ban|block|rather not"
    r"|i (have to |always |usually )?work|i'?m (busy|working|away)|(are|is) (busy|taken|booked)"
    r"|ich arbeite|arbeite ich|(habe ich|ich habe) keine zeit|bin ich (weg|nicht da)"
)
ONLY: Final = r"only|just|exclusively|nothing but|nur|ausschlie(ß|ss)lich|always|immer|must be"

VAGUE: Final = frozenset(
    "crowds long short hours minutes lang stunden minuten deaf blind taub gehörlos "
    "small big large little intimate cosy cozy quiet loud crowded nice good great cool fun new "
    "menschenmassen queues queue schlangen rain regen longer länger loud lauter lauten late early fine best better bad short-notice last-minute friendly relaxed fancy weird "
    "public summer winter spring autumn holidays holiday january february april june july august september "
    "october november december sommer winter frühling herbst ferien feiertage feiertagen januar februar "
    "märz juni juli oktober dezember "
    "interesting local klein kleine kleinen groß große großen gemütlich gemütliche laut laute leise "
    "ruhig ruhige schön schöne gut gute neu neue lokal lokale".split()
)
"""Words about events that EventPal can't tell of any."""

FILLER: Final = frozenset(
    "i i'm im i'd me my we our us you am is are be was a an the to at in on of for with and or but so "
    "as it that this these those there very really quite too also please some any much many most all "
    "go going goes come see do doing have has having get like want things thing stuff events event "
    "venues venue places place concerts? shows show nights out time times something anything "
    "everything which who what when than ich mich mir mein meine wir uns unser es ist sind bin war "
    "ein eine einen einem einer der die das den dem des zu zum zur an am im in auf von vom für mit "
    "und oder aber sehr auch bitte etwas alles viel viele gehe gehen geht komme haben habe hat mag "
    "gern gerne veranstaltung veranstaltungen orte ort läden sachen dinge dass wenn als bei "
    "ticket tickets entry admission eintritt again tops within especially particularly besonders "
    "ins bevorzugt spätestens yes ja person people leute rather just often sometimes manchmal never "
    "ones one one's use uses every everywhere everyday kind kinds sort sorts try trying learn learning "
    "afford can't cannot thanks thank thx danke can kann können könnte zeit frei sitze sitzen year years "
    "keep would them day days okay erst reach won't fahre fahren unterwegs girlfriend boyfriend wife husband partner loves likes retired quarter viertel finish work fürs "
    "starts start starting started begins begin beginning beginnt beginnen anfängt anfangen los losgeht "
    "always immer soon later while because since weil da denn though regular regularly again near nahe "
    "he she they it's its that's there's let's lets us per pro each allem aller "
    "über person up from about around into out aus bei nach only nur".split()
)
