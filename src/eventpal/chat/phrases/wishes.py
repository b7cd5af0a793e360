"""The tables behind ``reading``: how people say what they want, English and German, folded."""

import re

from eventpal.chat.dates.words import NUMBERS
from eventpal.chat.intent import Company, Format, Sort

NUMBER = r"(?:\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_MONEY = r"(?:€|\$|£|euros?|eur|pounds?|quid|bucks?|dollars?|usd|gbp)"
_LIMIT = (
    r"(?:under|below|<|sub|less than|max(?:imum)?(?: of)?|up to|at most|no more than|not more than"
    r"|cheaper than|unter|hochstens|maximal|weniger als|budget (?:of|is|:)|budget"
    r"|(?:my |our |a |the )?limit(?: of| is|:))"
)

_MOST = (
    r"(?:or (?:less|under|below)|max(?:imum)?|tops|budget|at (?:the )?(?:very )?most"
    r"|(?:is|are|would be|'s) +(?:(?:really|about) )?(?:my|our|the|his|her|their) +"
    r"(?:absolute |upper |very )?(?:limit|max(?:imum)?|budget|ceiling|most)"
    r"(?: (?:i|we)(?:'ll| will| can|'d| would)? (?:spend|pay|afford|manage))?)"
)
"""How a sum is said to be the most."""

_SPELT = "|".join(
    sorted((word for word, value in NUMBERS.items() if value >= 5), key=len, reverse=True)
)
SPELT_MONEY = re.compile(
    rf"\b({_SPELT})(?=[ -]?{_MONEY}(?!\w))|(?<=less than )({_SPELT})\b(?=$| ?[,.?!])"
    rf"|(?<=(?:under|below|unter) )({_SPELT})\b(?=$| ?[,.?!]| (?:a|per|each|or|on|for|this)\b)"
)
"""A sum in words."""

