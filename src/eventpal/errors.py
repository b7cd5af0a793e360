"""Every error that EventPal raises on purpose.

EventPalError
├── Cancelled                 the person stopped the work
└── UserError                 carries one sentence to show: what is wrong and what to do
    ├── NotFound              no such event, source or file
    ├── BadInput              what was given cannot be used
    ├── FetchError            a source could not be read from where it lives
    │   └── LoginNeeded       it asks for a name and password
    ├── FormatError           it was read, but it is no calendar or feed
    ├── EngineError           the model child process cannot answer
    │   └── ContextFull       the language model cannot read so much at once
    ├── ModelError            a model file is missing, damaged or of the wrong kind
    └── VaultError            the encrypted store cannot be opened
        ├── Locked            no key at hand: a passphrase or recovery code is needed
        ├── WrongSecret       the passphrase or recovery code does not open it
        └── Damaged           the file on disk is not what was written

Anything else that is raised is a bug and propagates.
"""

from typing import Self


class EventPalError(Exception):
    """The root: everything raised on purpose."""


class Cancelled(EventPalError):
    """The person stopped the work; what was finished until then is kept."""


class UserError(EventPalError):
    """Something the person can mend. ``str(error)`` is one sentence to show as it is."""

    def saying(self, sentence: str) -> Self:
        """The same kind of error in other words."""
        return type(self)(sentence)


class NotFound(UserError):
    """No such event, source or file."""


class BadInput(UserError):
    """What was given cannot be used."""


class FetchError(UserError):
    """A source could not be read from where it lives."""


class LoginNeeded(FetchError):
    """A source asks for a name and password, or for others than were given."""


class FormatError(UserError):
    """The bytes were read, but they are no calendar or feed."""


class EngineError(UserError):
    """The model child process cannot answer."""


class ContextFull(EngineError):
    """The language model cannot read so much at once.

    Attributes:
        tokens: how many the messages and the answer would be.
        limit: how many they may be.
    """

    def __init__(self, tokens: int, limit: int) -> None:
        super().__init__(
            f"That is more than the language model can read at once ({tokens} of {limit} tokens): "
            "write less."
        )
        self.tokens = tokens
        self.limit = limit


class ModelError(UserError):
    """A model file is missing, damaged or of the wrong kind."""


class VaultError(UserError):
    """The encrypted store cannot be opened."""


class Locked(VaultError):
    """No key at hand: a passphrase or recovery code is needed."""


class WrongSecret(VaultError):
    """The passphrase or recovery code given does not open the store."""


class Damaged(VaultError):
    """The file on disk is not what was written."""
