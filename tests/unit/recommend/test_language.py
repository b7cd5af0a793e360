"""The language model as one feature: what it is asked, and what is kept."""

import numpy as np
import pytest
from recommend_people import ZONE, an_event, rated

from eventpal.domain import Action
from eventpal.errors import Cancelled
from eventpal.progress import Progress
from eventpal.recommend.language import BATCH, TOLD, LanguageJudge
from eventpal.recommend.taste import opinions

LIKED = opinions(rated(*[(an_event(f"jazz {n}"), Action.LIKE) for n in range(3)]))
COMING = [an_event(f"jazz {n}") for n in range(10, 10 + BATCH + 2)]


class Model:
    """Says yes to what has an even number, and notes what it was asked."""

    def __init__(self):
        self.asked = []

    def weigh(self, prompts, answers, token=None):
        if token is not None:
            token.check()
        last = [one[-1].content.splitlines()[-1] for one in prompts]
        self.asked += last
        return np.array([0.9 if int(one.split()[1]) % 2 == 0 else 0.2 for one in last], np.float32)


def test_it_asks_once_about_each_event_and_keeps_the_answers():
    model = Model()
    judge = LanguageJudge(model.weigh)
    assert judge.ask(LIKED, COMING, ZONE, Progress()) == len(COMING)
    assert judge.ask(LIKED, COMING, ZONE, Progress()) == 0
    assert len(model.asked) == len(COMING)
    odds = judge.odds()
    assert [odds[one.event_id] for one in COMING[:2]] == pytest.approx([0.9, 0.2])


def test_another_history_is_another_question_and_an_undo_brings_the_answers_back():
    model = Model()
    judge = LanguageJudge(model.weigh)
    judge.ask(LIKED, COMING, ZONE, Progress())
    before = judge.odds()
    more = [*LIKED, *opinions(rated((an_event("chess 1"), Action.DISLIKE)))]
    assert judge.ask(more, COMING[:1], ZONE, Progress()) == 1
    assert set(judge.odds()) == {COMING[0].event_id}
    assert judge.ask(LIKED, COMING, ZONE, Progress()) == 0
    assert judge.odds() == before


def test_of_many_opinions_the_latest_are_told():
    told = []

    def weigh(prompts, answers, token):
        told.extend(prompt[-1].content.splitlines()[:-1] for prompt in prompts)
        return np.full(len(prompts), 0.5, np.float32)

    many = rated(*[(an_event(f"jazz {n}"), Action.LIKE) for n in range(TOLD + 5)])
    LanguageJudge(weigh).ask(opinions(many), COMING[:1], ZONE, Progress())
    assert [line.split()[1] for line in told[0]] == [str(n) for n in range(5, TOLD + 5)]


def test_without_a_history_there_is_nothing_to_ask():
    model = Model()
    judge = LanguageJudge(model.weigh)
    assert judge.ask(LIKED[:2], COMING, ZONE, Progress()) == 0
    assert judge.odds() == {}
    assert model.asked == []


def test_what_was_answered_before_a_cancel_stays():
    model, progress = Model(), Progress()

    def weigh(prompts, answers, token):
        found = model.weigh(prompts, answers, token)
        progress.token.cancel()
        return found

    judge = LanguageJudge(weigh)
    with pytest.raises(Cancelled):
        judge.ask(LIKED, COMING, ZONE, progress)
    assert len(judge.odds()) == BATCH