PRICES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), value)
    for pattern, value in (
        (
            rf"(?<!\w){_LIMIT} ?(?:about |around |von )?{_MONEY}? ?(\d{{1,4}})(?:[.,]\d\d)?(?!\d)"
            rf"(?! ?(?:km|kilo|m\b|met(?:re|er)s?\b|mi\b|miles|min|people|year|jahr|days"
            rf"|weeks|hours|st\b|%))"
            rf" ?{_MONEY}?(?: each| a head| per person| pro person| entry| or less)?",
            "under",
        ),
        (
            rf"(?<!\w){_MONEY}? ?\d{{1,4}} ?(?:-|to|and|bis|und|or) ?{_MONEY} ?(\d{{1,4}})(?!\w)"
            rf"|(?<!\w)\d{{1,4}} ?(?:-|to|and|bis|und|or) ?(\d{{1,4}}) ?{_MONEY}(?!\w)",
            "under",
        ),
        (rf"(?<!\w){_MONEY} ?(\d{{1,4}}) ?{_MOST}", "under"),
        (rf"(?<!\w)(\d{{1,4}}) ?{_MONEY}(?!\w)(?: ?{_MOST}\b)?", "under"),
        (r"(?<!\w)(\d{1,4}) (?:or less|or under|or below|max(?:imum)?|tops|at most)\b", "under"),
        (
            rf"\b(?:spend|spending|pay|ausgeben)(?: (?:more than|over|about|up to|at most))?"
            rf" {_MONEY}? ?(\d{{1,4}})\b",
            "under",
        ),
        (rf"(?<!\w){_MONEY}? ?(\d{{1,4}}) (?:to spend|in my (?:pocket|wallet))", "under"),
        (rf"(?<!\w)bis (?:zu )?(\d{{1,4}}) ?{_MONEY}", "under"),
        (rf"(?<!\w)(?:for|with|have(?: only)?|only) {_MONEY} ?(\d{{1,4}})", "under"),
        (r"(?<!\w)[€$£] ?(\d{1,4})(?:[.,]\d\d)?(?![\w.,]*\d)", "under"),
        (r"\b(?:for |under |only (?:got )?)?(?:a |one )?tenner\b", "under 10"),
        (r"\b(?:for |under |only (?:got )?)?(?:a |one )?fiver\b", "under 5"),
        (
            r"\b(?:(?:must|has to|have to|should|needs? to) be free|(?:doesn't|don't|does not"
            r"|do not|won't|mustn't|must not|shouldn't|can't|cannot)"
            r" cost (?:me |us )?(?:a |any)(?:thing|penny|cent|dime|bean|money)|(?:without|with no"
            r"|no|zero)"
            r" (?:an? |any )?(?:entrance|entry|admission|cover)(?: fee| charge| price| cost)?s?"
            r"|(?:zero|no) (?:budget|cash|funds)(?: left| at all)?|(?:at |with )?no (?:charge"
            r"|fee)s?"
            r"|kostet nichts|keinen eintritt|for free|free of charge|for nothing|no cost"
            r"|costs? nothing|gratis"
            r"|kostenlose?[nrs]?"
            r"|umsonst|kostenfrei|ohne eintritt|(?:ich bin|wir sind|bin) pleite|costs? (?:nowt"
            r"|nil|zero)"
            r"|pay what you (?:can|want|like|feel|wish)|without paying|freier eintritt|(?:i'?m "
            r"|am )?(?:broke|skint)"
            r"|eintritt frei|no (?:entry|entrance) fee|does(?:n't| not) cost (?:anything|a thing)"
            r"|don't (?:want to )?(?:pay|cost)(?: anything)?|no money|nichts kosten?|nix kosten?"
            r"|no cover(?: charge)?|free (?:entry|entrance|admission)|without (?:a )?(?:cover"
            r"|entry fee)"
            r"|(?:don't|do not|won't|not) (?:want to |wanna |have to )?spend (?:any(?:thing|"
            r" money)?"
            r"|a (?:penny|cent|dime))|without spending(?: any(?:thing| money))?|penniless"
            r"|complimentary"
            r"|kein geld(?: ausgeben)?|fur lau|zero cost|freebies?|nichts kostet|nix kostet)\b",
            "free",
        ),
        (
            r"(?<!i'm )(?<!i am )(?<!we're )(?<!we are )(?<!you )(?<!am )(?<!be )(?<!have )"
            r"(?<!feel )(?<!my )(?<![a-z]-)(?<!step )(?<!alcohol )(?<!gluten )(?<!dairy )"
            r"(?<!smoke )"
            r"(?<!sugar )(?<!child )(?<!meat )"
            r"\bfree\b(?! (?:time|evening|day|afternoon|morning|form|style|weekend))",
            "free",
        ),
        (r"\b(?:cheaper|less expensive|gunstiger\w*|billiger\w*|preiswerter\w*)\b", "cheaper"),
        (
            r"\b(?:cheap(?:ish)?(?! ?est)|inexpensive|gunstige?[nrs]?|billige?[nrs]?|low[- ]cost"
            r"|affordable"
            r"|on (?:a|the) (?:(?:tight |shoestring |low )?budget|shoestring)|preiswerte?[nrs]?"
            r"|budget[- ]friendly"
            r"|nicht (?:so |zu )?teuer"
            r"|(?:not|isn't|nothing) (?:too |very |so |that )?(?:expensive|pricey|dear)"
            r"|reasonably[- ]priced|cheap and cheerful|(?:easy|light|gentle"
            r"|kind) on the (?:wallet|purse|pocket)|bargains?"
            r"|student(?:[- ]friendly)? prices?|(?:won't|doesn't|don't|not) cost (?:the earth"
            r"|a fortune"
            r"|an arm and a leg|a bomb|much|a lot|too much)|wenig geld|kleines budget|(?:small"
            r"|low|student) budget"
            r"|(?:won't|doesn't|not|without) (?:break(?:ing)?|bread) the bank"
            r"|doesn't cost (?:much|a lot)|kleines geld)\b",
            "cheap",
        ),
    )
)

