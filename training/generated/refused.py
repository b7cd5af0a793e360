"""Pairs to prefer by: an answer that the chat shows, over one that it refuses.

The refused one is the same answer with a fault that small models have: a fact made up where a slot
belongs, or a slot that was not offered. What is accepted is decided by the chat's own check.
"""

import re
from collections.abc import Iterator
from itertools import count, islice
from random import Random

from transformers import PreTrainedTokenizerBase

from eventpal.chat.answering.claims import Offer, fault
from eventpal.chat.answering.prompt import SLOTS, answer_messages
from training.generated.answers import Answered, answers
from training.preference import Pair

_SLOT = re.compile(r"\{\w+\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MADE_UP = (
    *("the Harbour Hall", "a concert at eight", "twelve euros", "the old mill", "Friday night"),
    *("Jazz in the Park", "a very famous band", "5 pounds", "seats near the stage"),
)
_DRAWN = 64
"""Answers of one seed; the next ones have the next."""


def pairs(tokenizer: PreTrainedTokenizerBase, number: int, seed: int) -> Iterator[Pair]:
    """``number`` pairs, the same for the same seed."""
    drawn = (one for more in count() for one in answers(_DRAWN, seed + more))
    both = ((one, _spoiled(one, Random(f"{seed} {n}"))) for n, one in enumerate(drawn))
    fitting = (
        (one, bad)
        for one, bad in both
        if one.found and not refused(one, one.answer) and refused(one, bad)
    )
    for one, bad in islice(fitting, number):
        asked = answer_messages(one.question, one.act, one.found, one.slots, german=one.german)
        told = [{"role": it.role, "content": it.content} for it in asked]
        prompt = tokenizer.apply_chat_template(told, tokenize=False, add_generation_prompt=True)
        end = f"{tokenizer.eos_token}"
        yield Pair(f"{prompt}", one.answer + end, bad + end)


def refused(one: Answered, answer: str) -> bool:
    """Whether the chat would drop a sentence of ``answer`` to what was asked."""
    offer = Offer(one.question, one.act, one.found, dict.fromkeys(one.slots, "x"), one.german)
    return any(fault(sentence, offer) for sentence in _SENTENCE.split(answer))


def _spoiled(one: Answered, random: Random) -> str:
    """The answer with one of its slots put wrong."""
    slots = list(_SLOT.finditer(one.answer))
    if not slots:
        return one.answer
    place = random.choice(slots)
    others = [f"{{{slot}}}" for slot in SLOTS if slot not in one.slots]
    wrong = random.choice(others) if others and random.random() < 0.3 else random.choice(_MADE_UP)
    return one.answer[: place.start()] + wrong + one.answer[place.end() :]
