"""Answers to learn from: warm sentences whose facts are slots, for every act that names events.

An answer is put together from a reply to what the person said beside the request, and sentences
about what was found that use only the slots offered.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from eventpal.chat.answering.prompt import SLOTS
from eventpal.chat.intent import Act
from training.generated import intents
from training.generated.remarks import remark
from training.generated.vocabulary import Split

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Answered:
    """What the model reads for an answer, and what it is to write."""

    question: str
    act: Act
    found: int
    slots: tuple[str, ...]
    german: bool
    answer: str


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().split("\n"))


_LEADS = _lines("""
    {count} that fit: I'd start with {1}.
    I'd go to {1} first.
    {1} would be my first choice.
    Have a look at {1} first.
    Here you go, with {1} on top.
    {1} looks like the best match.
    I'd pick {1}, and {2} is a fine second.
    {1} and {2} look best to me.
    {1} comes first, {2} right behind.
    Here is what I found for {wishes}.
    {count} came up for {wishes}.
    For {wishes} there are {count}; I like {1} best.
    For {wishes} I'd begin with {1}.
    {1} is {when} at {where}.
    {1} is on {when}.
    How about {1} at {where}?
    How about {1}, {when}?
    I'd start with {1}: {why}.
    {1} stands out: {why}.
    {1} is my tip for you: {why}.
    {1} ({price}) is a good start.
    I'd start with {1} ({price}).
    You could see {1}, {2} or {3}.
    I picked {count} for you; {1} suits you most.
    My tip: {1}, {when} at {where}.
    Go for {1}, or try {2}.
    These {count} caught my eye, {1} most of all.
    There's {1}, and also {2}.
""")
_ONES = _lines("""
    One fits: {1}.
    {1} is just what you asked for.
    There is one: {1}.
    I found {1} for you.
    {1} it is, {when}.
    One thing fits {wishes}: {1}.
    {1} is the one, at {where}.
    How about {1}?
    {1} is {when} at {where}.
    I'd go to {1}: {why}.
    {1} ({price}) fits nicely.
    For {wishes} there is {1}.
""")
_NOTHING = _lines("""
    I couldn't find anything for {wishes}, I'm afraid.
    Nothing for {wishes} this time, sorry.
    Sorry, there is nothing for {wishes}.
    I looked for {wishes} and found nothing, but there is {near}.
    Nothing fits {wishes}; the closest I have is {near}.
    No luck with {wishes}, sorry. There is {near}, though.
    I'm sorry, nothing fits. Would {near} do?
    That's a pity, nothing fits. What about {near}?
    I'm sorry, nothing fits that.
""")
_MORE = _lines("""
    Here are {count} more; {1} looks good too.
    Sure, {count} more, with {1} first.
    There's more: {1} and {2}, for instance.
    Of course. {1} is next on my list.
    Next I'd look at {1}.
    Gladly, here's {1} and more.
    Another one for you: {1}.
""")
_WHY = _lines("""
    Here's why {1} is there: {why}.
    I like {1} for you: {why}.
    {1} fits you, I think: {why}.
    I thought of you for {1}: {why}.
""")
_PLANS = _lines("""
    Start with {1}, then on to {2}.
    Here's a plan: {1}, then {2}, and {3} to finish.
    I'd begin with {1} and go on to {2}.
    Begin with {1} and end with {3}.
    Your day could start with {1}.
    {1} first, {2} after that, and {3} to round it off.
    A day with {1} and {2} sounds good to me.
    How about {1} and then {2}?
""")
_COMPARED = _lines("""
    I'd lean towards {1}.
    {1} suits you better than {2}, I think.
    I'd take {1} first, then {2}.
    I'd choose {1}: {why}.
    If I had to choose, {1}.
    I think {1} is better for you: {why}.
""")
_LEADS_DE = _lines("""
    Ich würde mit {1} anfangen.
    {1} wäre meine erste Wahl.
    Schau dir zuerst {1} an.
    {1} passt am besten zu dir.
    {1} und {2} gefallen mir am besten.
    Das habe ich gefunden: {wishes}.
    {count} passen, allen voran {1}.
    {1} ist {when}.
    Wie wäre es mit {1}?
    Wie wäre es mit {1}, {when}?
    Mein Tipp: {1} ({price}).
    {1} steht oben: {why}.
    Du könntest zu {1}, {2} oder {3} gehen.
    Ich habe {count} für dich, am liebsten {1}.
    Zu {wishes} passt {1} am besten.
    Erst {1}, und dann vielleicht {2}.
    {1} lohnt sich, {when} im {where}.
    Hier, bitte, zuerst {1}.
""")
_ONES_DE = _lines("""
    Eine passt: {1}.
    Ich habe {1} für dich gefunden.
    {1} ist genau das Richtige.
    {1} ist {when}.
    Wie wäre es mit {1}?
    Zu {wishes} passt {1}.
    {1} ({price}) passt gut.
""")
_NOTHING_DE = _lines("""
    Zu {wishes} finde ich leider nichts.
    Leider nichts zu {wishes}, aber es gibt {near}.
    Schade, dazu gibt es nichts. Wie wäre {near}?
    Tut mir leid, dazu finde ich nichts.
    Nichts passt ganz; am nächsten kommt {near}.
