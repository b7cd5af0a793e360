"""The key that opens the database."""

import hmac
import secrets
from typing import NoReturn

KEY_BYTES = 32


class DataKey:
    """The 256-bit key of one person's database; it never shows itself in a repr, log or pickle."""

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        """``raw`` is the key as unwrapped from a slot.

        Raises:
            ValueError: it is not 32 bytes long.
        """
        if len(raw) != KEY_BYTES:
            raise ValueError(f"a data key has {KEY_BYTES} bytes")
        self._raw = bytes(raw)

    @classmethod
    def random(cls) -> "DataKey":
        """A new key from the operating system's randomness."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def hex(self) -> str:
        """The key as 64 hexadecimal digits."""
        return self._raw.hex()

    def __bytes__(self) -> bytes:
        return self._raw

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DataKey) and hmac.compare_digest(self._raw, other._raw)

    def __hash__(self) -> int:
        return hash(self._raw)

    def __repr__(self) -> str:
        return "DataKey(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a data key is never pickled")
