"""Recovery codes as people type them."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eventpal.errors import BadInput
from eventpal.store.vault import recovery_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = recovery_code.generate()
POSITIONS = [at for at, letter in enumerate(CODE) if letter != "-"]

codes = st.builds(lambda _: recovery_code.generate(), st.none())


def test_seven_groups_of_five_without_look_alikes() -> None:
    groups = recovery_code.groups(CODE)
    assert [len(group) for group in groups] == [5] * 7
    assert not set(CODE) & set("ILOU")


def test_codes_hold_130_bits_and_differ() -> None:
    secrets = {recovery_code.secret(recovery_code.generate()) for _ in range(500)}
    assert len(secrets) == 500
    assert all(len(secret) == 17 and secret[0] < 4 for secret in secrets)
    seen = 0
    for secret in secrets:
        seen |= int.from_bytes(secret, "big")
    assert seen == 2**130 - 1, "every one of the 130 bits is in use"


@given(st.data())
def test_typed_by_a_person(data: st.DataObject) -> None:
    typed = ""
    for letter in CODE:
        if letter == "-":
            typed += data.draw(st.sampled_from(["-", " ", "", " – ", "\n", "—", "\u00a0", "."]))
        else:
            look_alikes = {"0": "0oO", "1": "1iIlL", "V": "VvuU"}
            typed += data.draw(st.sampled_from(look_alikes.get(letter, letter + letter.lower())))
    assert recovery_code.tidy(typed) == CODE
    assert recovery_code.secret(typed) == recovery_code.secret(CODE)


@given(st.sampled_from(POSITIONS), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_names_its_group(at: int, wrong: str) -> None:
    assume(CODE[at] != wrong)
    mistyped = CODE[:at] + wrong + CODE[at + 1 :]
    with pytest.raises(BadInput, match=f"Group {at // 6 + 1} .* mistyped"):
        recovery_code.tidy(mistyped)


def test_two_wrong_groups_are_both_named() -> None:
    letters = list(CODE)
    for at in (0, 8):
        letters[at] = ALPHABET[(ALPHABET.index(letters[at]) + 1) % 32]
    with pytest.raises(BadInput, match="Groups 1, 2 "):
        recovery_code.tidy("".join(letters))


@given(st.integers(0, 6), st.integers(0, 6))
def test_groups_in_another_order_are_found(one: int, other: int) -> None:
    groups = recovery_code.groups(CODE)
    assume(groups[one] != groups[other])
    groups[one], groups[other] = groups[other], groups[one]
    # Ten bits of the whole check: about one order in a thousand passes, which then opens nothing.
    try:
        assert recovery_code.tidy("-".join(groups)) != CODE
    except BadInput as error:
        assert "another order" in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "0 of the 35"),
        (CODE[:-1], "34 of the 35"),
        (CODE + "7", "36 of the 35"),
        ("é" + CODE[1:], "has no 'É' in it"),
        ("٣" + CODE[1:], "has no '٣' in it"),
    ],
)
def test_what_is_wrong_is_said(typed: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        recovery_code.tidy(typed)


@given(st.text(alphabet=string.printable + "éß٣Ⅻ\u202e", max_size=60))
def test_anything_typed_is_a_sentence_or_a_code(typed: str) -> None:
    try:
        recovery_code.tidy(typed)
    except BadInput as error:
        assert str(error).endswith(".")  # noqa: PT017


def test_a_code_of_another_vault_is_well_typed() -> None:
    other = recovery_code.generate()
    assert recovery_code.tidy(other) == other
    assert recovery_code.secret(other) != recovery_code.secret(CODE)
