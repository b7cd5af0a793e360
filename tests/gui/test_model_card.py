"""The card of the language model: what is chosen, how fast it is, choosing another."""

import pytest

from eventpal.engine.models.choice import ModelChoice
from eventpal.errors import ModelError
from eventpal.ui.controller import Controller
from eventpal.ui.settings.model_card import OWN, ModelCard


@pytest.fixture
def card(appearance, tasks, city, qtbot, settle):
    controller = Controller(tasks, city.clock)
    controller.attach(city)
    made = ModelCard(appearance, controller)
    qtbot.addWidget(made)
    made.show()
    made.load()
    settle()
    return made


def test_says_which_model_answers_and_how_fast_it_is(card, settle):
    assert card.name.text() == OWN
    assert not card.own.isVisible()
    assert card.said.text() == "Small on the CPU, 150 MiB of memory."
    card.measure.click()
    settle()
    assert card.said.text() == (
        "Small on the CPU: reads 1000 and writes 150 tokens a second, first word after 0.05 s, "
        "150 MiB of memory."
    )


def test_the_graphics_processor_can_be_left_alone(card, city, settle):
    card.layers.setCurrentIndex(2)
    card.layers.activated.emit(2)
    settle()
    assert ("use_model", "", 0) in city.calls
    assert card.said.text() == "Small answers now, on the CPU."


def test_a_model_that_cannot_be_used_is_one_sentence_and_the_old_one_stays(card, city, settle):
    city.model.choice = ModelChoice("/models/mine.gguf", 0)
    card.load()
    settle()
    assert card.name.text() == "mine.gguf"
    city.failing["use_model"] = ModelError("mine.gguf is no model file.")
    card.own.click()
    settle()
    assert card.said.text() == "mine.gguf is no model file."
    assert card.name.text() == "mine.gguf"
    assert card.layers.currentData() == 0
