"""How messages really look: slips of the keys, no capitals, no full stops, umlauts spelt out."""

from random import Random

_NEIGHBOURS = dict(
    pair.split("=")
    for pair in "a=sq b=vn c=xv d=sf e=wr f=dg g=fh h=gj i=uo j=hk k=jl l=k m=n n=bm o=ip p=o q=w"
    " r=et s=ad t=ry u=yi v=cb w=qe x=zc y=tu z=x".split()
)
_SHORTEST = 5
"""Letters of a word that may have a slip: shorter ones turn into other words."""
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slip(word: str, random: Random) -> str:
    """``word`` with one slip of the keys, not in its first letter."""
    if len(word) < _SHORTEST or not word.isalpha():
        return word
    at = random.randrange(1, len(word) - 1)
    kind = random.random()
    if kind < 0.3:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.6:
        return word[:at] + word[at + 1 :]
    if kind < 0.8:
        return word[:at] + word[at] + word[at:]
    return word[:at] + random.choice(_NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]


def slips(text: str, random: Random, often: float) -> str:
    """``text`` with a slip in each word with the chance ``often``."""
    return " ".join(
        slip(word, random) if random.random() < often else word for word in text.split(" ")
    )


def typed(text: str, random: Random) -> str:
    """``text`` as somebody types it: capitals and marks come and go, its words stay."""
    kind = random.random()
    if kind < 0.4:
        text = text.lower()
    elif kind < 0.85:
        text = text[:1].upper() + text[1:]
    elif kind < 0.88:
        text = text.upper()
    if random.random() < 0.35:
        text = text.rstrip("?.!")
    elif text[-1:].isalnum() and random.random() < 0.3:
        text += random.choice(("?", ".", "!", "??"))
    if random.random() < 0.1:
        text = text.translate(_SPELT_OUT)
    if random.random() < 0.1:
        text = text.replace("'", "")
    return text.strip(" ,")