BESIDE_MONEY = re.compile(rf" ?{_MONEY}(?!\w)")
OF_MONEY = re.compile(r"\b(?:limit|budget|max(?:imum)?|prices?|tickets?|costs?|entry) *$")
"""What makes a number before it, or behind it, a sum."""

_AGE = (
    r"(?:\d{1,2}|"
    + "|".join(
        word for word in sorted(NUMBERS, key=len, reverse=True) if len(word) > 2 and " " not in word
    )
    + r")"
)
_GROWING = "|".join(
    word for word, number in NUMBERS.items() if 10 < number < 100 and " " not in word
)
_CHILD = (
    r"(?:kids?|child(?:ren)?|sons?|daughters?|girls?|boys?|nieces?|nephews?|bairns?|wee ones?"
    r"|twins|zwillinge[n]?|grand(?:kids?|children"
    r"|child|sons?|daughters?)|kind(?:er)?|tochter|sohn|enkel\w*|twins|zwillinge)"
)
_YEARS = r"(?:-| )?(?:year|yr|jahr)(?:s|e|en)?(?:-| )?(?:olds?|alte?[nrs]?)?"
AGES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_CHILD}(?: ?[,:(]| (?:is|are|who(?: is|'s| are)|aged?|of|ist|sind|wird|der|die|turns?"
        rf"|turning|von|ab))*(?: (?:nearly|only|just|almost|now|about|around|fast|erst|gerade"
        rf"|schon))*"
        rf" ?\(?({_AGE})\b(?: ?(?:,|and|und|&|\+) ?{_AGE})*(?! ?(?:pm|am|uhr|o'clock|of|things"
        rf"|events?"
        rf"|ideas|km|miles|min|{_MONEY}|st\b|nd\b|rd\b|th\b|:\d|und alter))",
        rf"\b(?:are|is|am|i'm|'re|sind|ist|bin)(?: all| both| alle)? (?:over|uber) ({_AGE})\b",
        rf"\b(?:turns|turning|turned|wird|will be|she'll be|he'll be) ({_AGE})\b(?= ?(?:$|[,.?!]| "
        r"(?:on|this|next|tomorrow|today|soon|and|so|what|jahre)))",
        rf"\((?:aged? |both |ages )?({_AGE})(?!/[23])(?: ?(?:,|and|und|&|\+|/) ?(?:a )?{_AGE})*\)",
        rf"\b(?:they|she|he|who)(?:'s|'re| is| are) (?:only |just |nearly |almost |now )?({_AGE})"
        rf"(?: ?(?:,|and|und|&) ?{_AGE})*\b(?= |$|[,.?!])"
        rf"(?! ?(?:pm|am|events?|things|of|or|min|km|miles|o'clock|hours))",
        rf"\b(?:i'?m|i am)(?: only| just| nearly| almost)? ({_GROWING})\b(?! ?(?:min|km|miles|of|or"
        rf"|hours|weeks|days|months|{_MONEY}))",
        r"\b(?:i'?m|i am|ich bin|we'?re|we are|wir sind)(?: only| just| both)? (\d\d)\b"
        r"(?! ?(?:min|km|miles|€|%|uhr|euro|hours|st\b))",
        rf"\b(?:aged?|ages|the ages of) (?:between |from |of )?({_AGE})(?: ?(?:,|and|to|-|&|und"
        rf"|bis) ?{_AGE})*\b",
        rf"\b(?:grand)?(?:kids|children|sons|daughters|kinder|enkel) \(?({_AGE})(?:,| and| und|\))",
        rf"\b({_AGE})(?:-| )?(?:and|und|&|-|to|bis|or)(?: a| an)? ?{_AGE}{_YEARS}\b",
        rf"\b({_AGE})(?:-| )?(?:year|yr)s?(?:-| )olds?\b",
        rf"\b({_AGE})(?:-| )?jahrige[nrs]?\b|\b({_AGE}) jahre alt\b",
        r"\b(\d{1,2}) ?(?:yo|y/o|yos|yr old|yrs old)\b",
        rf"\b(?:aged?|who is|who's|turning|is|are) ({_AGE})\b(?= |$|[,.?!])(?! (?:pm|am|events?"
        rf"|things|of|or|guys|girls|women|men|friends|people|adults|couples|families|more"
        rf"|mates|ladies"
        rf"|lads))",
        rf"\b(?:kids?|children|kinder|son|daughter|tochter|sohn|girl|boy|niece|nephew)"
        rf" ?(?:of|aged?|\(|von|ab|around) ?({_AGE})\b",
    )
)

UNDER = re.compile(
    rf"\b(?:(?:kids|children|kinder|little ones) )?(?:under|unter)[ -]({_AGE})(?:'?s|es)\b"
    rf"|\b(?:kids|children|kinder|little ones) (?:under|unter|younger than) ({_AGE})\b"
)
"""Those who are younger than that."""

ADULTS = re.compile(
    r"(?<!\w)(18|21) ?\+(?: ?only| ?events?)?(?!\w)"
    r"|(?<!are )(?<!is )(?<!am )(?<!i'm )(?<!'re )(?<!all )\b(?:strictly )?over[- ]?(18"
    r"|21)s?(?: only)?\b"
    r"|\b(18|21) and (?:over|up|older)\b|\bab (18)\b(?! uhr)"
    r"|\b(?:adults?|grown[- ]?ups)[ -]only\b|\b(?:only|strictly) (?:for )?(?:adults"
    r"|grown[- ]?ups)\b"
    r"|\bnur (?:fur )?erwachsene\b"
)
"""For those alone who are of an age."""

NOT_ADULTS = re.compile(
    r"\b(?:not|isn't|aren't|no|nothing|without|don't|nicht|keine?)(?: [^\W_]+){0,2} $"
)
ANY_AGE = re.compile(
    r"\b(?:(?:no|without(?: an?)?|nothing with an?|not?) (?:age|minimum"
    r" age)[ -]?(?:limits?|restrictions?)?"
    r"|(?:for )?(?:all|any) ages?|(?:fur )?(?:jedes alter|alle altersgruppen)"
    r"|(?:without|ohne) (?:an? )?(?:age (?:limit|restriction)|altersbeschrankung))\b"
)
"""For people of every age."""

_THEY = (
    r"(?:kids?|children|daughters?|sons?|boys|girls|wife|husband|partner|boyfriend|girlfriend"
    r"|kinder"
    r"|tochter|sohn|frau|mann)"
)
NOT_ALONG = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:the |my |our |meine? |die )?{_THEY}s? (?:says?|said|thinks?|tells?|told"
        rf"|recommend\w*"
        r"|lives?|moved|left|works?|(?:is|are|will be) (?:away|grown|asleep|in bed|out|at"
        r"|with (?:their|his"
        r"|her)|not coming|staying)|sagt|sagen|meint|ist weg|sind weg)\b",
    )
)
"""People who are spoken of, but don't come along."""

