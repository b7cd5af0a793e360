"""What the person and EventPal said to each other, in the encrypted database."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from eventpal.errors import NotFound
from eventpal.store.database import Database
from eventpal.store.encoding import sortable

Speaker = Literal["person", "eventpal"]

_TITLE = 60
"""Characters of the first message that name a conversation."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation; ``title`` is how its first message begins."""

    id: str
    title: str
    started_at: datetime
    changed_at: datetime
    messages: int


@dataclass(frozen=True, slots=True)
class Said:
    """One message. ``state`` is what the answer to the next one needs to know, as JSON values."""

    id: int
    conversation: str
    speaker: Speaker
    text: str
    at: datetime
    state: Mapping[str, Any] = field(default_factory=dict)


class ConversationStore:
    """Conversations, the last changed first. Ids are random; messages are numbered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, at: datetime) -> str:
        """A new, empty conversation; it is listed from its first message on."""
        id_ = secrets.token_hex(8)
        with self._database.write() as db:
            db.execute(
                "INSERT INTO conversation (id, title, started_at, changed_at) VALUES (?, '', ?, ?)",
                (id_, sortable(at), sortable(at)),
            )
        return id_

    def add(
        self,
        conversation: str,
        speaker: Speaker,
        text: str,
        at: datetime,
        state: Mapping[str, Any] | None = None,
    ) -> int:
        """Append a message; returns its number. Raises NotFound."""
        with self._database.write() as db:
            cursor = db.execute(
                """
                UPDATE conversation SET changed_at = ?,
                title = CASE WHEN title = '' AND ? = 'person' THEN ? ELSE title END
                WHERE id = ?
                """,
                (sortable(at), speaker, " ".join(text.split())[:_TITLE], conversation),
            )
            if not cursor.rowcount:
                raise NotFound(f"There is no conversation {conversation}.")
            row = db.execute(
                "INSERT INTO message (conversation, speaker, text, at, state) "
                "VALUES (?, ?, ?, ?, ?) RETURNING id",
                (conversation, speaker, text, sortable(at), json.dumps(dict(state or {}))),
            ).fetchone()
        return int(row[0])

    def all(self, limit: int | None = None) -> list[Conversation]:
        """The conversations that have messages, the last changed first."""
        rows = self._database.rows(
            """
            SELECT conversation.id, title, started_at, changed_at, count(*) FROM conversation
            JOIN message ON message.conversation = conversation.id
            GROUP BY conversation.id ORDER BY changed_at DESC, max(message.id) DESC LIMIT ?
            """,
            (-1 if limit is None else limit,),
        )
        return [
            Conversation(id_, title, _moment(started), _moment(changed), count)
            for id_, title, started, changed, count in rows
        ]

    def get(self, conversation: str) -> list[Said]:
        """All messages of a conversation, in order. Raises NotFound."""
        if not self._database.rows("SELECT 1 FROM conversation WHERE id = ?", (conversation,)):
            raise NotFound(f"There is no conversation {conversation}.")
        rows = self._database.rows(
            "SELECT id, conversation, speaker, text, at, state FROM message "
            "WHERE conversation = ? ORDER BY id",
            (conversation,),
        )
        return [
            Said(id_, of, speaker, text, _moment(at), json.loads(state))
            for id_, of, speaker, text, at, state in rows
        ]

    def search(self, words: str) -> list[Conversation]:
        """Conversations in which all of ``words`` were said, in any case, by either side."""
        wanted = words.casefold().split()
        texts: dict[str, str] = {}
        for id_, text in self._database.rows("SELECT conversation, text FROM message"):
            texts[id_] = f"{texts.get(id_, '')}\n{text.casefold()}"
        return [
            one
            for one in self.all()
            if wanted and all(word in texts.get(one.id, "") for word in wanted)
        ]

    def drop(self, conversation: str, since: int) -> None:
        """Take back the messages from number ``since`` on."""
        with self._database.write() as db:
            db.execute(
                "DELETE FROM message WHERE conversation = ? AND id >= ?", (conversation, since)
            )

    def delete(self, conversation: str) -> None:
        """Delete a conversation for good. Raises NotFound."""
        with self._database.write() as db:
            db.execute("DELETE FROM message WHERE conversation = ?", (conversation,))
            if not db.execute("DELETE FROM conversation WHERE id = ?", (conversation,)).rowcount:
                raise NotFound(f"There is no conversation {conversation}.")

    def clear(self) -> None:
        """Delete all conversations for good."""
        with self._database.write() as db:
            db.execute("DELETE FROM message")
            db.execute("DELETE FROM conversation")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
