"""How people go on in a conversation: what no longer matters, what they ask of the events shown."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_FINE = (
    r"(?: (?:is|are|would be|'s))?(?: (?:all|also))? (?:fine|ok(?:ay)?|good|alright|great|possible)"
    r"(?: too| as well| with me| by me)?"
)
_IS_FINE = rf"(?:{_FINE}|(?= *(?:$|[,.!?])))"

_WHATEVER = (
    r"(?:(?:it )?(?:doesn't|does not) (?:really )?matter(?: to (?:me|us))?|(?:(?:i|we) )?(?:don't"
    r"|do not) (?:really )?(?:care|mind)|no matter)"
)

FREED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (
            rf"\b(?:on )?any (?:other )?(?:day|date|time|evening|night)(?: (?:of the week"
            rf"|at all))?{_IS_FINE}"
            r"|\bwhenever(?: (?:is fine|suits|you like))?|\bno matter when|\b(?:egal"
            r"|ganz egal) wann"
            r"|\b(?:the )?(?:day|date|time|when) (?:doesn't|does not) matter|\bi(?:'m| am) flexible"
            rf"|\b{_WHATEVER} (?:when|(?:what|which) (?:day|date|time|evening))(?: it is)?"
            r"|\ban (?:irgend)?einem anderen tag|\bwann auch immer|\bjeder(?:zeit| tag)\b",
            "when",
        ),
        (
            r"\b(?:the )?(?:price|cost|budget|money)(?: is|'s)? (?:doesn't matter|does not matter"
            r"|isn't"
            rf" (?:an issue|a problem|important)|no (?:object|issue|problem|matter))"
            rf"|\bany price{_IS_FINE}"
            r"|\bwhatever (?:it|the price|they) (?:costs?|is|charge)|\bi (?:don't"
            r"|do not) mind (?:paying"
            r"|the price|what it costs|spending)(?: (?:a bit|something|more|for it))*"
            rf"|\bpaid(?: (?:ones?|events?|stuff|things))?(?:{_FINE}| too| as well)"
            r"|\bnot (?:just|only|necessarily) (?:the )?free(?: ones?| stuff| things)?"
            r"|\b(?:it |they )?can cost (?:something|money|more|a bit)|\begal was es kostet"
            r"|\b(?:i|we)(?:'d| would)? rather pay\b"
            r"|\b(?:i|we)(?:'d| would|'ll| will| can| could)(?: also| gladly| happily)? pay"
            r"(?: (?:for it|a bit|a little|something|more))*(?: too| as well| if)?"
            rf"|\b{_WHATEVER} (?:how much|what) (?:it|they) costs?"
            r"|\b(?:der )?preis (?:ist )?egal|\bdarf (?:auch )?(?:was|etwas|mehr) kosten",
            "price",
        ),
        (
            rf"\banywhere(?: (?:else|in (?:the )?(?:town|city|area)))?{_IS_FINE}"
            rf"|\bwherever(?: it is)?"
            rf"|\b{_WHATEVER} where(?: it is)?|\begal wo\b|\b(?:the )?(?:place|area|location"
            rf"|where|distance)"
            r" (?:doesn't|does not) matter|\b(?:further|farther) (?:away|out)"
            rf"{_FINE}|\b(?:i|we) (?:can|don't mind) travel(?:ling|ing)?",
            "where",
        ),
        (
            r"\b(?:inside|indoors?) (?:or|and) (?:outside|outdoors?)(?:, both)?"
            rf"{_IS_FINE}|\b(?:outside|outdoors?) (?:or|and) (?:inside"
            rf"|indoors?)(?:, both)?{_IS_FINE}"
            r"|\begal ob drinnen oder draussen",
            "format",
        ),
        (
            r"\b(?:the |my |our )?(?:kids|children|little ones) (?:(?:don't|do not) want"
            r" (?:to|it)|(?:can't|won't) come)\b|\b(?:the |my |our )?(?:kids|children"
            r"|little ones) (?:aren't|are not|won't be"
            r"|are no longer|stay)"
            r" (?:coming|there|with us|at home|home)|\b(?:the |my |our )?(?:kids|children"
            r"|little ones) (?:are"
            r" staying|stay|will stay|are) (?:at )?(?:home|away)(?: after all)?|\b(?:ohne"
            r"|doch ohne) (?:die )?kinder\b",
            "company",
        ),
        (
            r"\bwhat else is (?:on|there|happening)(?: on)?(?= (?:then|that (?:day"
            r"|night|evening|weekend)))",
            "topics",
        ),
    )
)
"""What says that a wish of the intent no longer matters."""

NOT_NEEDED = re.compile(
    r"\b(?:it |they |that |this )?(?:(?:doesn't|does not|don't|do not|didn't) (?:really "
    r"|actually )?"
    r"(?:have to|need to|necessarily have to|must) be|needn't be|need not be|not necessarily"
    r"|muss (?:ja |auch )?nicht(?: unbedingt)?) ([^,.?!;]+?)(?: sein)?(?= *(?:$|[,.?!;]))"
    r"|\b(?:drop|forget|ignore|skip|never ?mind|leave out|lose) (?:about )?the ([^,.?!;]+?)"
    r" (?:part|bit|limit|filter|condition|restriction)\b"
)
"""What a wish needn't be: "it doesn't have to be free"."""

