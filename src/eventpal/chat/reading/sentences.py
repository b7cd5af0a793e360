"""Which parts of a long message ask, and which only tell: topics are looked for in the former.

People tell why they ask: who visits, what hurts, what they used to do. What they tell may say who
comes along, when, and what is not to be; what it is about is said where they ask. The parts are
clauses, since one sentence may do both. They are regarded as ever more of the message until a topic
is found: what asks, what "that" then stands for, what somebody likes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
"""From where to where a part of the message goes."""

_MANY_WORDS = 16
_MANY_IN_SENTENCES = 14
"""From so many words on, in several clauses or in several sentences, a message tells as well."""

_FRAGMENT = 10
"""Up to so many words without a verb are a wish."""

_SUBJECT_WORDS = 2
"""More words than a mere subject has."""

_BACK = 3
"""So many clauses before the one that asks may tell what "that" is."""

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?\n]+|$)")
_SUBJECT = (
    r"(?:i|we|you|he|she|they|it|there|my|our|his|her|their|the|all|both|what|where"
    r"|is|are|ich|wir|er|sie|es|mein\w*|unser\w*)(?:'\w+)?\b"
)
_CLAUSE = re.compile(
    rf"[;:] |(?:,| [-–—]) (?={_SUBJECT})|,? (?:so|but) (?=no|not|nothing)"
    r"|,? (?:because|although|though|weil|obwohl) "
    rf"|,? (?:and|but|so|while|as|since|then|und|aber|also|denn) (?={_SUBJECT})"
    r"|, (?:and|but|so) (?=[^\W\d_]+ (?:is|are|was|were|has|have|had|will|wants?|loves?|likes?"
    r"|says?"
    r"|went|came)\b)"
)

_ME = (
    r"(?:i|we)(?:'m|'re|'d| am| are| would| was| were)?(?: (?:really|just|only|so|also|both|all))*"
)
_ASKS = re.compile(
    r"\b(?:what(?:'s| is| are)? (?:on|happening|there|going on)|what (?:do|does|can|could|should"
    r"|would)|is there|are there|is anyone|does anyone|anything|anywhere|something|somewhere"
    r"|someone who|suggest\w*|recommend\w*|ideas?|tips?|in the mood|help me find|would love"
    rf"|{_ME} (?:like to|love to|want|need|fancy|thinking (?:of|about)|looking|searching|hoping"
    r"|wondering|after|up for|say|interested in|keen (?:to|on)|dying to|feel like)"
    r"|i'd (?:like|love|say)|we'd (?:like|love)|(?:i|we) would (?:like|love)|what (?:i|we)(?:'d)? "
    r"(?:really )?(?:want|need|like)|looking for|hoping for|wanna|time (?:for|to)|how about"
    r"|(?:show|give|tell|find|get) (?:me|us)|(?:can|could|do|would|have) you"
    r"|where (?:can|could|do|would|might)|(?:can|could|shall|may) (?:i|we)|who's (?:on|playing)"
    r"|would be (?:perfect|great|nice|lovely|good|ideal|fine|best|fun|cool)|perhaps|maybe"
    r"|got any(?:thing)?|when(?:'s| is) the|suchen?|mochten?|wurden? gern\w*|gibt(?: es|'s)|hatten?"
    r" lust|lust auf|(?:wir|ich) (?:wollen|will)|habt ihr|hast du|was (?:ist|gibt|kann|konnen|geht"
    r"|lauft)|wo (?:kann|ist|gibt)|etwas|irgendwas|irgendwo)\b"
    r"|^\W*(?:which|please|maybe|perhaps|any)\b"
)
_TELLS = re.compile(
    r"\b(?:don't|do not|didn't|doesn't|wouldn't|can't|couldn't|never)(?: (?:really|even|want to))*"
    r" [^\W\d_]+"
)
_LIKES = re.compile(
    r"\b(?:promised (?:him|her|them)|wants?|wishes|(?:mad|crazy|nuts|passionate) (?:for|about|on)"
    r"|loves?|likes?|enjoys?|adores?|dreams? of|keen on|a (?:big )?fan of|interested in|fond of"
    r"|(?:is|am|are|'s|'m|'re) (?:really |big |so )?into|obsessed with|favou?rites?|planning"
    r"|(?:all|nothing (?:but|else)) (?:he|she|they|i) (?:ever )?(?:talks?|thinks?) (?:about|of)"
    r"|(?:going|goes?) on about|learn(?:ing)? (?:how )?to|liebt"
    r"|liebe|mag|steht auf)\b"
)
_DAYS = r"(?! (?:day|date|evening|night|morning|afternoon|week|weekend|month|time|price|one)\b)"
_THAT = re.compile(
    rf"\b(?:for|like|of|to do with|with|about|on|into|do|does|try|join|see|hear|learn)"
    rf" (?:that|this|it|those){_DAYS}(?!\w)|\b(?:that sort of|such)\b"
    r"|^\W*(?:any )?(?:ideas|tips|suggestions|recommendations)\W*$|\blike (?:me|us|him|her|them)\b"
    r"|\b(?:next|nearest|cheapest|first|another|such a) one\b"
    r"|\ba (?:group|club|team|class|course|meet-?up|place|community)\b"
    r"(?! (?:of|for|about|on|to|which|that (?:does|do|plays?)))"
)
_REASON = re.compile(r"^\W*(?:because|since|as|while|although|though|weil|denn)\b")
_TAGGED = re.compile(r"\b(?:(?:is|are|do|does|was|did|have|has|could|would)n't \w+|right|you know"
                     r"(?: what)?|eh|huh|how are you\b.*)\?\W*$")  # fmt: skip
_REFUSES = re.compile(
    r"^(?:,? (?:so|but) )(?:no|not|nothing)\b.*|\b(?:nothing (?!ever\b|much\b|on\b|happen|beats"
    r"|better)[^\W\d_]+"
    r"|no [^\W\d_]+(?: [^\W\d_]+)?,? (?:please|thanks|thank you)"
    r"|(?:don't|do not) (?:really )?want (?:to (?:see|hear|do|go to|visit) )?(?:a|an|any"
    r"|another)\b|anything but\b).*"
)
_PAST = re.compile(
    r"\b(?:was(?! (?:thinking|hoping|wondering|looking))|were(?! (?:thinking|hoping|wondering"
    r"|looking|planning))|had(?! (?:better|rather))|went|did|came|saw|met|ate|took|told|said"
    r"|gave|found|lost|bought|brought|felt|made|knew|slept|died|moved|arrived|fell|broke|became"
    r"|began|heard|kept|spoke|spent|taught|won(?!')|wrote|grew|cried|failed|hated|shouted|used to"
    r"|ago"
    r"|yesterday|childhood|back then|in my youth|last (?:week|month|year|night|time|weekend|summer"
    r"|winter|spring|autumn|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?! (?:of|in)\b)"
    r"|war|waren|hatten?|kam|ging|gestern|letzte[nrs]? (?:woche|monat|jahr))\b"
    r"|\b(?:i|we|he|she|they|who) left\b|\b(?:i|we|he|she|they|it|you|my [^\W\d_]+|our [^\W\d_]+"
    r"|the [^\W\d_]+)"
    r"(?: (?:just|also|never|even|only))? (?!need|feed|speed)[^\W\d_]{2,}ed\b"
    r"|(?<!have )(?<!has )(?<!'ve )(?<!'s )\bgot\b"
)
_USUAL = re.compile(r"\b(?:usually|normally|always|every (?:week|day|month|year|[^\W\d_]+day)"
                    r"|normalerweise|immer)\b")  # fmt: skip
_WORD = re.compile(r"\w+(?:'\w+)?")
_VERBAL = re.compile(
    rf"\b(?:{_SUBJECT}|me|you|him|them|us|is|are|am|be|has|have|says?)\b|'(?:s|m|re|ve)\b"
)
_PERSON = re.compile(r"\b(?:he|she|they|him|her|them|er|sie|ihn|ihm|ihr|ihnen)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """How a message is made up."""

    asking: tuple[tuple[Span, ...], ...]
    """Where topics are looked for: ever more of the message, until one is found."""
    past: tuple[Span, ...]
    """What was, or what is so as a rule; nothing of it is asked for."""
    of_that: bool = False
    """It asks for "that", which is told before."""

    def is_past(self, at: int) -> bool:
        """Whether the clause at a position tells what has been."""
        return any(start <= at < end for start, end in self.past)


def told(whole: str) -> Told:
    """How ``whole`` is made up; a short message is asked as a whole."""
    spans = list(_clauses(whole))
    words = len(whole.split())
    sentences = len({at for _, _, at in spans})
    if not (words >= _MANY_IN_SENTENCES and sentences > 1) and not (
        words >= _MANY_WORDS and len(spans) > 1
    ):
        return Told((((0, len(whole)),),), ())
    clauses = [(start, end) for start, end, _ in spans]
    asks = _asks(whole, spans)
    refused = [
        (start + match.start(), end)
        for (start, end), ask in zip(clauses, asks, strict=True)
        if not ask and (match := _REFUSES.search(whole[start:end]))
    ]
    likes = [
        span
        for span, ask in zip(clauses, asks, strict=True)
        if not ask and _holds(_LIKES, whole, span) and not _holds(_TELLS, whole, span)
    ]
    asked = [span for span, ask in zip(clauses, asks, strict=True) if ask]
    past = [
        span
        for span, ask in zip(clauses, asks, strict=True)
        if not ask
        and span not in likes
        and (_holds(_PAST, whole, span) or _holds(_USUAL, whole, span))
    ]
    if not asked:
        asked = [span for span in clauses if _is_fragment(whole[slice(*span)])]
    before = list(_before(whole, clauses, asks))
    levels = [asked, *before] if asked else []
    if likes:
        levels.append([*asked, *likes])
    if not levels:
        levels.append([span for span in clauses if span not in past] or clauses)
    return Told(tuple(tuple(sorted([*one, *refused])) for one in levels), tuple(past), bool(before))


def only(text: str, parts: Sequence[Span]) -> str:
    """``text`` with all but ``parts`` blanked out by zeros."""
    kept = ["\0"] * len(text)
    for start, end in parts:
        kept[start:end] = text[start:end]
    return "".join(kept)


def present(text: str, found: Told) -> str:
    """``text`` without what has been, but for people who are spoken of again afterwards."""
    gone = [span for span in found.past if not _PERSON.search(text, span[1])]
    return replaced(text, "\0" * len(text), gone)


def whole_again(text: str, before: str, found: Told) -> str:
    """``text`` with what has been as it was ``before``: "that" may stand for it."""
    return replaced(text, before, found.past)


def replaced(text: str, other: str, spans: Sequence[Span]) -> str:
    """``text`` with ``spans`` as they are in ``other``."""
    for start, end in spans:
        text = text[:start] + other[start:end] + text[end:]
    return text


def _clauses(whole: str) -> Iterator[tuple[int, int, int]]:
    """From where to where each clause goes, and the start of its sentence."""
    for sentence in _SENTENCE.finditer(whole):
        if not sentence[0].strip(" .!?\n"):
            continue
        start = sentence.start()
        for joint in _CLAUSE.finditer(whole, *sentence.span()):
            # "My wife and I" is no clause yet.
            if len(whole[start : joint.start()].split()) > _SUBJECT_WORDS:
                yield start, joint.start(), sentence.start()
                start = joint.start()
        yield start, sentence.end(), sentence.start()


def _asks(whole: str, spans: Sequence[tuple[int, int, int]]) -> list[bool]:
    """Of each clause, whether it asks."""
    asks: list[bool] = []
    asking = -1
    for start, end, sentence in spans:
        clause = start, end
        question = whole[start:end].rstrip().endswith("?") and not _holds(_TAGGED, whole, clause)
        formed = _holds(_ASKS, whole, clause) and not _holds(_TELLS, whole, clause)
        # What asks goes on to the end of its sentence, and into a list without a verb.
        goes_on = (asking == sentence and not _holds(_REASON, whole, clause)) or (
            bool(asks) and asks[-1] and _is_fragment(whole[start:end])
        )
        asks.append(question or ((formed or goes_on) and not _holds(_PAST, whole, clause)))
        if asks[-1]:
            asking = sentence
        elif _holds(_REASON, whole, clause):
            asking = -1
    return asks


def _before(whole: str, clauses: Sequence[Span], asks: Sequence[bool]) -> Iterator[list[Span]]:
    """What asks, with the clauses before one that asks for "that"."""
    asked = [span for span, ask in zip(clauses, asks, strict=True) if ask]
    for at, span in enumerate(clauses):
        if asks[at] and _holds(_THAT, whole, span):
            for back in range(1, min(_BACK, at) + 1):
                yield [*asked, *clauses[at - back : at]]


def _is_fragment(clause: str) -> bool:
    """Whether a clause is a bare wish: "gigs next week!"."""
    return len(_WORD.findall(clause)) <= _FRAGMENT and not _VERBAL.search(clause)


def _holds(pattern: re.Pattern[str], whole: str, span: Span) -> bool:
    return pattern.search(whole[slice(*span)]) is not None
