"""How people say what is to be done, and which event they mean, English and German, folded."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from eventpal.chat.dates.words import NUMBERS
from eventpal.chat.intent import Act, Verdict

NUMBER = r"(?:\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"

ORDINALS: Mapping[str, int] = MappingProxyType(
    {
        "first": 1,
        "1st": 1,
        "second": 2,
        "2nd": 2,
        "third": 3,
        "3rd": 3,
        "fourth": 4,
        "4th": 4,
        "fifth": 5,
        "5th": 5,
        "last": -1,
        "latter": -1,
        "former": 1,
        "final": -1,
        "erste": 1,
        "ersten": 1,
        "erstes": 1,
        "erster": 1,
        "zweite": 2,
        "zweiten": 2,
        "zweites": 2,
        "zweiter": 2,
        "dritte": 3,
        "dritten": 3,
        "drittes": 3,
        "vierte": 4,
        "vierten": 4,
        "letzte": -1,
        "letzten": -1,
        "letztes": -1,
        "funfte": 5,
        "funften": 5,
    }
)
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
FIRST = re.compile(r"\b(?:the |die )?(?:first|ersten) (two|three|zwei|drei|beiden)\b")
REFERS = re.compile(
    rf"(?<!est )\b(?:the |die |das |den |der )?(?<!est )({_ORDINAL})"
    rf"(?: (?:one|event|option|pick|suggestion|idea|thing|gig|concert|veranstaltung|vorschlag"
    rf"|of (?:them|those)))?"
    rf"(?! (?:time|date|thing in|class|aid|hand|steps|world|night|week|of [a-z]+ber))(?=\W|$)"
    rf"|(?:\b(?:number|no\.?|nr\.?|option|event|nummer)|#) ?(\d{{1,2}}|one|two|three|four|five"
    rf"|eins|zwei|drei)\b"
)
IT = re.compile(
    r"\b(?:th(?:is|at) (?:one|event|gig|concert|show|talk|workshop|walk|film)|the one|diese[sn]?"
    r"|that(?=$|[?.!])|this(?=$|[?.!])|it|this event"
    r"|das da|die da|them|those|these|all of (?:them|those))\b"
)
ALL = re.compile(
    r"\b(?:them(?: all)?|those|these|all (?:of them|three|of those)|beide|alle|both)\b"
)

VERBS: tuple[tuple[re.Pattern[str], Act, Verdict], ...] = tuple(
    (re.compile(pattern), act, verdict)
    for pattern, act, verdict in (
        (
            r"^(?:please )?(?:help|hilfe)\b(?! out| with the)|what (?:can|do) you do\b(?! (?:with"
            r"|about|if|when|on|for|in))|how (?:do"
            r"|does) (?:you|this|it) work"
            r"|what can i (?:ask|say)|was kannst du|wie funktioniert (?:das|das hier)|how do i use",
            Act.HELP,
            Verdict.NONE,
        ),
        (
            r"\b(?:can|could|will|would) you (?:please )?(?:book|buy|order|reserve|pay|call|ring"
            r"|drive)\b"
            r"|^(?:please )?(?:book|buy|reserve) (?:me |us )?(?:a |two |the |some )?(?:tickets?"
            r"|seats?|tables?)"
            r"|\bkannst du (?:mir |uns )?(?:karten|tickets|platze|einen tisch)\b"
            r"|\b(?:what(?:'s| is| will)|how(?:'s| is| will)) (?:the )?weather\b"
            r"|\bweather forecast\b"
            r"|\bwie (?:wird|ist) das wetter\b"
            r"|^what (?:did i miss|did we miss|was on|were|happened)\b.*\blately\b|^was (?:war"
            r"|habe? (?:ich|wir)) .*\blately\b",
            Act.TALK,
            Verdict.NONE,
        ),
        (
            r"\b(?:export|put (?:it|them|that|those|the [a-z]+(?: (?:one|two))?|(?:number|no\.?"
            r"|#) ?[a-z0-9]+)"
            r" in(?:to)? (?:my "
            r"|the )?calendar"
            r"|add (?:it|them|that|those|this|the [a-z0-9]+(?: one)?) to (?:my |the )?calendar"
            r"|as (?:an )?(?:ics|ical)"
            r"|calendar file|in (?:meinen|den) kalender|exportier\w*|\.?ics file)\b",
            Act.EXPORT,
            Verdict.NONE,
        ),
        (
            r"\b(?:plan (?:me )?(?:my|a|the|our|out|this|next|for|meinen|den|einen|mir|saturday"
            r"|sunday|friday|tomorrow)"
            r"|make (?:me )?(?:a|my) (?:day )?plan|itinerary|tagesplan|day plan|plane? (?:mir "
            r"|uns )?(?:meinen|den|einen|unseren|fur)"
            r"|fill my (?:day|saturday|sunday|evening)|what should my (?:saturday|sunday"
            r"|day) look like"
            r"|organi[sz]e my (?:day|saturday|sunday|weekend)|a (?:full|whole) day(?: out| of)?)",
            Act.PLAN,
            Verdict.NONE,
        ),
        (
            r"\b(?:save|bookmark|note down|shortlist|speichere?|merke?n?(?: dir)?|vormerken"
            r"|keep (?:that|it|the))\b"
            r"(?! money| the (?:date|planet|world))",
            Act.SAVE,
            Verdict.SAVE,
        ),
        (
            r"\b(?:i'?m (?:definitely )?going(?: to (?:it|that|the|go to))?|i(?:'ll| will)"
            r" (?:be there|go(?! (?:for|on|out|any|some|wherever|to an?y?)\b)"
            r"|take (?=it\b|that\b|this\b|the\b|those|both|them|number|one\b|#|\d))"
            r"|count me in|i(?:'ve| have) (?:booked|got tickets)|ich gehe? (?:hin|da hin|zu)"
            r"|bin dabei|sign me up)\b",
            Act.RATE,
            Verdict.GOING,
        ),
        (
            r"\b(?:hide (?:it|that|this|the|them|those)|don't show (?:me )?(?:it|that|this|the"
            r"|them)(?: again)?|never show"
            r"|not interested in (?:it|that|this|the [a-z]+ one)|ausblenden|blende\b.*\baus)",
            Act.RATE,
            Verdict.HIDE,
        ),
        (
            r"\b(?:i (?:don't|do not|didn't) (?:really )?like|i (?:dis ?like|hate)"
            r"|that's not for me|not for me"
            r"|thumbs down|gefallt mir nicht|mag ich nicht)\b(?=.*\b(?:it|that|this|them|first"
            r"|second|third|last|one|das|\d)\b|$)",
            Act.RATE,
            Verdict.DISLIKE,
        ),
        (
            r"(?:\bi (?:really )?(?:like|love)|\bthumbs up|^like|\bgefallt mir"
            r"|\bfinde? ich gut)(?= (?:it|that|this|the"
            r" (?:first|second|third|fourth|last|\d)|das (?:erste|zweite)|number|them)\b|$)",
            Act.RATE,
            Verdict.LIKE,
        ),
        (
            r"\b(?:compare|vergleich\w*|which (?:one |of (?:them|those|these) )?(?:is|are|'s"
            r"|would be) (?:the )?(?:better|cheaper|closer|nearer|best"
            r"|earlier|longer|sooner)|difference between|versus|vs\.?|unterschied zwischen"
            r"|welche[sr]? ist (?:besser|gunstiger|naher))",
            Act.COMPARE,
            Verdict.NONE,
        ),
        (
            r"^(?:but |and |so |hm+,? )?(?:why|warum|wieso|weshalb|how come)\b|\bwhy (?:this|that"
            r"|the|did you|do you|those|these|is it)\b"
            r"|\btell me more(?: about (?:it|that|this|the|number|#))?|\bmore (?:details|info"
            r"|information|about (?:it|that|the))\b"
            r"|\b(?:what(?:'s| is) (?:it|that|the (?:first|second|third|last)(?: one)?) (?:about"
            r"|like))\b"
            r"|\b(?:when|where|how much|what time|who|how long|how far) (?:is|does|do|are) (?:it"
            r"|that(?! (?:kind|sort|type))|this one|that one"
            r"|the (?:first|second|third|last)(?: one| event)?|number \d)\b|\bdetails\b"
            r"|\bmehr (?:infos?|details|uber|dazu)\b"
            r"|\b(?:wann|wo|was kostet|wie teuer) (?:ist |kostet )?(?:es|das|die (?:erste|zweite"
            r"|dritte|letzte))\b|\berzahl mir mehr\b",
            Act.EXPLAIN,
            Verdict.NONE,
        ),
    )
)

TASTE = re.compile(
    r"\b(?:(?:remember|note|know|fyi|btw|just so you know),?(?: that)? i\b|i (?:really |just "
    r"|absolutely |generally |usually |also |do )*"
    r"(?:love|like|enjoy|adore|prefer|hate|loathe|dislike|detest|can'?t stand|cannot stand"
    r"|don'?t (?:really )?(?:like|enjoy|care for)|do not like"
    r"|never (?:go|want|like)|always (?:go|like|love))\b|i'?m (?:really |not |a (?:big "
    r"|huge )?)*(?:into|fan of|a fan of|keen on|interested in|allergic to|vegan|vegetarian)\b"
    r"|i am (?:really |not |a )*(?:into|fan of|keen on|interested in|vegan|vegetarian)\b"
    r"|my favou?rites?\b|not my (?:thing|cup of tea)\b|isn'?t my thing\b"
    r"|ich (?:mag|liebe|hasse|steh(?:e)? auf|bevorzuge)\b|ich bin (?:kein "
    r"|ein )?(?:grosser )?fan von\b|nicht mein ding\b)"
)
DISLIKED = re.compile(
    r"\b(?:hate|loathe|dislike|detest|can'?t stand|cannot stand|don'?t (?:really )?(?:like|enjoy"
    r"|care for)|do not like|never (?:go|want|like)"
    r"|not (?:really |a )*(?:into|fan of|keen on|interested in)|not my (?:thing|cup of tea)"
    r"|isn'?t my thing|allergic to|hasse|mag keine?n?|kein (?:grosser )?fan|nicht mein ding"
    r"|mag .* nicht)\b"
)
ASKING = re.compile(
    r"\?|\b(?:what|which|where|when|any(?:thing|where)?|find|show|give me|recommend|suggest"
    r"|looking for|search|list|is there|are there|want to (?:see|go|do|hear)|wanna"
    r"|was|welche|gibt es|gibt's|zeig|such|empfiehl|finde|wo|something (?:to|for|on|this|like))\b"
)
MORE = re.compile(
    r"^(?:(?:ok|okay|yes|yeah|and|show me|any|give me|can i see|hast du|gibt es|zeig mir|got"
    r"|do you have|please|are there|is there|some|anything|hm+),? )*(?:more(?! about| detail"
    r"| info)|others?|else|another|anything else|what else|something else"
    r"|different ones?|next ones?|next page|keep going|go on|continue|weiter"
    r"|(?:some )?more (?:options|ideas|please|like)|others"
    r"|other (?:options|ideas|ones)|mehr|noch (?:mehr|was|etwas|eine?[nrs]?|welche)|weitere"
    r"|andere|was noch|sonst noch)\b"
)
FOLLOWING = re.compile(
    r"^(?:(?:ok|okay|no|nope|nah|hm+|great|thanks|cool|nice|yes|yeah|actually|nein|ja"
    r"|gut),? )*(?:and\b|or\b|what about|how about|what if|but\b|only\b|just (?!a\b)|make it"
    r"|instead|same (?:but|for)|the same|und\b|oder\b|wie (?:ist|war|ware|sieht)"
    r"|aber\b|nur\b|lieber|stattdessen|rather|with(?:out)?\b|ohne\b|cheaper|closer|nearer|earlier"
    r"|later|free ones|not\b|except|any (?:of (?:them|those|these)|that are|free|cheap|cheaper"
    r"|outdoor|indoor)|nothing (?:with|too|that|over|for|in)\b|which of|are any|is any|do any"
    r"|(?:(?:some|any)thing|one|etwas) (?:cheaper|closer|earlier|later|free|nearby|indoors?"
    r"|outdoors?|online"
    r"|accessible|for (?:free|kids|children)|kostenlose?s?"
    r"|else|shorter)|for\b|then\b|perhaps|maybe|gunstiger|billiger|naher|fruher|spater|nicht\b"
    r"|doch lieber)"
    r"|\binstead\b|\bstattdessen\b|\bof (?:them|those|these)\b|\b(?:those|these|which|ones|any"
    r"|some|welche) (?:of (?:them|those) )?(?:are|is|that are|sind) (?:free|cheap|outdoors?"
    r"|indoors?|kostenlos)\b|\b(?:earlier|later) (?:one|in the day)"
)
DROPPED = re.compile(
    r"\b(?:not (?=th(?:at|is)|the (?:first|second|third|last)|it\b|number|those|these)"
    r"|none of (?=these|those|them)|(?:i|we)(?:'ve| have)? (?:already |just )?(?:done|seen|been to"
    r"|tried|had|did|saw) (?=th(?:at|is) one|the (?:first|second|third|last)|it\b|number"
    r"|(?:(?:all|both|every one|most) (?:of )?)?(?:those|these|them)\b)|(?:not"
    r"|don't|didn't) (?:really |that )?(?:keen on|into"
    r"|interested in|sold on|convinced by|fussed about|fancy|like|want) any of (?=these|those|them)"
    r"|anything but (?=that|this)|nicht (?=das|die (?:erste|zweite)|der|den)|drop|skip|remove"
    r"|without the (?=first|second|third|last)|other than (?=that|this|the))"
)
TALK = re.compile(
    r"^(?:hi+|hello|hey+|hiya|howdy|yo|good (?:morning|evening|afternoon|day)|moin|hallo|servus"
    r"|gruss gott|guten (?:morgen|tag|abend)|thanks?(?: you)?|thx|ty|cheers|ta|danke(?: schon"
    r"| dir)?|merci|bye|goodbye|see (?:you|ya)|tschuss|ciao"
    r"|how (?:are you|'s it going|are things)|wie geht'?s?|who are you|what are you"
    r"|good ?bye|have a (?:nice|good|great) (?:day|evening|night)|see you|auf wiedersehen|bis bald"
    r"|are you (?:a (?:bot|robot|human)|real|ok)|what's your name|wer bist du|tell me a joke"
    r"|sing me|lol|haha+|ok(?:ay)?|cool|great|nice|perfect|awesome|super|wow|good (?:bot|night)"
    r"|you're (?:great|awesome|welcome)|i love you|never ?mind|wonderful|brilliant|lovely"
    r"|no thanks|nope|not now|what's up|sup|yes|no)\b"
)
NEGATORS = re.compile(
    r"\b(?:no(?!t| one| \d| more)|not(?: into| a| any| an| interested in| in the mood for)?"
    r"|without(?: any)?|except(?: for)?|excluding|nothing(?: (?:with|about|to do with"
    r"|too))?|but not"
    r"|nowhere(?: (?:that's|that is|that has|which is|with|like|near))?(?: an?)?"
    r"|(?<=i'm )off(?: the)?|(?<=i am )off(?: the)?"
    r"|besides|aside from|leaving out|minus|apart from|other than|anything but|everything but"
    r"|non|keine?[nrsm]?|ohne|ausser|nicht"
    r"|nichts mit|hates?|(?:doesn't|does not) (?:really )?(?:like|want|enjoy|care for)|neither"
    r"|(?:doesn't|don't|does not|do not) (?:involve|include|feature|mean)"
    r"|never(?! (?:been|tried|heard|seen|done|had|gone))|avoid|skip|sick of"
    r"|tired of|fed up with|don't (?:want|like"
    r"|care for)(?: any)?|isn't|aren't|ain't|rather than|instead of|statt)\s"
)
COUNT = re.compile(
    rf"\b(?:top|best|show me|give me|list|name|just|only|pick|recommend|suggest|find(?: me)?"
    rf"|nenn mir|zeig mir|want|need) (?:the |about |maybe )?(?:best |top "
    rf"|next )?(?!an? (?!hand|coup|few|doz)|ein(?:en?|er)? )({NUMBER})\b(?! ?(?:kids|people"
    rf"|children|of us|adults|year"
    rf"|pm|am|uhr|euro|€|km"
    rf"|friends|hours|or))"
    rf"|\b(one|an?|ein(?:en|e)?) (?:(?:good|single|quick) )?(?:suggestion|idea|tip|recommendation"
    rf"|vorschlag"
    rf"|idee|tipp)\b(?! (?:of|what|how|where|who|when|if)\b)"
    rf"|(?<![/.:\d])\b({NUMBER}) (?:(?:good|great|nice|cool|free|different|best|fun) )?(?:things"
    rf"|events|ideas"
    rf"|options|suggestions|picks|tips|recommendations|concerts|gigs|workshops|exhibitions|shows"
    rf"|vorschlage|ideen|tipps|veranstaltungen|konzerte|dinge|sachen)\b"
)
EVERYTHING = re.compile(
    r"\b(?:all (?:the )?(?:events|of them|options|concerts|gigs)|everything|every single"
    r"|full list|list all|alle (?:veranstaltungen|konzerte|termine))\b"
)
GERMAN = re.compile(
    r"\b(?:ich|was|ist|und|gibt|fur|am|im|mit|heute|morgen|wochenende|bitte|kinder|kostenlos"
    r"|etwas|oder|nicht|wo|wann|welche|der|die|das|ein|eine|abend|los|zeig|mir|nachste|dieses"
    r"|mochte|suche|kann|man|uns|gunstig|danke|hallo|warum|mehr|noch|draussen|samstag|sonntag"
    r"|hilfe|wer|bist|du|dir|dich|kannst|wie|geht|moin|servus|guten|tag|danke|tschuss|schon"
    r"|ja|nein|gern|gerne|heut|los|mal|sowas|danach|lieber|egal|kino|konzerte?|theater|diesen"
    r"|kommende[ns]?"
    r"|freitag|montag|dienstag|mittwoch|donnerstag)\b"
)

YES = re.compile(
    r"(?:yes|yeah|yep|sure|ok(?:ay)?|please|go on|show (?:me|them)(?: please)?|ja|klar|gern(?:e)?"
    r"|bitte|zeig(?:e)?(?: (?:sie|mir|es|das))?)(?:[ ,]+(?:please|bitte|do|show me|gerne?"
    r"|show them))*"
    r"[.! ]*"
)
"""To an offer of the answer before."""

UNDO = re.compile(
    r"(?:please )?(?:undo(?: (?:that|it|this))?|take (?:that|it) back|ruckgangig(?: machen)?"
    r"|mach das ruckgangig|revert(?: that| it)?)[.! ]*"
)