NOT_KIDS = re.compile(
    r"\b(?:no|without|ohne|keine|(?:not|isn't|aren't|nothing|nicht|never)"
    r"(?: (?:really|just|aimed|suitable|meant|intended))*(?: (?:for|with|at|fur|mit))?(?: the"
    r"| any)?)(?: (?:the|any|my|our|meine|unsere|small|little|young|loud|noisy|screaming|crying"
    r"|running))*"
    r" (?:kids?|children|famil(?:y|ies)|kinder|toddlers)\b(?! menu)"
    r"|\b(?:child|kid)s?[- ]?free\b|\bnothing (?:made |meant |aimed )?(?:for"
    r"|at) (?:the )?(?:kids|children)\b"
    r"|\b(?:for|fur) (?:an? )?(?:adults?|grown[- ]?ups?|erwachsene)\b(?! (?:or|and|oder|und)\b)"
    r"|\b(?:away from|escape|minus) (?:the |my |our )?(?:kids|children)\b"
)
"""Not what is meant for children."""

COMPANY: tuple[tuple[re.Pattern[str], Company, int | None], ...] = tuple(
    (re.compile(pattern), value, age)
    for pattern, value, age in (
        (
            r"\b(?:wheel-?chair(?:s| users?| accessible| access| friendly)?"
            r"|step[- ]?free(?: access)?"
            r"|(?<!easily )accessible|accessibility|rollstuhl\w*|barrierefrei\w*|disabled"
            r"|disability"
            r"|(?<=[a-z]'s )in a chair|(?<= is )in a chair"
            r"|crutches|mobility (?:issues|problems|scooter|aid)|no (?:stairs|steps)"
            r"|walking frame|hard of walking|not (?:very |so )?mobile|(?:limited|reduced"
            r"|poor) mobility|(?:can't|cannot) walk (?:far|much|well)"
            r"|gehbehindert\w*"
            r"|(?:can't|cannot|can not|unable to|struggles? with|not good (?:with|on)|trouble with)"
            r"(?: (?:do|manage|climb|handle|cope with|use|walk))?(?: the| up|"
            r" many)? (?:stairs|steps)"
            r"|(?:on|uses?|with) a (?:walker|zimmer frame|cane|walking stick)|bad"
            r" (?:knees?|hips?|legs?)"
            r"|(?:with )?(?:a |the )?(?:pram|buggy|pushchair|stroller|kinderwagen)|keine"
            r" treppen|without (?:stairs|steps)|rollator)\b",
            Company.ACCESSIBLE,
            None,
        ),
        (r"\b(?:teens?|teenagers?|teenaged?|jugendliche[nr]?|adolescents?)\b", Company.KIDS, 14),
        (r"\b(?:toddlers?|kleinkind(?:er)?|two-year-olds)\b", Company.KIDS, 2),
        (r"\b(?:pre-?school(?:ers?)?|kindergarten\w*|nursery age)\b", Company.KIDS, 4),
        (r"\b(?:bab(?:y|ies)|newborn|infants?)\b", Company.KIDS, 1),
        (
            r"\b(?:(?:with |for )?(?:the |my |our |meinen? |unsere[nr]? "
            r"|den )?(?:whole )?(?:kids?|kiddos?|kiddies"
            r"|children|child|sons?|daughters?"
            r"|family(?! (?:tree|histor|root|name|research|archive|heirloom|business))"
            r"|families|kinder[nr]?|(?<=ein )kind"
            r"|(?<=das )kind|(?<=mein )kind|tochter|sohn|familien?"
            r"|nieces?|nephews?|bairns?|wee ones?|twins|zwillinge[n]?|grand(?:kids|children|son"
            r"|daughter)|enkel\w*|little ones?|tots"
            r"|youngsters?|schoolkids|boys? and girls?|youngest)|(?:kid|child|family)[- ]?friendly"
            r"|kinderfreundlich\w*|kinderprogramm\w*|kinderveranstaltung\w*|kindgerecht\w*"
            r"|familienfreundlich\w*)\b",
            Company.KIDS,
            None,
        ),
        (
            r"\b(?:date night|zu zweit|romantic|a date|(?:my |the )?(?:wife|husband|girlfriend"
            r"|boyfriend"
            r"|partner"
            r"|other half|missus)|romantische?[nrs]?|first date|meine[rn]? (?:frau|mann"
            r"|freundin))\b",
            Company.DATE,
            None,
        ),
        (
            r"\b(?:alone|solo|(?:by|for) myself|on my (?:own|tod|lonesome)|just me|alleine?"
            r"|only me)\b",
            Company.ALONE,
            None,
        ),
        (
            r"\b(?:(?:with |for )?(?:my |some |a (?:bunch|group) of |meinen )?(?:friends|mates"
            r"|colleagues|buddies"
            r"|freunden?|kollegen)|(?:a )?group of \w+|the (?:lads|girls|gang|boys)|(?:two|three"
            r"|four"
            r"|five|six|\d+) of us)\b",
            Company.FRIENDS,
            None,
        ),
    )
)

