"""Texts to tokens and back, for one language model. Runs in the engine's process only."""

import ctypes
from collections.abc import Iterable
from typing import Any

import llama_cpp

from eventpal.engine.process.chat_template import Piece


class Vocabulary:
    """The tokens of one model."""

    def __init__(self, pointer: Any) -> None:
        self.pointer = pointer
        self.size = int(llama_cpp.llama_vocab_n_tokens(pointer))
        self._bos = int(llama_cpp.llama_vocab_bos(pointer))
        self._begins_with_bos = bool(llama_cpp.llama_vocab_get_add_bos(pointer))

    def text_of(self, token: int) -> str:
        """What stands for a mark of the format; "" where the model has no such mark."""
        if token < 0:
            return ""
        found: bytes = llama_cpp.llama_vocab_get_text(self.pointer, token)
        return found.decode("utf-8", "replace")

    @property
    def bos(self) -> str:
        """The mark at the beginning of a text."""
        return self.text_of(self._bos)

    @property
    def eos(self) -> str:
        """The mark at the end of a text."""
        return self.text_of(int(llama_cpp.llama_vocab_eos(self.pointer)))

    def ends(self, token: int) -> bool:
        """Whether the model ends its turn with this token, or breaks out of it."""
        return bool(
            llama_cpp.llama_vocab_is_eog(self.pointer, token)
            or llama_cpp.llama_vocab_is_control(self.pointer, token)
        )

    def prompt(self, pieces: Iterable[Piece]) -> list[int]:
        """Tokens of a filled-in chat format; only the format's own text can hold its marks."""
        tokens: list[int] = []
        for piece in pieces:
            tokens += self.plain(piece.text) if piece.content else self._tokens(piece.text, True)
        if self._begins_with_bos and tokens[:1] != [self._bos]:
            tokens.insert(0, self._bos)
        return tokens

    def plain(self, text: str) -> list[int]:
        """Tokens of a text in which nothing is a mark, whatever it looks like."""
        tokens = self._tokens(text, False)
        # Some files register their marks as words, which llama.cpp finds in any text.
        if any(self._is_mark(token) for token in tokens):
            return [
                part
                for token in tokens
                for part in (self._spelt(token) if self._is_mark(token) else [token])
            ]
        return tokens

    def piece(self, token: int) -> bytes:
        """What a token writes: bytes, since a letter can be spread over several tokens."""
        room = 64
        while True:
            buffer = ctypes.create_string_buffer(room)
            length = llama_cpp.llama_token_to_piece(self.pointer, token, buffer, room, 0, False)
            if length >= 0:
                return buffer.raw[:length]
            room = -length

    def _is_mark(self, token: int) -> bool:
        attributes = llama_cpp.llama_vocab_get_attr(self.pointer, token)
        return bool(
            attributes
            & (llama_cpp.LLAMA_TOKEN_ATTR_CONTROL | llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED)
        )

    def _spelt(self, token: int) -> list[int]:
        """A mark's text letter by letter."""
        return [
            part
            for letter in self.text_of(token)
            for part in self._tokens(letter, False)
            if not self._is_mark(part)
        ]

    def _tokens(self, text: str, marks: bool) -> list[int]:
        raw = text.encode("utf-8", "replace")
        room = len(raw) + 8
        while True:
            buffer = (ctypes.c_int32 * room)()
            found = llama_cpp.llama_tokenize(
                self.pointer, raw, len(raw), buffer, room, False, marks
            )
            if found >= 0:
                return list(buffer[:found])
            room = -found
