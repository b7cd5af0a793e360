"""Answers to learn from: facts stand as slots, in the language asked for."""

import re
from itertools import islice
from random import Random

import pytest

from eventpal.chat.answering import claims
from eventpal.chat.answering.claims import Offer
from eventpal.chat.answering.prompt import ANSWER_TOKENS, SLOTS, answer_grammar, answer_messages
from eventpal.chat.intent import Act
from tests.training import tiny
from training.generated.answers import Answered, answers
from training.generated.lessons import Writer
from training.generated.remarks import remark

SPLITS = ("train", "phrasings")


@pytest.fixture(scope="module")
def written() -> list[Answered]:
    return list(answers(1500, 3))


def test_answers_are_the_same_for_a_seed_and_others_for_another(written):
    assert list(answers(60, 5)) == list(answers(60, 5))
    assert list(answers(60, 5)) != list(answers(60, 6))
    assert len({one.answer for one in written}) > 700


def test_facts_stand_only_as_the_slots_that_are_offered(written):
    for one in written:
        assert set(re.findall(r"\{(\w+)\}", one.answer)) <= set(one.slots) <= set(SLOTS), one
        assert not re.search(r"[0-9€£$\n<>|]", re.sub(r"\{\w+\}", "", one.answer)), one.answer
        letter = answer_grammar(one.slots).splitlines()[1].partition(" ::= ")[2]
        assert re.fullmatch(f"(?:{letter}|{{[a-z0-9]+}})+", one.answer), one.answer
        assert len(one.answer.split()) < ANSWER_TOKENS


def test_where_nothing_fits_it_is_said_with_what_nearly_does(written):
    nothing = [one for one in written if one.found == 0]
    assert nothing
    for one in nothing:
        assert not {"1", "when", "price"} & set(one.slots)
        assert ("near" in one.slots) == ("{near}" in one.answer)
    assert all("{why}" in one.answer for one in written if one.act is Act.EXPLAIN)


def test_german_is_answered_in_german(written):
    english = re.compile(r"\b(?:the|first|you|found|more|with|have|sorry)\b", re.IGNORECASE)
    german = [one for one in written if one.german]
    assert len(german) > 100
    assert not [one.answer for one in german if english.search(one.answer)]


def test_remarks_are_held_out_and_their_answers_speak_to_the_person():
    told = {split: {drawn(place, split) for place in range(2500)} for split in SPLITS}
    assert not {said for said, _ in told["train"]} & {said for said, _ in told["phrasings"]}
    for said, reply in told["train"]:
        assert not re.search(r"\b(?:my|meine?)\b", reply), (said, reply)
        assert not re.search(r"[{}]", said + reply)


def drawn(place: int, split: str) -> tuple[str, str]:
    return remark(Random(place), split, german=place % 4 == 0)


def test_documents_hold_the_prompts_of_the_application():
    words = tiny.tokenizer()
    some = list(islice(answers(12, 4), 7))
    documents = list(Writer(words).answered(some))
    assert [len(one.parts) for one in documents] == [6, 3]
    branches = [part for one in documents for part in one.parts[1:]]
    for part, one in zip(branches, some, strict=True):
        learned = words.decode([part.tokens[offset] for offset in part.answers])
        assert learned == one.answer + "<|im_end|>"
        prompt = answer_messages(one.question, one.act, one.found, one.slots, german=one.german)
        told = [{"role": told.role, "content": told.content} for told in prompt]
        whole = words.apply_chat_template(told, tokenize=False, add_generation_prompt=True)
        assert words.decode(documents[0].parts[0].tokens + part.tokens) == whole + learned


def test_sentences_about_events_are_ones_that_the_chat_shows(written):
    """It drops what says more than it can vouch for, and small talk that answers nothing."""
    for one in written:
        offer = Offer(one.question, one.act, one.found, dict.fromkeys(one.slots, "x"), one.german)
        for sentence in re.split(r"(?<=[.!?])\s+", one.answer):
            if one.found and "{" in sentence:
                assert not claims.fault(sentence, offer), one
