"""The text of a profile line in the plain form in which it is read."""

# ruff: noqa: E501 - a pattern reads better on one line.

import re
from typing import Final

from eventpal.recommend.written import profile_words as words

_NUMBER_WORD = re.compile(rf"\b({'|'.join(words.NUMBERS)})\b")
_WORDINGS: Final = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        # Some ways to say a thing, and the way that is read.
        (r"(?:^|\s)\d{1,2}[.)]\s+(?=[^\d\s]+)(?!uhr)", "; "),
        (r"\?\s*(?=(?:no|nope|nein|never|yes|ja)\b)", ": "),
        (r"\b(?:a )?tenner\b", "10 euros"),
        (
            r"\b(?:i'?m|i am|we'?re|we are) only (?:free|available)(?= (?:after|before|from|until|on|at)\b)",
            "only",
        ),
        (r"^([\w' -]+?) (?:only|nur) (?=(?:at|in|im|by|with|bei|mit) )", r"\1 "),
        (r"\b(?:a )?fiver\b", "5 euros"),
        (
            r"\b(?:per|pro) (?:evening|night|event|ticket|person|head|abend|veranstaltung|nase|kopf)\b",
            " ",
        ),
        (r"\baged? \d+(?:(?:,| and| und) \d+)*", " "),
        (
            r"\b(?:i'?m|i am|we'?re|we are) (?:usually |mostly |often )?free(?= on\b| at\b| every\b| most\b)",
            "i like",
        ),
        (
            r"\b(?:prefer|rather have|rather see) ([^,;.]+?) (?:to|over|than|rather than|instead of) ([^,;.]+)",
            r"prefer \1; less \2",
        ),
        (
            r"^([\w' -]+?) (?:over|rather than|instead of|statt) ([a-zäöüß][^,;.]+)$",
            r"like \1; less \2",
        ),
        (r"\brather ([^,;.]+?) than ([^,;.]+)", r"prefer \1; less \2"),
        (r"([^,;.]+?) interessieren mich mehr als ([^,;.]+)", r"mag \1; weniger \2"),
        (
            r"\b(?:nothing|not|nichts) (?:over|above|über) (\d+)(?= (?:except|unless|but|außer)|$)",
            r"max \1 euros",
        ),
        (
            r"(?:[€£$]\s*)?\d+(?: ?[€£$])? ?[-–] ?([€£$]\s*\d+|\d+ ?(?:[€£$]|euros?\b|pounds\b))",
            r"max \1",
        ),
        (r"\b(?:between|zwischen) \d+ (?:and|und) (\d+ ?(?:[€£$]|euros?\b|pounds?\b))", r"max \1"),
        (r"\b(?:any|every|each|jeder?n?) (?:day|tag) (?:but|except(?: on)?|außer)\b", "not on"),
        (
            r"\b(?:can't|cannot|can not) (?=on |(?:mon|tues|wednes|thurs|fri|satur|sun)day)",
            "can't make ",
        ),
        (
            r"\b(?:i (?:finish|leave|get off) work|ich arbeite|my work ends) (?:at|around|bis) ",
            "not before ",
        ),
        (r"\? (?=(?:i )?(?:love|like|hate|enjoy) (?:them|it|those)\b)", ": "),
        (
            r"\b(?:nichts|nothing),? (?:was|das|that|which) nach ([\w: ]+?) endet",
            r"nothing that ends after \1",
        ),
        (r"\b(?:can't|won't|don't) danc(?:e|ing)\b", "no dancing"),
        (r"\bfürs\b", "für das"),
        (r"\b(?:lieber) ([^,;.]+?) (?:als|statt) ([^,;.]+)", r"lieber \1; weniger \2"),
    )
)


def plain(text: str) -> str:
    """In lower case, with digits for numbers and one wording for what has several."""
    text = text.lower().replace("’", "'").replace("\n", ";")
    for pattern, instead in _WORDINGS:
        text = pattern.sub(instead, text)
    text = re.sub(r"\b(max|min|ca|mind)\.", r"\1", text)
    text = _NUMBER_WORD.sub(lambda match: words.NUMBERS[match.group(1)], text)
    return " ".join(re.sub(r"[“”„\"()]", " ", text).split())