""")
_MORE_DE = _lines("""
    Gern, hier sind noch {count}, zuerst {1}.
    Es gibt noch mehr: {1} und {2}.
    Klar, als Nächstes {1}.
    Noch etwas für dich: {1}.
""")
_WHY_DE = _lines("""
    {1} steht da, denn: {why}.
    Für {1} spricht: {why}.
    {1} passt zu dir: {why}.
""")
_PLANS_DE = _lines("""
    Erst {1}, dann {2}.
    Fang mit {1} an und geh dann zu {2}.
    Ein Plan: {1}, danach {2} und zum Schluss {3}.
    Dein Tag könnte mit {1} beginnen.
""")
_COMPARED_DE = _lines("""
    Ich würde eher {1} nehmen.
    {1} passt besser zu dir als {2}.
    Ich nähme {1}, dann {2}.
    Lieber {1} als {2}.
""")
_CLOSINGS = _lines("""
    Have fun!
    Enjoy!
    Have a lovely time!
    Shall I save it for you?
    Tell me if you'd like something else.
    Say the word and I'll look further.
    Which one do you like?
""")
_CLOSINGS_DE = _lines("""
    Viel Spaß!
    Viel Vergnügen!
    Soll ich es dir merken?
    Sag Bescheid, wenn du etwas anderes möchtest.
    Welches gefällt dir?
""")
_SENTENCES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "many": (_LEADS, _LEADS_DE),
    "one": (_ONES, _ONES_DE),
    "none": (_NOTHING, _NOTHING_DE),
    "more": (_MORE, _MORE_DE),
    "explain": (_WHY, _WHY_DE),
    "plan": (_PLANS, _PLANS_DE),
    "compare": (_COMPARED, _COMPARED_DE),
}
_ASKED: Mapping[str, Sequence[Act]] = {
    "many": (Act.FIND, Act.FIND, Act.REFINE),
    "one": (Act.FIND, Act.REFINE),
    "none": (Act.FIND, Act.REFINE),
    "more": (Act.MORE,),
    "explain": (Act.EXPLAIN,),
    "plan": (Act.PLAN,),
    "compare": (Act.COMPARE,),
}
_SHARES = (10, 3, 3, 2, 3, 2, 2)


def answers(number: int, seed: int, split: Split = "train") -> Iterator[Answered]:
    """``number`` answers, the same for the same seed."""
    questions = _questions(number, seed, split)
    for place in range(number):
        random = Random(f"answer {seed} {split} {place}")
        kind = random.choices(list(_SENTENCES), _SHARES)[0]
        act = random.choice(_ASKED[kind])
        yield _answer(random, split, kind, act, random.choice(questions[act]))


def _questions(number: int, seed: int, split: Split) -> dict[Act, list[tuple[str, bool]]]:
    """Messages by their act, each with whether it is German; none says anything beside."""
    found: dict[Act, list[tuple[str, bool]]] = {act: [] for acts in _ASKED.values() for act in acts}
    for one in intents.messages(2 * number + 400, seed + 7, split, chatty=False):
        if one.intent.act in found:
            found[one.intent.act].append((one.text, one.german))
    return found


def _answer(
    random: Random, split: Split, kind: str, act: Act, question: tuple[str, bool]
) -> Answered:
    text, german = question
    found = {"one": 1, "none": 0, "explain": 1, "compare": 2}.get(kind) or random.randint(2, 5)
    found = 0 if kind == "none" else found
    slots = _slots(random, kind, found)
    sentences = [
        one
        for one in _SENTENCES[kind][german]
        if set(_SLOT.findall(one)) <= set(slots) and ("near" in slots) == ("{near}" in one)
    ]
    told = [random.choice(sentences)]
    if random.random() < 0.45:
        said, reply = remark(random, split, german=german)
        joint = random.choice((", ", ". ", " - "))
        first = random.random() < 0.75
        text = f"{said}{joint}{text}" if first else f"{text.rstrip('?.! ')}{joint}{said}"
        told.insert(0, reply)
    elif kind in {"many", "plan"} and random.random() < 0.3:
        told.append(random.choice((_CLOSINGS, _CLOSINGS_DE)[german]))
    return Answered(text, act, found, slots, german, " ".join(told))


def _slots(random: Random, kind: str, found: int) -> tuple[str, ...]:
    """Some of the slots that such an answer can have; those of its sentences among them."""
    given = {str(place) for place in range(1, min(found, 3) + 1)}
    if kind == "none":
        given |= {"wishes"} if random.random() < 0.85 else set()
        given |= {"near"} if random.random() < 0.6 else set()
    elif kind == "explain":
        given |= {"why"}
    else:
        given |= {"count"} if kind in {"many", "more"} else set()
        given |= {"wishes"} if kind in {"many", "one"} and random.random() < 0.75 else set()
        given |= {"when"} if random.random() < 0.9 else set()
        given |= {name for name in ("where", "price", "why") if random.random() < 0.55}
    return tuple(one for one in SLOTS if one in given)
