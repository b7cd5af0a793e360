"""How a history is written for the language model: one line an item, the verdict last.

    Dead Poets Society [Drama]:72 Yes

The number is what is expected of this person (``crowd``), from what others thought and from their
own verdicts before: the percentage of likes, or ten times the rating. It and the genres can be left
out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transformers import PreTrainedTokenizerBase

from training.company import Company
from training.crowd import Crowd
from training.documents import ROOT, Part
from training.queries import Item
from training.titles import Floats, key
from training.verdicts import Verdict

Scale = Literal["like", "rating", "liked", "choice"]
ONE_SIDED = frozenset({"liked", "choice"})
"""Scales whose histories hold nothing that was disliked."""

Told = Literal["nothing", "share", "rating", "rank", "together"]

_STARS = (1.5, 2.5, 3.5, 4.5)

LONGEST_TITLE = 14
"""Tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a line tells."""

    kind: str = "movie"
    scale: Scale = "like"
    """"like" ends lines in Yes or No, "rating" in 1 to 5; "liked" is as "like" where only
    likes are known; "choice" ends no line of the history, all of which was chosen, and asks Yes or
    No of what is new."""
    genres: bool = False
    titles: bool = True
    """Whether titles are told, or one word stands for each: to see what they are worth."""
    crowd: Told = "share"
    """The number: share of likes or rating, as expected; where it ranks by how many know it; or how
    well it goes together with what was chosen before."""
    mixed: bool = False
    """Whether a history is shuffled: where it is told sorted by verdict, its last lines would
    pass for a change of mind."""


class Writer:
    """Writes lines in one form as tokens.

    Attributes:
        answers: the tokens that may end a line, best last: No and Yes, or 1 to 5.
    """

    def __init__(
        self, tokenizer: PreTrainedTokenizerBase, form: Form, crowd: Crowd | Company
    ) -> None:
        self.form = form
        self._tokenizer = tokenizer
        self._crowd = crowd
        self._titles: dict[tuple[str, tuple[str, ...]], tuple[int, ...]] = {}
        self._numbers = {number: self._tokens(f":{number:02d}") for number in range(100)}
        words = [" 1", " 2", " 3", " 4", " 5"] if form.scale == "rating" else [" No", " Yes"]
        written = [self._tokens(word) for word in words]
        self._lead = written[0][:-1]
        self.answers = tuple(one[-1] for one in written)
        self._end = self._tokens("\n")

    def head(self) -> Part:
        """What stands above the lines."""
        asks = {
            "like": f"{self.form.kind}: Yes or No",
            "liked": f"{self.form.kind}: Yes or No",
            "rating": f"{self.form.kind}: 1 to 5",
            "choice": f"chosen {self.form.kind}; next: Yes or No",
        }[self.form.scale]
        return Part(self._tokens(f"<|im_start|>user\n{asks}\n"))

    def lines(self, verdicts: Sequence[Verdict]) -> list[Part]:
        """A line for each verdict, its answer to be learned given the lines before it."""
        found = []
        for one, standing in zip(verdicts, self._standings(verdicts), strict=False):
            told = self._told(one.item, standing)
            part = Part(
                (*told, self.answer(one), *self._end),
                answers=(len(told),),
                wanted=self._wanted(one.item, standing),
            )
            found.append(part)
        return found

    def history(self, verdicts: Sequence[Verdict]) -> list[Part]:
        """A line for each verdict, of which there is nothing to learn."""
        if self.form.scale == "choice":
            return [
                Part((*self._told(one.item, standing), *self._end))
                for one, standing in zip(verdicts, self._standings(verdicts), strict=False)
            ]
        return [Part(one.tokens) for one in self.lines(verdicts)]

    def question(self, item: Item, standing: Floats | None = None, *, parent: int = ROOT) -> Part:
        """The line of ``item`` with its answer open: any answer stands where one belongs."""
        told = self._told(item, standing)
        return Part((*told, self.answers[0]), parent, answers=(len(told),))

    def asked(
        self, verdict: Verdict, standing: Floats | None = None, *, parent: int = ROOT
    ) -> Part:
        """The line of ``verdict`` as a question whose answer is to be learned."""
        told = self._told(verdict.item, standing)
        return Part(
            (*told, self.answer(verdict)),
            parent,
            answers=(len(told),),
            wanted=self._wanted(verdict.item, standing),
        )

    def standing(self, verdicts: Sequence[Verdict], person: str) -> Floats:
        """What ``person`` makes of each taste, from these verdicts.

        Where only likes are told, they say too little: a person counts as what was learned of them
        by name, and a stranger as anybody.
        """
        if self.form.scale in ONE_SIDED and self.form.crowd != "together":
            return self._crowd.known(person)
        return self.along(verdicts)[-1]

    def along(self, verdicts: Sequence[Verdict]) -> Floats:
        """[verdicts + 1, tastes + 1] the standing before each verdict, from likes and dislikes."""
        return self._crowd.standings(verdicts, rated=self.form.scale == "rating")

    def _standings(self, verdicts: Sequence[Verdict]) -> Sequence[Floats | None]:
        """Of lines whose verdicts are told."""
        if self.form.crowd == "together":
            return list(self.along(verdicts))
        if self.form.scale in ONE_SIDED or self.form.crowd not in {"share", "rating"}:
            return [None] * (len(verdicts) + 1)
        return list(self.along(verdicts))

    def answer(self, verdict: Verdict) -> int:
        """The token of ``verdict``."""
        if self.form.scale != "rating":
            return self.answers[verdict.liked]
        rating = verdict.rating if verdict.rating is not None else (5 if verdict.liked else 2)
        return self.answers[min(max(round(rating), 1), 5) - 1]

    def _title(self, item: Item) -> tuple[int, ...]:
        genres = item.categories if self.form.genres else ()
        found = self._titles.get((item.title, genres))
        if found is None:
            title = plain(item.title) if self.form.titles else self.form.kind
            found = self._tokens(title)[:LONGEST_TITLE]
            if genres:
                found += self._tokens(f" [{' '.join(genres[:3])}]")
            self._titles[item.title, genres] = found
        return found

    def _wanted(self, item: Item, standing: Floats | None) -> tuple[float, ...]:
        """What the numbers alone would answer."""
        if self.form.crowd not in {"share", "rating"}:
            return ()
        if self.form.scale == "rating":
            return self._crowd.chances(item.title, standing, _STARS)
        share = self._crowd.share(item.title, standing)
        return (1 - share, share)

    def _told(self, item: Item, standing: Floats | None) -> tuple[int, ...]:
        return (*self._title(item), *self._number(item, standing), *self._lead)

    def _number(self, item: Item, standing: Floats | None) -> tuple[int, ...]:
        told = self.form.crowd
        if told == "nothing":
            return self._tokens(":")
        if told == "rating":
            number = 10 * self._crowd.expected(item.title, standing)
        elif told in {"share", "together"}:
            number = 100 * self._crowd.share(item.title, standing)
        else:
            number = 100 * self._crowd.titles.rank(item.title)
        return self._numbers[min(max(round(number), 0), 99)]

    def _tokens(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer(text, add_special_tokens=False)["input_ids"])


def plain(title: str) -> str:
    """A title as people say it: no year, its article in front, no author behind.

    "Godfather, The (1972)" → "The Godfather"
    """
    short = re.sub(r"\s*\(\d{4}\)$", "", title.strip())
    short = re.sub(r'" written by .*$', "", short)
    short = re.sub(r"^(.*), (The|A|An|Les|La|Le|Il|Das|Der|Die|El|L')$", r"\2 \1", short)
    return " ".join(short.replace("<|", " ").replace("|>", " ").split())


def ordered(form: Form, history: Sequence[Verdict]) -> list[Verdict]:
    """``history`` in the order in which it is written, the same each time."""
    if not form.mixed:
        return list(history)
    return sorted(history, key=lambda one: key(one.item.title))
