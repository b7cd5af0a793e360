"""The printed recovery code: 130 random bits that a person can read, type and check.

Seven groups of five characters of Crockford's base 32, for example
``7Q2MK-0RXTV-…``. The fifth character of each group checks its group (Luhn's formula modulo 32:
it finds every single wrong character and names the group), and the two characters before the last
check the whole code, so that groups typed in another order are found too. Letters may be small,
groups may run together, and I, L, O, U are read as the 1, 1, 0, V that they look like.
"""

import hashlib
import secrets
import unicodedata

from eventpal.errors import BadInput

GROUPS = 7
GROUP_LENGTH = 5
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BASE = len(_ALPHABET)
_RANDOM = 26
"""Characters with five random bits each."""

_LOOK_ALIKES = str.maketrans("ILOU", "110V")


def generate() -> str:
    """A new code, as printed: groups joined by dashes."""
    chosen = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    data = chosen + _whole_check(chosen)
    step = GROUP_LENGTH - 1
    groups = [data[at : at + step] for at in range(0, len(data), step)]
    return "-".join(group + _group_check(group) for group in groups)


def groups(code: str) -> list[str]:
    """The groups of a code, for asking the person to confirm some of them."""
    return code.split("-")


def tidy(typed: str) -> str:
    """The code as printed, from what a person typed.

    Raises:
        BadInput: it is no code as generated; the sentence says where it was mistyped.
    """
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_LOOK_ALIKES)
    kept = "".join(letter for letter in plain if letter.isalnum())
    strange = sorted({letter for letter in kept if letter not in _ALPHABET})
    if strange:
        raise BadInput(
            f"A recovery code has no {strange[0]!r} in it; compare what you typed with the print."
        )
    if len(kept) != GROUPS * GROUP_LENGTH:
        raise BadInput(
            f"A recovery code has {GROUPS} groups of {GROUP_LENGTH} characters, "
            f"and {len(kept)} of the {GROUPS * GROUP_LENGTH} were given; type all of it."
        )
    parts = [kept[at : at + GROUP_LENGTH] for at in range(0, len(kept), GROUP_LENGTH)]
    wrong = [str(n) for n, part in enumerate(parts, 1) if _group_check(part[:-1]) != part[-1]]
    if wrong:
        which = f"Group {wrong[0]}" if len(wrong) == 1 else f"Groups {', '.join(wrong)}"
        raise BadInput(f"{which} of the recovery code is mistyped; compare it with the print.")
    data = "".join(part[:-1] for part in parts)
    if _whole_check(data[:_RANDOM]) != data[_RANDOM:]:
        raise BadInput(
            "The recovery code is mistyped, or its groups are in another order; "
            "compare it with the print."
        )
    return "-".join(parts)


def secret(code: str) -> bytes:
    """What the code stands for: 17 bytes that hold its 130 random bits.

    Raises:
        BadInput: as ``tidy``.
    """
    data = "".join(part[:-1] for part in groups(tidy(code)))[:_RANDOM]
    number = 0
    for letter in data:
        number = number * _BASE + _ALPHABET.index(letter)
    return number.to_bytes((_RANDOM * 5 + 7) // 8, "big")


def _group_check(letters: str) -> str:
    """Luhn's formula modulo 32 over the four letters of a group."""
    total = 0
    for at, letter in enumerate(reversed(letters)):
        value = _ALPHABET.index(letter) * (2 if at % 2 == 0 else 1)
        total += value // _BASE + value % _BASE
    return _ALPHABET[-total % _BASE]


def _whole_check(letters: str) -> str:
    """Ten bits of the SHA-256 of the random letters, in their order."""
    value = int.from_bytes(hashlib.sha256(letters.encode()).digest()[:2], "big")
    return _ALPHABET[value >> 11] + _ALPHABET[value >> 6 & 31]
