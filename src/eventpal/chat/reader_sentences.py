"""Which sentences of a long message ask, and which only tell: topics are looked for in the former.

People tell why they ask: who visits, what hurts, what they used to do. What they tell may say who
comes along, when, and what is not to be; what it is about is said where they ask.
"""

import re
from collections.abc import Sequence

MANY_WORDS = 22
"""From so many words on, in more than one sentence, a message tells as well as asks."""

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?\n]+|$)")
_ASKS = re.compile(
    r"\b(?:what(?:'s| is| are)? (?:on|happening|there|going on)|what (?:do|does|can|could|should"
    r"|would)"
    r"|is there|are there|is anyone|anything|anywhere|something|somewhere|someone who|looking for"
    r"|suggest\w*|recommend\w*|ideas?|tips?|(?:i|we)(?:'d| would)(?: really| just| so)? (?:like"
    r"|love)"
    r"|(?:i|we) (?:really |just |only )?(?:want|need|fancy)|would love|wanna|in the mood|hoping"
    r"|show me|give me|find (?:me|us)|help me find|where (?:can|could|do|would)|which|who's (?:on"
    r"|playing)"
    r"|promised (?:him|her|them)|wants? (?:a|an|to|some)|(?:mad|crazy|nuts) (?:for|about|on)"
    r"|(?:really |very |so |big )?into|loves|fan of|keen on|interested in|got any(?:thing)?"
    r"|suchen?|mochten?|wurden? gern\w*|gibt(?: es|'s)|hatten? lust|lust auf|wollen|will|habt ihr"
    r"|hast du|was (?:ist|gibt|kann|konnen|geht|lauft)|wo (?:kann|ist|gibt)|etwas|irgendwas)\b"
)
_TELLS = re.compile(
    r"\b(?:don't|do not|didn't|doesn't|wouldn't|can't) (?:really )?(?:want|need|like|know|fancy"
    r"|care|mind)\b"
)
_THAT = re.compile(
    r"\b(?:for|like|of|to do|with|about) (?:that|this|it|them|those)\b|\b(?:that sort of|such)\b"
    r"|^\W*(?:any )?(?:ideas|tips|suggestions)\W*$"
)
_NOTHING = re.compile(
    r"\b(?:so |but )?(?:nothing [^\W\d_]+|no [^\W\d_]+(?: [^\W\d_]+)?,? (?:please|thanks"
    r"|thank you))\b.*"
)


def sentences(whole: str) -> list[tuple[int, int]]:
    """From where to where each sentence goes."""
    return [match.span() for match in _SENTENCE.finditer(whole) if match[0].strip(" .!?\n")]


def asking(whole: str) -> list[tuple[int, int]]:
    """The parts of ``whole`` that ask; all of it where it is short, or where none does."""
    spans = sentences(whole)
    if len(spans) < 2 or len(whole.split()) < MANY_WORDS:
        return [(0, len(whole))]
    asks = [bool(_ASKS.search(whole[start:end])) for start, end in spans]
    asks = [
        ask
        and not (_TELLS.search(whole[start:end]) and not whole[start:end].rstrip().endswith("?"))
        for ask, (start, end) in zip(asks, spans, strict=True)
    ]
    for at, (start, end) in enumerate(spans):
        # "Is there a group for that?" asks about what the sentence before tells.
        if at and asks[at] and _THAT.search(whole[start:end]):
            asks[at - 1] = True
    parts = [span for span, ask in zip(spans, asks, strict=True) if ask]
    if not parts:
        return [(0, len(whole))]
    for (start, end), ask in zip(spans, asks, strict=True):
        if not ask and (refusal := _NOTHING.search(whole, start, end)):
            parts.append(refusal.span())
    return sorted(parts)


def only(text: str, parts: Sequence[tuple[int, int]]) -> str:
    """``text`` with all but ``parts`` blanked out by zeros."""
    kept = ["\0"] * len(text)
    for start, end in parts:
        kept[start:end] = text[start:end]
    return "".join(kept)


_PAST = re.compile(
    r"\b(?:arrived|moved|was|were|had|went|did|came|since|ago|left|used to|seit|war|waren|hatte"
    r"|kam)\b"
)


def past(whole: str, at: int) -> bool:
    """Whether the sentence at a position tells what has been."""
    return any(
        start <= at < end and _PAST.search(whole, start, end) for start, end in sentences(whole)
    )