RESET = re.compile(
    r"^(?:(?:ok|okay|right|so|no|actually|hm+|well|and),? )*(?:now )?(?:(?:for "
    r"|let's try )?something (?:(?:completely|totally"
    r"|entirely|very) )?different|(?:a )?(?:new|different|another|other) (?:search|question|topic"
    r"|subject)"
    r"|start (?:over|again|afresh)|let's start (?:over|again)|from scratch|forget (?:that|it"
    r"|all that"
    r"|about (?:it|that))|scra(?:p|tch) that|never ?mind(?: that)?(?= *(?:$|[,.;:!-]))"
    r"|change of plans?"
    r"|neue (?:suche|frage)"
    r"|was (?:ganz )?anderes:|vergiss (?:das|es)|von vorne?)\b[ ,:;.!-]*"
)
"""What ends a subject."""

LEFT = re.compile(
    r"^(?:(?:ok|okay|no|actually|hm+|well),? )*(?:(?:forget|scrap|drop|leave|lose|skip|never ?mind"
    r"|enough of|no more|vergiss)(?: about)?(?: the)? "
    r"(?!that|it|all|the (?:first|second|third|last)|[^.,;!?]* (?:part|bit|limit|filter|condition))"
    r"[^.,;!?]{2,30}[.,;!?] *"
    r"|(?:if|when|as|since) (?:there(?:'s| is| are)|you have|you've got) (?:no|not any)"
    r" [^.,;!?]{2,30}?(?:,(?: then)?|,? then) +)"
)
"""A topic that is left for another: "forget jazz. What about blues?"."""

CORRECTED = re.compile(
    r"^(?:(?:nah|nope|no(?= *[,.?!:;–-])|hm+|wait|sorry|oops|(?:on )?second thoughts?"
    r"|my (?:mistake|bad)"
    r"|i (?:mean|meant"
    r"|made a mistake|was wrong|(?:have )?changed my mind)|that was a mistake|correction"
    r"|i should have"
    r" said|nee|wrong (?:day|question|one|topic)|nein(?= *[,.?!:;–-])|moment"
    r"|ich meinte)\b[ ,.:;!?–-]*)+(?=\w)"
)
"""How a message begins that puts the one before right."""

AFTER_THAT = re.compile(
    r"\b(?:on )?the (day|weekend|week|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r" after(?: that(?: one)?| then)?(?= *(?:$|[,.?!;]))"
    r"|\b(?:on )?the (?:following|very next) (day|weekend|week"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\b(?:am )?tag (danach|darauf)\b"
)
"""A time that is told from the one asked for before: "and the day after?"."""

_DAY = (
    r"((?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|today|(?:this |next |the )?"
    r"(?:weekend|week)|the \d{1,2}(?:st|nd|rd|th))(?: (?:morning|afternoon|evening|night))?)"
)
NOT_THEN = re.compile(
    r"\b(?:i|we|he|she|they) (?:can't|cannot|can not|couldn't)(?: really)? (?:do|make|manage)"
    rf"(?: it)?(?: on)? {_DAY}(?: after all| any ?more)*"
    rf"|\b{_DAY} (?:(?:doesn't|does not|won't|isn't|is not) (?:really )?(?:work|suit|good|possible"
    r"|ideal|going to work)|is (?:no good|out|bad|too (?:soon|early|late)))(?: (?:for )?(?:me"
    r"|us))?(?: after all| any ?more)*"
)
"""A day that is impossible: "we can't do Monday after all"."""

