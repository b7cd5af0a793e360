"""The chat beside the picks: asking, streaming, stopping, asking again, and earlier ones."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt

from eventpal.chat.answering import render
from eventpal.chat.intent import Act
from eventpal.chat.services import ProfileProposal
from eventpal.domain import Action
from eventpal.errors import EngineError, UserError
from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.models import Card, Leg
from eventpal.ui.chat.lines import AnswerLine, Question
from eventpal.ui.chat.pane import ChatPane
from eventpal.ui.chat.work import Line, shown
from eventpal.ui.controller import Controller
from tests.gui.fake_app import ZONE
from tests.gui.fake_chat import with_chat


@pytest.fixture
def fake(city):
    return with_chat(city)


@pytest.fixture
def open_chat(open_window, settle):
    def open_it(fake, **size):
        window = open_window(fake, **size)
        window.topbar.chat.click()
        settle()
        return window

    return open_it


def texts(chat):
    """What is said above the cards and, after a bar, below them."""
    return [
        " | ".join(filter(None, (one.text.text(), one.after.text())))
        if isinstance(one, AnswerLine)
        else one.text.text()
        for one in chat.said
    ]


def test_a_question_is_answered_with_cards_that_can_be_saved(open_chat, fake, qtbot, settle):
    window = open_chat(fake)
    chat = window.chat
    assert chat.field.hasFocus()
    qtbot.keyClicks(chat.field, "jazz tonight")
    qtbot.keyClick(chat.field, Qt.Key.Key_Return)
    settle()
    assert texts(chat) == ["jazz tonight", "Here you go: | More?"]
    assert chat.field.toPlainText() == ""
    cards = chat.said[1].events
    assert [row.event.title for row in cards.rows] == [one.title for one in fake.stored[:2]]
    cards.setFocus()
    qtbot.keyClick(cards, Qt.Key.Key_Tab)
    assert chat.said[1].regenerate.hasFocus()
    event = cards.rows[0].event
    cards.acted.emit(cards.rows[0], Action.SAVE, None)
    settle()
    assert ("rate", event.id, Action.SAVE, "") in fake.calls
    assert Action.SAVE in cards.rows[0].actions


def test_first_words_show_while_the_answer_is_made_and_stop_ends_it(open_chat, fake, qtbot, settle):
    window = open_chat(fake)
    chat = window.chat
    fake.assistant.gate.clear()
    chat.ask("jazz")
    qtbot.waitUntil(lambda: texts(chat) == ["jazz", "Here you go:"])
    assert chat.stop.isVisible()
    assert not chat.send.isVisible()
    chat.stop.click()
    fake.assistant.gate.set()
    settle()
    assert texts(chat) == ["jazz", "Here you go:\nStopped."]
    assert chat.send.isVisible()
    assert fake.conversations.said["c1"][0].text == "jazz"


def test_cards_are_there_before_the_last_words(open_chat, fake, qtbot, settle):
    chat = open_chat(fake).chat
    fake.assistant.early = True
    fake.assistant.gate.clear()
    chat.ask("jazz")
    qtbot.waitUntil(lambda: chat.said[-1].events is not None)
    assert len(chat.said[-1].events.rows) == 2
    chat.stop.click()
    fake.assistant.gate.set()
    settle()
    assert texts(chat) == ["jazz", "Here you go: | Stopped."]


def test_the_language_model_is_loaded_when_the_chat_opens(open_chat, fake, settle):
    asked = []
    info = fake.model.info
    fake.model.info = lambda token: asked.append(True) or info(token)
    open_chat(fake)
    settle()
    assert asked == [True]


def test_a_failure_is_one_line_and_the_next_question_works(open_chat, fake, settle):
    chat = open_chat(fake).chat
    fake.assistant.failing = EngineError("The language model fails again and again.")
    chat.ask("jazz")
    settle()
    assert texts(chat)[-1].endswith("The language model fails again and again.")
    fake.assistant.failing = None
    chat.ask("chess")
    settle()
    assert texts(chat)[-1] == "Here you go: | More?"
    assert fake.assistant.asked == ["jazz", "chess"]


def test_the_last_question_can_be_edited_and_answered_again(open_chat, fake, settle):
    chat = open_chat(fake).chat
    for text in ("jazz", "chess"):
        chat.ask(text)
        settle()
    first, _, last, answer = chat.said
    assert isinstance(last, Question)
    assert isinstance(answer, AnswerLine)
    assert not first.edit.isVisible()
    last.edit.click()
    assert chat.field.toPlainText() == "chess"
    chat.field.setPlainText("choir")
    chat.field.send()
    settle()
    assert [one.text.text() for one in chat.said if isinstance(one, Question)] == ["jazz", "choir"]
    chat.said[-1].regenerate.click()
    settle()
    assert len(chat.said) == 4
    assert fake.assistant.asked == ["jazz", "chess", "choir", "choir"]
    assert [line.text for line in fake.conversations.said["c1"] if line.speaker == "person"] == [
        "jazz",
        "choir",
    ]


def test_earlier_conversations_are_found_opened_and_deleted(open_chat, fake, settle):
    window = open_chat(fake)
    chat = window.chat
    for text in ("jazz", "chess"):
        chat.begin()
        chat.ask(text)
        settle()
    assert list(fake.conversations.said) == ["c1", "c2"]
    chat.earlier.click()
    chat.history.search.setText("chess")
    settle()
    rows = chat.history.rows
    assert rows.count() == 1
    rows.itemAt(0).widget().layout().itemAt(0).widget().click()
    settle()
    assert chat.stack.currentWidget() is chat.area
    assert texts(chat) == ["chess", "Here you go: | More?"]
    assert len(chat.said[1].events.rows) == 2
    chat.ask("more")
    settle()
    assert [line.text for line in fake.conversations.said["c2"]][2] == "more"
    chat.earlier.click()
    settle()
    buttons = [chat.history.rows.itemAt(at).widget().layout() for at in range(2)]
    (first, sure), (other, other_sure) = (
        (line.itemAt(1).widget(), line.itemAt(2).widget()) for line in buttons
    )
    first.click()
    assert (first.isVisible(), sure.isVisible(), sure.hasFocus()) == (False, True, True)
    other.click()
    assert (first.isVisible(), sure.isVisible(), other_sure.isVisible()) == (True, False, True)
    assert list(fake.conversations.said) == ["c1", "c2"]
    other_sure.click()
    settle()
    assert chat.said == []
    assert list(fake.conversations.said) == ["c1"]


def test_what_was_noted_about_the_taste_can_be_taken_back(open_chat, fake, settle):
    chat = open_chat(fake).chat
    fake.assistant.act = Act.TASTE
    fake.profile.add("I love jazz", "chat")
    line = fake.profile.lines()[0]
    fake.assistant.proposals = (ProfileProposal(line.id, line.text, "Jazz moves up."),)
    chat.ask("I love jazz")
    settle()
    undo = next(
        one for one in chat.said[1].findChildren(type(chat.send)) if one.text() == "Take it back"
    )
    undo.click()
    settle()
    assert fake.profile.lines() == []


def test_an_answer_to_export_offers_the_file(appearance, tasks, fake, settle, qtbot):
    controller = Controller(tasks, fake.clock)
    controller.attach(fake)
    chat = ChatPane(appearance, Covers(), controller)
    qtbot.addWidget(chat)
    fake.assistant.act = Act.EXPORT
    chat.ask("export them")
    settle()
    export = next(
        one for one in chat.said[1].findChildren(type(chat.send)) if "calendar file" in one.text()
    )
    with qtbot.waitSignal(chat.exporting) as asked:
        export.click()
    assert asked.args[0]() == fake.stored[:2]


@pytest.mark.parametrize(("width", "beside"), [(1280, False), (1600, True)])
def test_details_stand_beside_the_chat_only_where_there_is_room(
    open_chat, fake, settle, width, beside
):
    window = open_chat(fake, width=width)
    chat = window.chat
    chat.ask("jazz")
    settle()
    chat.said[1].opened.emit(chat.said[1].events.rows[1])
    assert window.detail.isVisible()
    assert window.detail.title.text() == fake.stored[1].title
    assert chat.isVisible() is beside
    window.detail.closed.emit()
    assert chat.isVisible()
    assert chat.field.hasFocus()


@pytest.mark.parametrize("width", [1280, 700])
def test_a_line_that_passes_covers_no_field(open_chat, fake, width):
    window = open_chat(fake, width=width)
    told = "The language model was started again, since its process ended (SIGKILL)."
    window.controller.tell(told)
    field = QRect(window.chat.field.mapToGlobal(QPoint(0, 0)), window.chat.field.size())
    toast = QRect(window.toast.mapToGlobal(QPoint(0, 0)), window.toast.size())
    assert window.toast.isVisible()
    assert window.toast.text.text() == told
    assert window.toast.text.height() >= window.toast.text.heightForWidth(window.toast.text.width())
    assert not toast.intersects(field)
    assert window.rect().contains(window.toast.geometry())


def test_what_the_model_lacks_stands_in_the_chat_until_it_works(open_chat, fake, settle):
    works = fake.model.info
    sentence = "mine.gguf is damaged or no model: choose another with eventpal models use."

    def fails(token):
        raise EngineError(sentence)

    fake.model.info = fails
    window = open_chat(fake)
    chat = window.chat
    assert chat.lack.text.text() == sentence.replace("with eventpal models use", "in the settings")
    chat.ask("jazz")
    settle()
    assert chat.lack.isVisible()
    assert texts(chat)[-1] == "Here you go: | More?"
    chat.lack.settings.click()
    assert window.pages.currentWidget() is window.pages.privacy
    fake.model.info = works
    chat.ask("chess")
    settle()
    assert not chat.lack.isVisible()


def test_a_stopped_answer_is_left_at_once_and_the_next_question_waits_for_none(
    open_chat, fake, settle
):
    chat = open_chat(fake).chat
    fake.assistant.gate.clear()
    chat.ask("jazz")
    chat.stop.click()
    assert texts(chat)[-1].endswith("Stopped.")
    chat.ask("chess")
    fake.assistant.gate.set()
    settle()
    assert texts(chat)[-1] == "Here you go: | More?"
    assert chat.send.isVisible()


def test_a_new_conversation_is_not_entered_by_the_answer_left_behind(open_chat, fake, settle):
    chat = open_chat(fake).chat
    fake.assistant.gate.clear()
    chat.ask("jazz")
    chat.begin()
    chat.ask("chess")
    fake.assistant.gate.set()
    settle()
    assert [one.text.text() for one in chat.said if isinstance(one, Question)] == ["chess"]
    said = fake.conversations.said[chat.work.conversation]
    assert [line.text for line in said if line.speaker == "person"] == ["chess"]
    assert texts(chat)[-1] == "Here you go: | More?"


def test_a_question_that_could_not_be_stored_is_asked_anew(open_chat, fake, settle):
    chat = open_chat(fake).chat
    chat.ask("jazz")
    settle()
    add = fake.conversations.add

    def full(*given):
        raise UserError("The disk is full, so this was not saved: free some space and try again.")

    fake.conversations.add = full
    chat.ask("chess")
    settle()
    assert texts(chat)[-1].endswith("free some space and try again.")
    fake.conversations.add = add
    chat.said[-1].regenerate.click()
    settle()
    said = fake.conversations.said["c1"]
    assert [line.text for line in said if line.speaker == "person"] == ["jazz", "chess"]


def test_a_narrow_window_shows_the_chat_alone(open_chat, fake):
    window = open_chat(fake, width=700)
    assert window.chat.isVisible()
    assert not window.pages.isVisible()
    window.chat.away.click()
    assert not window.chat.isVisible()
    assert window.pages.isVisible()


LONG = "A sentence about an evening that is told at some length. " * 8


def test_the_conversation_is_as_high_as_what_was_said(open_chat, fake, qtbot):
    chat = open_chat(fake).chat
    said = "I would start with “Glass Harbour and Tidy Ghosts”, which is near."
    chat.show_conversation([Line("person", "jazz"), Line("eventpal", said, said)] * 12)
    last = chat.said[-1]
    qtbot.waitUntil(lambda: chat.area.verticalScrollBar().maximum() > 0)
    assert chat.area.widget().height() - last.geometry().bottom() < last.fontMetrics().height()
    for text in (last.text, last.after):
        assert text.height() == text.heightForWidth(text.width())


def test_a_question_stays_in_sight_above_a_long_answer(open_chat, fake, settle, qtbot):
    chat = open_chat(fake, height=500).chat
    chat.show_conversation([Line("person", "jazz"), Line("eventpal", LONG)])
    fake.assistant.lead = "\n".join([LONG] * 6)
    chat.ask("chess")
    settle()
    question = chat.said[-2]
    assert isinstance(question, Question)
    bar = chat.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > question.y() + question.height())
    assert question.y() - question.height() < bar.value() <= question.y()


def test_what_the_cards_show_is_not_said_again(fake):
    events = fake.stored[:2]
    first, second = (render.line(one, ZONE, german=False) for one in events)
    text = f"A plan:\n1. {first}, until 21:00 (11 min on the way)\n2. {second}\n2 stops.\n\n\nBye."
    line = shown(fake, text, events, {})
    assert line.text == "A plan:"
    assert line.after == "2 stops.\n\nBye."
    assert [type(one) for one in line.rows] == [Leg, Card, Card]
    assert line.rows[0].text == "11 min on the way"
    assert line.cards[0].km is not None
    full = f"{first} · until 21:00 · 0.2 km away · 20 Abbey Street\nThe organiser writes: “{first}”"
    line = shown(fake, full, events[:1], {})
    assert (line.text, line.after) == ("", f"The organiser writes: “{first}”")


def test_what_is_saved_in_words_shows_on_every_card_of_it(open_chat, fake, settle):
    window = open_chat(fake)
    chat = window.chat
    chat.ask("jazz")
    settle()
    fake.assistant.act = Act.RATE
    fake.assistant.does = lambda: fake.rate(fake.stored[0].id, Action.SAVE)
    chat.ask("save the first one")
    settle()
    for answer in (chat.said[1], chat.said[3]):
        assert answer.events.rows[0].actions == {Action.SAVE}
    fake.assistant.does = fake.undo
    chat.ask("undo")
    settle()
    for answer in (chat.said[1], chat.said[3]):
        assert answer.events.rows[0].actions == frozenset()


def test_a_question_that_is_stopped_before_its_turn_is_stored(open_chat, fake, settle):
    chat = open_chat(fake).chat
    fake.assistant.gate.clear()
    for text in ("jazz", "chess"):
        chat.ask(text)
        chat.stop.click()
    fake.assistant.gate.set()
    settle()
    said = [line.text for lines in fake.conversations.said.values() for line in lines]
    assert said == ["jazz", "chess"]


def test_the_history_says_so_and_cuts_long_titles_short(open_chat, fake, settle):
    chat = open_chat(fake).chat
    asked = "something for a rainy afternoon with a child of five years and its grandmother"
    chat.ask(asked)
    settle()
    chat.earlier.click()
    settle()
    assert chat.title.text() == "History"
    assert chat.earlier.isChecked()
    row = chat.history.rows.itemAt(0).widget().layout().itemAt(0).widget()
    title, under = row.text().splitlines()
    assert title.endswith("…")
    assert asked.startswith(title[:-1])
    assert "2 messages" in under
    assert row.accessibleName().startswith(asked)
    chat.earlier.click()
    assert chat.title.text() == "Ask EventPal"
    assert not chat.earlier.isChecked()


def test_the_field_and_the_button_beside_it_are_equally_high(open_chat, fake):
    chat = open_chat(fake).chat
    assert chat.send.height() == chat.field.height()


def test_a_key_means_the_card_of_the_answer_that_takes_the_keys(open_chat, fake, qtbot, settle):
    window = open_chat(fake)
    chat = window.chat
    fake.history.log.clear()
    chat.ask("jazz")
    settle()
    cards = chat.said[1].events
    cards.setFocus(Qt.FocusReason.TabFocusReason)
    assert cards.current() == cards.rows[0]
    qtbot.keyClick(cards, Qt.Key.Key_Down)
    qtbot.keyClick(cards, Qt.Key.Key_S)
    settle()
    assert fake.history.actions() == {cards.rows[1].event.event_id: {Action.SAVE}}
    assert window.pages.picks.current().event != cards.rows[1].event
    chat.field.setFocus()
    assert cards.current() is None
    assert cards.selectedIndexes() == []


def test_the_arrow_up_takes_the_last_question_up_again(open_chat, fake, qtbot, settle):
    chat = open_chat(fake).chat
    up, escape = Qt.Key.Key_Up, Qt.Key.Key_Escape
    qtbot.keyClick(chat.field, up)
    assert chat.field.toPlainText() == ""
    chat.ask("jazz")
    settle()
    wide = chat.width()
    qtbot.keyClick(chat.field, up)
    assert chat.field.toPlainText() == "jazz"
    assert chat.send.text() == "Ask again"
    settle()
    assert chat.width() == wide
    assert chat.field.width() > chat.send.width()
    qtbot.keyClick(chat.field, escape)
    assert (chat.field.toPlainText(), chat.send.text()) == ("", "Send")
    qtbot.keyClick(chat.field, up)
    qtbot.keyClicks(chat.field, "choir")
    qtbot.keyClick(chat.field, Qt.Key.Key_Return)
    settle()
    assert texts(chat) == ["choir", "Here you go: | More?"]
    assert chat.send.text() == "Send"


def test_find_goes_to_the_search(open_chat, fake, qtbot):
    window = open_chat(fake)
    qtbot.keyClick(window.chat.field, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.topbar.search.hasFocus()


def test_escape_goes_one_step_back_at_a_time(open_chat, fake, qtbot, settle):
    window = open_chat(fake)
    chat, escape = window.chat, Qt.Key.Key_Escape
    fake.assistant.gate.clear()
    chat.ask("jazz")
    qtbot.keyClick(chat.field, escape)
    assert texts(chat)[-1].endswith("Stopped.")
    fake.assistant.gate.set()
    chat.ask("chess")
    settle()
    chat.earlier.click()
    qtbot.keyClick(chat.history.search, escape)
    assert chat.stack.currentWidget() is chat.area
    cards = chat.said[-1].events
    cards.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(cards, escape)
    assert chat.field.hasFocus()
    assert chat.isVisible()
    qtbot.keyClick(chat.field, escape)
    assert not chat.isVisible()
    assert window.pages.picks.view.hasFocus()


def test_the_tab_key_passes_the_conversation_before_the_field(open_chat, fake, qtbot, settle):
    chat = open_chat(fake).chat
    for text in ("jazz", "chess"):
        chat.ask(text)
        settle()
    first, last, question = chat.said[1], chat.said[3], chat.said[2]
    assert isinstance(question, Question)
    chat.away.setFocus()
    for stop in (first.events, question.edit, last.events, last.regenerate, chat.field, chat.send):
        qtbot.keyClick(chat.window().focusWidget(), Qt.Key.Key_Tab)
        assert stop.hasFocus()
    chat.field.setFocus()
    qtbot.keyClick(chat.field, Qt.Key.Key_Backtab)
    assert last.regenerate.hasFocus()