SETTINGS: tuple[tuple[re.Pattern[str], Format], ...] = tuple(
    (re.compile(pattern), value)
    for pattern, value in (
        (
            r"\b(?:online|virtual(?:ly)?"
            r"|(?<!to )(?<!far )(?<!away )(?<!close )(?<!walk )(?<!work )(?<!working )"
            r"(?<!metre )(?<!metres )(?<!meters )(?<!km )(?<!mile )(?<!miles )(?<!minutes )from"
            r" (?:home|the sofa|my (?:sofa"
            r"|couch|home))"
            r"|remote(?:ly)?|zoom|(?:can (?:i|we) |to )?stream(?: it| them|ed|ing)?(?= *$|[?.,!])"
            r"|livestream(?:ed)?|webinars?|on the internet|von zu hause|over the internet)\b",
            Format.ONLINE,
        ),
        (
            r"\b(?:outdoors?|outdoorsy|outside|(?:in the )?open[- ]air|al fresco"
            r"|fresh air|in the sunshine"
            r"|draussen"
            r"|im freien|in the open|open skies|under (?:the |an )?open (?:sky|skies)"
            r"|unter freiem himmel|an der (?:frischen )?luft|out of doors|under the (?:sky"
            r"|stars))\b",
            Format.OUTDOOR,
        ),
        (
            r"\b(?:indoors?|inside|in the dry|under ?cover|(?:warm|dry) (?:and|&) (?:warm|dry)"
            r"|a roof over|(?:it's|it is|too) (?:freezing|bitter(?:ly cold)?|cold)"
            r"|(?:some|any)(?:where|thing) (?:warm|dry|cosy|heated)"
            r"|(?:if|when|because|as|since) it(?:'s| is)? (?:rains?"
            r"|raining|wet|pouring)|(?:it's|it is|it'll be|is it|if it's) (?:raining|pouring|wet"
            r"|bucketing|lashing)(?: down| out(?:side)?| rain)?|forecast (?:is|says) rain"
            r"|(?:bucket|pour|lash|tip)(?:s|ing)? (?:it )?down|forecast"
            r"(?=(?: for [^\W\d_]+)? (?:is|looks) (?:bad|awful|terrible|desperate|wet|dire|grim"
            r"|miserable|horrible|dreadful|rotten|poor|rubbish|shocking|foul|nasty))"
            r"|(?:es )?regnet(?: es)?"
            r"|(?:bei )?schlechte[mns]? wetter"
            r"|(?:for )?(?:a )?rainy(?: day)?|under a roof|out of the rain|bad weather|drinnen"
            r"|bei regen"
            r"|im trockenen|wenn es regnet|schlechtwetter|rain-?proof|with a roof)\b",
            Format.INDOOR,
        ),
    )
)
"""Where it is held, which no name of a place is to hide."""