SIMILAR = re.compile(
    r"\b(?:anything|something|things?|events?|others?|ones?|more|mehr|etwas"
    r"|was) (?:else )?(?:like|similar to|along the"
    r" lines of|such as|wie) (?=(?:it|that|this|those|these|the|number|no|option|das|der|die)\b)"
    r"|\bsimilar (?:to|ones?|things?|events?)\b|\bahnlich\w*"
)
"""More of the same kind as an event that was named."""

BEST_OF = re.compile(
    r"\b(?:which|what) (?:one |of (?:them|those|these|the (?:two|three)) )?(?:is|are|'s|would be"
    r"|starts?|begins?|comes?|costs?) (?:the )?"
    r"(cheap|earli|soon|first|near|clos|least)(?:est|sest|iest| expensive)?\b(?<!cheap)(?<!near)"
    r"|\bthe (cheap|earli|soon|near|clos)(?:er|ier|est|iest|sest)(?: one)?"
    r"(?: of (?:the |them|those|these)(?: ?(?:first )?(?:two|three|lot|bunch))?)?(?= *(?:$|[,.?!]))"
    r"|\bwelche[srn]? (?:davon |von (?:denen|diesen) )?(?:ist|kostet|beginnt|liegt) (?:am |das "
    r"|die |der )?"
    r"(gunstig|billig|fruh|nah|nachst|wenig)(?:st\w*|e\w*|en)?\b"
)
"""Which of the events shown is first in something."""

PICKED = re.compile(
    r"\bwhich (?:one |of (?:them|those|these) )?(?:would|do|should|can) (?:you|i|we)\b"
    r"|\bwhat(?:'s| is) your"
    r" (?:pick|favou?rite|tip)|\bwelche[srn]? (?:wurdest|empfiehlst|soll)"
)
"""Which of the events shown is best."""

COUNTED = re.compile(
    r"^(?:(?:ok|okay|no|actually|just|only|make it|maybe|perhaps|nur),? )*(\d{1,2}|one|two|three"
    r"|four|five|six|seven"
    r"|eight|nine|ten|zwei|drei|vier|funf)(?: (?:please|will do|is enough|is fine|of (?:them"
    r"|those)|bitte|reichen|ones?))*[.! ]*$"
)
"""A bare number of events: "five please"."""

ALLOWED = re.compile(
    r"^(?:(?:ok|okay|no|actually|well|hm+|oh|and"
    r"|but),? )*(?:the )?([^\W\d_]+(?: [^\W\d_]+)?) (?:is|are|would be|ist|sind)"
    r" (?:actually |really |also |doch )?(?:fine|ok(?:ay)?|all ?right|allowed|good"
    r"|in ordnung)(?: too| as well| after all| again| now| then| actually)*[.! ]*$"
)
"""What was not wanted is: "sport is fine after all"."""

RELATED = re.compile(
    r"\b(?:than|like|similar|instead of|rather than|apart from|besides|except|other than|als|wie"
    r"|ahnlich\w*|statt)\b"
)
"""What makes an event shown a measure for others: "cheaper than the first one"."""

ABOUT_EVENT = re.compile(
    r"^(?:(?:ok|okay|and|so|but),? )*(?:do (?:i|we) (?:have|need) (?:to (?:book|pay|register|bring"
    r"|sign up|reserve)|tickets?|a ticket)|how (?:do|can) (?:i|we) (?:get|book|buy|sign)"
    r"|is booking)\b|"
    r"^(?:(?:ok|okay|and|so|hm+|cool|great|thanks|but),? )*(?:is|are|does|do|can|will|would|how"
    r"|when"
    r"|where|who|what|was|wie|wann|wo|wer|ist|kann|kostet|gibt)\b.*"
    r"\b(?:it|that(?! (?:day|evening|week|night|are|is|isn't|have|has|would|can|kids))|this one"
    r"|(?:get|go|walk|drive|park) there|das|es|dahin|dorthin)\b"
)
"""A question about the event just spoken of."""

