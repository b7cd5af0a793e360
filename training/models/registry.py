"""Every model by its name."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from training.models.protocol import Scorer, Setting

_MODULES: Final[Mapping[str, Callable[[], Any]]] = {
    "app": lambda: import_module("training.models.app"),
    "popular": lambda: import_module("training.models.popular"),
    "content": lambda: import_module("training.models.likeness"),
    "bm25": lambda: import_module("training.models.likeness"),
    "als": lambda: import_module("training.models.collaborative"),
    "ease": lambda: import_module("training.models.collaborative"),
    "gru4rec": lambda: import_module("training.models.sequential"),
    "sasrec": lambda: import_module("training.models.sequential"),
    "llm": lambda: import_module("training.models.llm"),
    "judge": lambda: import_module("training.models.judge"),
}
"""Each is imported when it is asked for: torch alone takes seconds."""

TOGETHER: Final = ("llm+app", "judge+app")
NAMES: Final = (*_MODULES, *TOGETHER)


def build(name: str, setting: Setting) -> Scorer:
    """The model called ``name``."""
    if name in TOGETHER:
        blend = import_module("training.models.blend")
        both: Scorer = blend.Blend([build(one, setting) for one in name.split("+")])
        return both
    model: Scorer = _MODULES[name]().build(name, setting)
    return model
