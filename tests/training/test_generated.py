"""What the shipped adapter learns from: the same in every run, well-formed, and fairly split."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from eventpal.chat.intent import Act, Intent, from_json, intent_messages, to_json
from eventpal.engine.messages import Message
from eventpal.recommend.prompt import Told, preference_messages
from tests.training import tiny
from training import tasks
from training.config import Config
from training.generated import frames, noise, parts, wordings
from training.generated.cities import city
from training.generated.intents import Asked, messages
from training.generated.lessons import Writer
from training.generated.measure import understanding
from training.generated.tastes import cases
from training.generated.vocabulary import TOPICS, held_out, of_split

SPLITS = ("train", "words", "phrasings")


@pytest.fixture(scope="module")
def asked() -> dict[str, list[Asked]]:
    return {split: list(messages(700, 7, split)) for split in SPLITS}


def test_messages_are_the_same_for_a_seed_and_others_for_another():
    assert list(messages(50, 1)) == list(messages(50, 1))
    assert list(messages(50, 1)) != list(messages(50, 2))


def test_every_intent_is_one_that_the_model_can_write(asked):
    for one in (one for split in SPLITS for one in asked[split]):
        assert from_json(to_json(one.intent)) == one.intent
        assert len(one.intent.topics) <= 4
        assert len(one.intent.where) <= 40
        assert one.text.strip() == one.text != ""
        assert not re.search(r"[{}]", one.text), one.text


def test_every_act_and_every_field_is_asked_for(asked):
    assert {one.intent.act for one in asked["train"]} == set(Act)
    plain = Intent()
    for name in ("topics", "exclude", "when", "where", "price", "company", "age", "format"):
        assert any(getattr(one.intent, name) != getattr(plain, name) for one in asked["train"])
    for name in ("sort", "count", "refers", "verdict"):
        assert any(getattr(one.intent, name) != getattr(plain, name) for one in asked["train"])


def test_messages_hardly_repeat(asked):
    texts = Counter(one.text.lower() for one in asked["train"] if one.intent.act is Act.FIND)
    assert len(texts) > 0.97 * texts.total()


def test_a_follow_up_comes_with_what_was_asked_before(asked):
    for one in asked["train"]:
        if one.intent.act in {Act.REFINE, Act.MORE, Act.COMPARE, Act.SAVE, Act.RATE}:
            assert one.before is not None
            assert one.before.act is Act.FIND


def test_messages_come_in_several_languages(asked):
    german = [one for one in asked["train"] if one.german]
    assert 0.1 < len(german) / len(asked["train"]) < 0.25
    assert any(re.search(r"(?i)\b(was|gibt es|lieber|am)\b", one.text) for one in german)
    said = {wording for wording, _ in wordings.ABROAD}
    many = list(messages(3000, 8))
    assert sum(any(it in one.text.lower() for it in said) for one in many) > 10


def test_held_out_topics_are_never_learned(asked):
    learned = {topic for one in asked["train"] for topic in one.intent.topics}
    measured = {topic for one in asked["words"] for topic in one.intent.topics}
    assert learned
    assert measured
    assert not learned & measured
    assert not set(of_split(TOPICS, "train")) & set(of_split(TOPICS, "words"))


def test_held_out_phrasings_are_never_learned(asked):
    held = [one for one in frames.TALK + frames.HELP + frames.MORE if held_out(one, "frame")]
    assert held
    learned = {one.text.lower().rstrip("?.! ") for one in asked["train"]}
    assert not learned & {one.rstrip("?.! ") for one in held if "{" not in one}
    asked_anew = {one.text.lower().rstrip("?.! ") for one in asked["phrasings"]}
    assert asked_anew & {one.rstrip("?.! ") for one in held}


def test_wordings_are_split_as_well():
    for pairs in (wordings.PRICES, wordings.COMPANY, wordings.FORMATS, wordings.COMPARATIVES):
        learned, held = parts.wordings_of(pairs, held=False), parts.wordings_of(pairs, held=True)
        assert held
        assert not set(learned) & set(held)
        assert {*learned, *held} == set(pairs)


def test_slips_leave_the_first_letter_and_short_words_alone():
    drawn = [noise.slips("jazz concerts tonight", Random(seed), 1.0) for seed in range(50)]
    assert all(re.match(r"jazz c\w+ t\w+$", one) for one in drawn)
    assert len(set(drawn)) > 20


def test_cities_are_invented_anew_for_each_seed():
    assert city(1, "train") == city(1, "train")
    venues = [{one.event.venue for one in city(seed, "train")} for seed in (1, 2)]
    assert len(venues[0] & venues[1]) <= 2
    held = {one.topic for one in city(3, "words")}
    assert held
    assert all(held_out(topic) for topic in held)


def test_people_tell_both_sides_or_only_what_they_liked():
    drawn = list(cases(60, 4))
    assert drawn == list(cases(60, 4))
    verdicts = Counter(one.liked for case in drawn for one in case.targets)
    assert 0.3 < verdicts[True] / verdicts.total() < 0.6
    for case in drawn:
        assert 1 <= len(case.history) <= 12
        assert case.mixed or all(one.liked for one in case.history)
    assert any(not case.mixed for case in drawn)


def test_verdicts_follow_the_taste_and_not_chance_alone():
    """Somebody who liked a kind of event likes the next one of it more often than not."""
    agree = differ = 0
    for case in cases(150, 5):
        sides = {side(one): one.liked for one in case.history}
        for target in case.targets:
            if side(target) in sides:
                agree += sides[side(target)] == target.liked
                differ += sides[side(target)] != target.liked
    assert agree > 1.5 * differ


def side(one: Told) -> str:
    return one.details.split(", ")[0]


def test_documents_say_what_the_application_says():
    writer = Writer(tiny.tokenizer())
    case = next(one for one in cases(20, 1) if one.mixed)
    document = writer.case(case)
    for part, target in zip(document.parts[1:], case.targets, strict=True):
        whole = text_of(document.parts[0].tokens + part.tokens)
        asked = prompt_of(preference_messages(case.history, target))
        assert whole.startswith(asked)
        assert whole[len(asked) :] == ("Y" if target.liked else "N")
    trunk = document.parts[0]
    assert len(trunk.answers) == len(case.history) - 2
    for offset, told in zip(trunk.answers, case.history[2:], strict=True):
        assert text_of(trunk.tokens[offset : offset + 1]) == (" Yes" if told.liked else " No")


def test_an_intent_is_learned_to_its_end():
    writer = Writer(tiny.tokenizer())
    examples = list(messages(7, 3))
    documents = list(writer.asked(examples))
    branches = [part for one in documents for part in one.parts[1:]]
    for part, example in zip(branches, examples, strict=True):
        learned = text_of([part.tokens[offset] for offset in part.answers])
        assert learned == to_json(example.intent) + "<|im_end|>"
        context = to_json(example.before) if example.before else ""
        whole = text_of(documents[0].parts[0].tokens + part.tokens)
        assert whole == prompt_of(intent_messages(example.text, context)) + learned


def test_lessons_are_prepared_from_a_config_without_any_data():
    config = Config(name="small", reader="generated", messages=10, people=2, valid_documents=3)
    task = tasks.prepare(config, Path("nowhere"), tiny.tokenizer())
    assert len(task.train) == 4
    assert len(task.valid) == 3
    learned = {part.tokens for one in task.train for part in one.parts[1:]}
    assert not learned & {part.tokens for one in task.valid for part in one.parts[1:]}


def text_of(tokens: Sequence[int]) -> str:
    return tiny.tokenizer().decode(tokens)


def prompt_of(told: Sequence[Message]) -> str:
    plain = [{"role": one.role, "content": one.content} for one in told]
    return tiny.tokenizer().apply_chat_template(plain, tokenize=False, add_generation_prompt=True)


def test_understanding_counts_each_field_where_it_was_said_or_written():
    said = Asked("jazz on friday", Intent(topics=("jazz",), when=("friday",)))
    missed = Intent(topics=("jazz",), price="free")
    found = understanding([said, said, said], [said.intent, missed, None])
    assert list(found.exact) == [True, False, False]
    assert found.fields["topics"] == pytest.approx(2 / 3)
    assert found.fields["price"] == 0.0
    assert found.fields["when"] == pytest.approx(1 / 3)