FRESH = re.compile(
    r"\b(?:any|some)thing\b|\bwhat(?:'s| is) (?:on|happening|going on)|\bwas (?:ist|geht|gibt"
    r"|lauft)\b"
    r"|\bevents?\b|\b(?:is|are) there\b|\bgibt es\b|\bwhat (?:can|could|should) (?:i|we)\b"
)
"""What asks anew."""

TOO = re.compile(
    r"\b(?:that|it|those|they|these|this|all|the [^\W\d_]+(?: one)?)(?:'s| is| are|'re)"
    r"(?: all| (?:a )?(?:bit|little|much|way|far|rather|still))* too (far|expensive|dear|pricey"
    r"|late"
    r"|early)(?: (?:away|out|off))?(?: for (?:me|us))?"
)
"""What is wrong with the events shown: "that's too far for me"."""

COMPARED: Mapping[str, str] = MappingProxyType(
    {
        "far": "closer", "expensive": "cheaper", "dear": "cheaper", "pricey": "cheaper",
        "late": "earlier", "early": "later",
    }
)  # fmt: skip
"""What is wanted instead."""

NEXT_ONE = re.compile(
    r"\b(?:when|which|what|where)(?:'s| is) the (?:very )?(?:next|first|soonest|earliest) (?:one"
    r"|of them"
    r"|date)\b|^(?:and )?the (?:next|soonest|earliest) one\W*$"
)
"""Of all that was asked for, the first to come."""

OTHERWISE = re.compile(
    r"^(?:(?:ok|okay|no|hm+|but|and|maybe),? )*(?:some|any)thing (?:(?:a (?:bit|little)|more"
    r"|less) )*"
    r"[^\W\d_]+\W*$"
)
"""Something of another kind, in a word that says nothing to us: "something quieter"."""

ANYTHING = re.compile(r"\b(?:any|some)thing (?!(?:else )?(?:on|happening|going)\b)")
"""How a wish is said of what was asked: "anything inside?"."""

THEM = re.compile(r"\b(?:them|these|those|it|ones?)\b")
"""The events asked for."""

OF_THOSE = re.compile(
    r"^.*\b(?:that|the same) (?:day|night|evening|afternoon|morning|weekend|week)\W*$|"
    r"^(?:(?:ok|okay|and|but|so|hm+),? )*(?:is there |are there |do you (?:know|have) |got )?"
    r"(?:any|one|ones|some|the ones?) (?:that|which|who|where)\b"
    r"|^(?:(?:and|but|well|oh|so),? )*(?:she|he|they|the (?:kids?|children|little one)"
    r"|my [^\W\d_]+)"
    r"(?:'s|'re|'d| is| are| has| have| likes?| loves?| hates?| needs?| wants?| must| should"
    r"| can't| doesn't| don't)(?! .*\?)"
)
"""What goes on about events asked for, or about those who come along."""

INSTEAD = re.compile(
    r"^(?:(?:ok|okay|no|hm+|well|actually|great|thanks|danke|gut),? )*(?:(?:what|how) about|or\b"
    r"|oder\b"
    r"|rather|and (?!for\b|with|on\b|in\b|only|at\b|near|not\b|no\b)|wie (?:ware|sieht)|lieber)"
    r"|\b(?:instead|stattdessen)\b|\bthen\W*$"
)
"""What is asked takes the place of what was asked."""

NONE_OF_THEM = re.compile(
    r"\b(?:any|none|neither|all|keine[rs]?|nichts) (?:of|von|davon)\b|\b(?:these|those|them)\b"
)
"""All that was shown."""

SEEKING = re.compile(
    r"\b(?:i|we)(?:'d| would)?(?: (?:really|just|also))? (?:like|love|want|need|fancy)"
    r" (?:to (?:see|do|go|find|hear)|something|tickets|an?|some)\b"
    r"|\blooking for\b|\bich (?:mochte|suche|will)\b|\bwir (?:mochten|suchen|wollen)\b"
)
"""Somebody says what they are after."""