FORMATS: tuple[tuple[re.Pattern[str], Format], ...] = tuple(
    (re.compile(pattern), value)
    for pattern, value in (
        (
            r"\b(?:(?:complete|absolute|total) beginners?|teach (?:me|us)|have a go"
            r"|try my hand|get my hands dirty|beginners'? (?:course|class"
            r"|session)s?|work-?shops?|(?:class(?:es)?)(?!ical|ic)|courses?|kurse?|lessons?"
            r"|hands[- ]on"
            r"|masterclass(?:es)?"
            r"|tasters?|(?:where (?:i|we|you) can )?(?:learn(?: (?:how )?to| something"
            r"| a new)?)"
            r"|mitmach\w*|lernen)\b",
            Format.WORKSHOP,
        ),
        (
            r"(?<!to )(?<!can )(?<!could )(?<!i )(?<!we )(?<!not )(?<!he )(?<!who )"
            r"\b(?:talks?|lectures?|vortrag|vortrage|panels?|q ?& ?a)\b(?! to)",
            Format.TALK,
        ),
        (r"\b(?:(?:guided|walking|city) )?tours?\b|\b(?:stadt)?fuhrung(?:en)?\b", Format.TOUR),
        (
            r"\b(?:(?:tickets?|places?|spots|seats|karten|platze) (?:still )?(?:left|available"
            r"|ubrig|frei)"
            r"|(?:can|could) (?:i|we) still (?:get|buy|book)|(?:any )?(?:places|tickets|seats"
            r"|spots) left"
            r"|not (?:already )?sold[- ]?out|still (?:available|tickets|places|has tickets"
            r"|get (?:tickets|in))"
            r"|noch (?:karten|tickets|platze)|nicht ausverkauft|isn't sold out)\b",
            Format.AVAILABLE,
        ),
    )
)

