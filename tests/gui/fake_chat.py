"""A scripted assistant and conversations in memory, behind the interface of the real ones."""

import threading
from datetime import timedelta

from eventpal.chat.answering import render
from eventpal.chat.intent import Act, Intent
from eventpal.chat.memory import Turn, stored
from eventpal.chat.services import Answer
from eventpal.store.conversations import Conversation, Said
from tests.gui.fake_app import NOW, ZONE


class FakeConversations:
    def __init__(self):
        self.said = {}

    def start(self, at):
        id_ = f"c{len(self.said) + 1}"
        self.said[id_] = []
        return id_

    def add(self, conversation, speaker, text, at, state=None):
        lines = self.said[conversation]
        lines.append(Said(len(lines), conversation, speaker, text, at, state or {}))
        return lines[-1].id

    def get(self, conversation):
        return list(self.said[conversation])

    def all(self):
        return [
            Conversation(id_, lines[0].text, NOW, NOW - timedelta(hours=1), len(lines))
            for id_, lines in self.said.items()
            if lines
        ]

    def search(self, words):
        return [one for one in self.all() if any(words in line.text for line in self.said[one.id])]

    def delete(self, conversation):
        del self.said[conversation]

    def clear(self):
        self.said.clear()


class FakeAssistant:
    """Names the first two events; waits at ``gate`` after its first words."""

    def __init__(self, app):
        self._app = app
        self.gate = threading.Event()
        self.gate.set()
        self.act = Act.FIND
        self.proposals = ()
        self.failing = None
        self.asked = []
        self.early = False
        self.lead = "Here you go:"
        self.does = lambda: None
        """What the question brings about."""

    def ask(self, text, *, conversation, on_text, on_events, token):
        self.asked.append(text)
        self._app.conversations.add(conversation, "person", text, NOW)
        on_text(f"{self.lead}\n")
        if self.early:
            on_events(tuple(self._app.stored[:2]))
        self.gate.wait(10)
        token.check()
        if self.failing is not None:
            raise self.failing
        self.does()
        events = tuple(self._app.stored[:2])
        answer = f"{self.lead}\n{render.lines(events, ZONE, german=False)}\nMore?"
        turn = Turn(Intent(), events=tuple(event.id for event in events))
        self._app.conversations.add(conversation, "eventpal", answer, NOW, stored(turn))
        return Answer(conversation, answer, events, Intent(act=self.act), {}, self.proposals)

    def regenerate(self, conversation, **told):
        text = self._app.conversations.said[conversation][-2].text
        return self.edit_last(conversation, text, **told)

    def edit_last(self, conversation, text, **told):
        del self._app.conversations.said[conversation][-2:]
        return self.ask(text, conversation=conversation, **told)


def with_chat(app):
    """``app`` with a chat."""
    app.conversations = FakeConversations()
    app.assistant = FakeAssistant(app)
    app.events.find = lambda ids, now=None: [one for one in app.stored if one.id in ids]
    return app
