"""Keeps a mistake in a method that Qt calls from ending the program."""

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any, TypeVar

C = TypeVar("C", bound=type)


def guarded(made: C) -> C:
    """A class decorator: what its overrides of Qt's methods raise is told by ``sys.excepthook``.

    PySide6 adds words to such an error. One that C code raised, as ``int("x")`` does, Python before
    3.12 hands on half made, and PySide6 crashes on it (seen: 6.11). Catching it completes it.
    """
    for name, method in list(vars(made).items()):
        if isinstance(method, FunctionType) and overrides(made, name):
            setattr(made, name, _completing(method))
    return made


def overrides(made: type, name: str) -> bool:
    """Whether Qt has a method of this name in a class that ``made`` is derived from."""
    above = [base for base in made.__mro__[1:] if base.__module__.startswith("PySide6.")]
    return not name.startswith("__") and any(name in vars(base) for base in above)


def _completing(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(*arguments: Any, **named: Any) -> Any:
        try:
            return method(*arguments, **named)
        except BaseException:
            raise

    return call