_PLURAL = (
    r"(?: first\b| zuerst\b"
    r"| (?:[^\W_]+ )?(?:things|events|options|ones|gigs|concerts|ideas|workshops|[^\W_]{4,}s)\b)"
)
SORTS: tuple[tuple[re.Pattern[str], Sort], ...] = tuple(
    (re.compile(pattern), value)
    for pattern, value in (
        (
            r"\b(?:cheapest|least expensive|lowest[- ]price[d]?|gunstigste[nrs]?|billigste[nrs]?"
            r"|preiswerteste[nrs]?)\b",
            Sort.CHEAPEST,
        ),
        (
            r"\bwhat(?:'s| is) (?:up |on |coming )?next(?= *(?:$|[?.!]))|\bals nachstes\b"
            r"|\bam nachsten dran\b",
            Sort.SOONEST,
        ),
        (
            r"\b(?:nearest|closest)(?: (?:thing|event|one|activity))?(?: to (?:me|us|home|here"
            r"|(?:my|our) (?:house|home|place|flat)))",
            Sort.NEAREST,
        ),
        (r"\b(?:nearest|closest|nachstgelegene[nrs]?|am nachsten)\b", Sort.NEAREST),
        (r"\b(?:closer|nearer|naher)(?: by| to (?:me|home))?\b", Sort.NEAREST),
        (
            r"\b(?:soonest|earliest|fruheste[nrs]?|as soon as possible|(?:very )?next(?= \w)"
            r"|next up|nachste[nrs]?(?= \w)|am fruhesten|coming up (?:first|next))\b(?! (?:ones?"
            r"|few"
            r"|page|time|to|door)\b)",
            Sort.SOONEST,
        ),
        (
            r"\bfirst (?:thing|event|gig|concert|one)? ?(?:to (?:start|begin|kick off)"
            r"|that (?:starts|begins)"
            r"|on\b(?= (?:the )?(?:programme|list|agenda))|of the day)"
            r"|\b(?:starts?|comes?|happens?|begins?|is) (?:the )?(?:first|earliest|soonest)\b",
            Sort.SOONEST,
        ),
        (
            r"\b(?:sort(?:ed)? by (?:date|time)|in (?:date |time )?order|chronological(?:ly)?"
            r"|by (?:date|time)|nach datum(?: sortiert)?)\b",
            Sort.SOONEST,
        ),
        (r"\b(?:sort(?:ed)? )?(?:by|nach) (?:price|cost|preis)(?: sortiert)?\b", Sort.CHEAPEST),
        (r"\b(?:sort(?:ed)? )?by (?:distance|how (?:near|close|far))\b", Sort.NEAREST),
    )
)
PLURAL_AFTER = re.compile(_PLURAL)
