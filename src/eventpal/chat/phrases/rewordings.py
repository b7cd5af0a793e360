"""Everyday phrases whose words would be taken for something else, and what is read instead."""

import re

REWORDED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (
            r"\b(?:a|any|another|some|the|see|stage|good|new|proper|decent|real|serious|short"
            r"|classic|modern)"
            r" plays?\b(?! (?:with|for|group"
            r"|area|park|ground))"
            r"|\b(?:which|what|more|other) plays?\b(?= (?:is|are|at|on|can|do|should|for"
            r"|under|this|next"
            r"|tonight)\b|[?.!]|$)",
            "a theatre",
        ),
        (
            r"\b(which|what) ((?:free )?(?:events?|things?|activities)) (?:does|do|is"
            r"|are) (.{3,40}?)"
            r" (?:run(?:ning)?|organi[sz](?:e|ing)|put(?:ting)? on|hold(?:ing)?|host(?:ing)?"
            r"|offer(?:ing)?)\b",
            r"\1 \2 by \3",
        ),
        (
            r"\b(?:make|making|create|creating|do) (?:things|stuff|something)"
            r" (?:out of|from|with)\b",
            "make from",
        ),
        (r"\b(?:it's |it is )?minus \w+(?: degrees)?(?: out(?:side)?)?\b", ""),
        (r"\bto (?:calm|wind) down\b", ""),
        (
            r"\bfor (?:grown-?ups|adults) (?:or|and)(?: for)? (?:kids|children)\b"
            r"|\bfor (?:kids|children) (?:or|and)(?: for)? (?:grown-?ups|adults)\b",
            "",
        ),
        (
            r"\b(zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|dreizehn|vierzehn)"
            r"(jahrige[nrsm]?)\b",
            r"\1 \2",
        ),
        (r"\ba glass(?:es)? of\b", ""),
        (r"\bwithout leaving (?:the|my|our) (?:house|home|flat|sofa)\b", "online"),
        (
            r"\b(?:six|three|four|five|seven|eight|nine|ten|eleven)[- ]months?[- ]old\b",
            "one year old",
        ),
        (
            r"\b(?:sports?)(?: events?| games?| match(?:es)?)? to (?:watch|see|cheer)\b",
            "spectator sport",
        ),
        (r"\bklassische[nrsm]\b", "klassische"),
        (r"\b(?:deutsche[nrsm]?|german) stammtisch\b", "stammtisch"),
        (
            r"\b(?:(?:mother|father|sister|brother|parents?|son|daughter)s?[- ])?in[- ]laws?\b",
            "guests",
        ),
        (r"\b(?:for |of )?(?:my|our|his|her|their|one's) (?:own )?age(?:[- ]?group)?\b", ""),
        (
            r"\b(the next|the first|an?|any|which|home|away|big|local) (?:match(?:es)?|games?"
            r"|fixtures?)\b(?=[^.?!]*\b(?:watch|go and see|cheer)\b)",
            r"\1 sport",
        ),
        (
            r"\b(the next|home|away) (?:match(?:es)?|fixtures?)\b",
            r"\1 spectator sport",
        ),
        # Who corrects himself means what he says last.
        (
            r"\b(to|on|in|at|for|with|the|an?|some|any) [^.,;!?]{2,30}?[.,;!? …-]+(?:(?:no|oh|wait"
            r"|sorry|er+m?|i mean|make that|or rather)[ ,.]+)+(?=\1 )",
            "",
        ),
        (r"\b(who|he|she|it|that|band|which) plays\b", r"\1 is on"),
        (r"^plays\b|\bplays\b(?= (?:on|this|next|in|at|or|and)\b|[,.?!]|$)", "theatre"),
        (r"\bfor ages\b|\b(?:get|getting|got|go|going) out of the (?:house|flat|apartment)\b", ""),
        (
            r"\b(?:climb\w* (?:up )?the walls?|up the walls?|at a loose end|driv\w+ (?:me"
            r"|us) (?:mad|crazy"
            r"|nuts)|(?:is|are) killing me|bored (?:stiff|to death)|on the cards"
            r"|under the weather)\b",
            "",
        ),
        (r"\b(?:on|off) my feet\b|\bout and about\b|\bcup of tea\b|\bpiece of cake\b", ""),
        (r"\b(?:beiden|beginn(?:t|en)|(?:aus)?zu?probieren|ausprobieren|stattfinde[nt])\b", ""),
        (
            r"\b(?:i'm |we're |i am |we are )?not (?:too |very |that |really )?(?:fussed|bothered"
            r"|picky"
            r"|fussy)(?: (?:about |as to )?(?:what|which|where|when|who)(?: it is)?)?",
            "",
        ),
        (
            r"\b(?:celebrat(?:e|es|ing)|(?:i|we) won't be the (?:oldest|youngest)(?: one"
            r"| person)?)\b",
            "",
        ),
        (r"\b(?:ideally|preferably|possibly|completely|complete|absolute|absolutely|total)\b", ""),
        (r"\b(?:stattdessen|anstelle dessen)\b", "instead"),
        (
            r"\bnot (?:too |very |so )?far(?: away)?(?: from (?:home|here|me|us|my (?:house|place"
            r"|flat)))?"
            r"|\bnicht (?:so |zu )?weit(?: weg)?(?: von (?:hier|zu hause|mir))?\b",
            "near me",
        ),
        (r"\bneither ([^,.;!?]{1,30}?) nor ", r"no \1, no "),
        (r"\bweder ([^,.;!?]{1,30}?) noch ", r"kein \1, kein "),
        (
            r"\b(?:that )?(?:i|we)(?: can| could)? walk to(?: from (?:home|here|my house))?",
            "nearby",
        ),
        (
            r"\b(?:close|near) enough to walk(?: (?:home|to|there|back))*(?: from)?(?: home)?"
            r"|\bwalk(?:able)?(?: home)? from(?: (?:home|here|my house))?(?= *(?:$|[,.?!]))",
            "walking distance",
        ),
        (
            r"\b(?:an? |within |in )*(\d+) ?-?min(?:ute)?s?(?:'s|')? (?:walk|away on foot|on foot)"
            r"(?: (?:at (?:the )?(?:very )?most|max|away|from (?:home|here|me)))*",
            r"within \1 min walk",
        ),
        (
            r"\b(book\w*|buy\w*|bought|saw|seen|reads?|found|works?|working|order\w*|shop\w*)"
            r"( [^\W_]+)? online\b",
            r"\1\2",
        ),
        (r"\b(?:a |for a )?(?:big |good |cheap )?night out\b", "in the evening"),
        (
            r"\b([^\W_]+?)s?[- ](?:lovers?|fans?|buffs?|enthusiasts?|nerds?|geeks?|liebhaber)\b",
            r"\1s",
        ),
        (r"\brun(?:ning)? out of\b", "without"),
        (
            r"\b(?:flying|coming|driving|travelling|traveling|moving|going) (?:in|over|down|up)\b",
            "coming",
        ),
        (r"\bout of (?:ideas|inspiration)\b|\bwithout ideas\b", ""),
    )
)
"""What is replaced, in this order, over folded text."""
