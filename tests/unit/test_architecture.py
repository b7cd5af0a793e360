"""Imports point down only, and each heavy library has one home. See ARCHITECTURE.md."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LEVELS = (
    {"domain", "errors"},
    {"settings", "paths", "progress"},
    {"search", "engine", "store"},
    {"recommend", "feeds", "calendars"},
    {"chat"},
    {"app"},
    {"ui", "cli"},
)
"""Parts of the package, lowest first. A part imports those on lower levels and itself."""

SAME_LEVEL = {("search", "store")}
"""Who may import whom on one level."""

PART_OF = {
    "__main__": "cli",
    "commands": "cli",
    "opening": "app",
    "services": "app",
    "wire": "app",
}
"""Modules and packages that belong to a part of another name."""

NETWORK = (
    *("socket", "socketserver", "ssl", "http.client", "http.server", "urllib.request", "urllib3"),
    *("ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc", "httpx", "httpcore"),
    *("requests", "aiohttp", "websockets", "PySide6.QtNetwork", "PySide6.QtWebSockets"),
)
TRAINERS = ("torch", "transformers", "sentence_transformers", "peft", "trl", "accelerate")

HOMES = {
    "PySide6": ("ui/",),
    "shiboken6": ("ui/",),
    "sqlcipher3": ("store/database.py",),
    "sqlite_utils": ("store/sqlite.py",),
    "keyring": ("store/",),
    "argon2": ("store/",),
    "cryptography": ("store/",),
    "llama_cpp": ("engine/",),
    "gguf": ("engine/",),
    "safetensors": ("engine/",),
    "hnswlib": ("search/index.py",),
    "feedparser": ("feeds/",),
    "lxml": ("feeds/",),
    "mf2py": ("feeds/",),
    "nh3": ("feeds/",),
    "rapidfuzz": ("feeds/", "chat/", "store/vocabulary.py"),
    "recurring_ical_events": (),
    "icalendar": ("feeds/", "calendars/"),
    **dict.fromkeys(NETWORK, ("feeds/fetching/web.py",)),
    **dict.fromkeys(TRAINERS, ()),
    **dict.fromkeys(("training", "tests", "pytest"), ()),
}
"""Where under ``src/eventpal`` a library may be imported; nowhere else, and () is nowhere."""

NOT_IN_TRAINING = ("PySide6", "sqlcipher3", *NETWORK)


@dataclass(frozen=True)
class Import:
    """One imported module; ``deferred`` where it stands inside a function."""

    module: str
    line: int
    deferred: bool


def imports(path: str, text: str) -> Iterator[Import]:
    """Everything that ``text`` imports, by full name; ``from a import b`` gives ``a.b``."""
    package = path.removesuffix(".py").split("/")[:-1]
    tree = ast.parse(text, path)
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        deferred = id(node) in inner
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Import(name.name, node.lineno, deferred)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = [*above, *([node.module] if node.module else [])]
            for name in node.names:
                yield Import(".".join([*base, name.name]), node.lineno, deferred)
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            first = node.args[0] if node.args else None
            known = isinstance(first, ast.Constant) and isinstance(first.value, str)
            yield Import(first.value if known else "?", node.lineno, deferred)


def breaches(files: Mapping[str, str]) -> list[str]:
    """What is wrong, one line each.

    ``files`` are Python texts by path: ``eventpal/…`` as under ``src``, or ``training/…``.
    """
    found = []
    for path, text in files.items():
        for one in imports(path, text):
            wrong = _wrong(path, one)
            if wrong:
                found.append(f"{path}:{one.line}: {wrong}")
    return found


def _wrong(path: str, one: Import) -> str:
    top, _, rest = path.partition("/")
    if one.module == "?":
        return "imports a name computed at run time"
    if top == "training":
        return _wrong_in_training(one)
    if _within(one.module, "eventpal"):
        return _wrong_direction(_part(rest), _part_imported(one.module), one)
    for library, homes in HOMES.items():
        if _within(one.module, library) and not rest.startswith(homes):
            return f"imports {one.module}; {library} may be imported in {homes or 'no file'}"
    return ""


def _wrong_direction(here: str, there: str, one: Import) -> str:
    if not there or here == there or (here, there) in SAME_LEVEL:
        return ""
    if (here, there) == ("cli", "ui"):
        return "" if one.deferred else "imports the window for every command, not where one opens"
    return f"{here or 'eventpal'} may not import {there}" if _level(there) >= _level(here) else ""


def _wrong_in_training(one: Import) -> str:
    for library in NOT_IN_TRAINING:
        if _within(one.module, library):
            return f"training may not import {library}"
    if _within(one.module, "eventpal") and _part_imported(one.module) in {"ui", "cli"}:
        return f"training may not import {one.module}"
    return ""


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _part(rest: str) -> str:
    """The part of a file under ``eventpal``; "" for the package's own ``__init__``."""
    name = rest.partition("/")[0].removesuffix(".py")
    return "" if name == "__init__" else PART_OF.get(name, name)


def _part_imported(module: str) -> str:
    """The part that ``eventpal.x…`` names; "" for the package or what its ``__init__`` defines."""
    name = module.split(".")[1] if "." in module else ""
    return "" if name.startswith("__") and name != "__main__" else PART_OF.get(name, name)


def _level(part: str) -> int:
    if not part:
        return -1
    for level, parts in enumerate(LEVELS):
        if part in parts:
            return level
    raise AssertionError(f"eventpal/{part} has no level in LEVELS")


def test_the_code_keeps_to_the_layout():
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "training").rglob("*.py")]
    files = {
        path.relative_to(ROOT).as_posix().removeprefix("src/"): path.read_text(encoding="utf-8")
        for path in sources
    }
    assert len(files) > 40
    assert breaches(files) == []


def test_every_part_has_a_level():
    for path in (ROOT / "src" / "eventpal").iterdir():
        if path.suffix == ".py" or (path / "__init__.py").is_file():
            _level(_part(path.name))


@pytest.mark.parametrize(
    ("path", "text", "what"),
    [
        ("eventpal/store/a.py", "from eventpal.feeds import ical", "store may not import feeds"),
        ("eventpal/store/a.py", "from eventpal import app", "store may not import app"),
        ("eventpal/store/a.py", "import eventpal.ui.theme", "store may not import ui"),
        ("eventpal/store/a.py", "from ..feeds.ical import read_ical", "store may not import feeds"),
        ("eventpal/store/a.py", "from .. import recommend", "store may not import recommend"),
        ("eventpal/store/b/a.py", "from ...feeds import x", "store may not import feeds"),
        ("eventpal/store/a.py", "def f():\n    from eventpal import cli", "may not import cli"),
        ("eventpal/store/a.py", "if TYPE_CHECKING:\n    import eventpal.app", "not import app"),
        ("eventpal/store/a.py", "import_module('eventpal.feeds')", "store may not import feeds"),
        ("eventpal/store/a.py", "importlib.import_module(name)", "computed at run time"),
        ("eventpal/store/a.py", "__import__('eventpal.ui')", "store may not import ui"),
        ("eventpal/store/a.py", "from eventpal.search import index", "store may not import search"),
        ("eventpal/engine/a.py", "from eventpal.store import keys", "engine may not import store"),
        ("eventpal/recommend/a.py", "import eventpal.feeds", "recommend may not import feeds"),
        ("eventpal/feeds/a.py", "import eventpal.calendars", "feeds may not import calendars"),
        ("eventpal/calendars/a.py", "from eventpal import feeds", "calendars may not import feeds"),
        ("eventpal/domain.py", "import eventpal.errors", "domain may not import errors"),
        ("eventpal/paths.py", "import eventpal.settings", "paths may not import settings"),
        ("eventpal/app.py", "from eventpal.ui import theme", "app may not import ui"),
        ("eventpal/app.py", "from eventpal.commands.invocation import x", "app may not import cli"),
        ("eventpal/ui/a.py", "from eventpal import commands", "ui may not import cli"),
        ("eventpal/cli.py", "from eventpal.ui import application", "not where one opens"),
        ("eventpal/__init__.py", "from eventpal import app", "eventpal may not import app"),
        ("eventpal/app.py", "from PySide6.QtCore import QObject", "PySide6 may be imported in"),
        ("eventpal/store/events.py", "import sqlcipher3", "sqlcipher3 may be imported in"),
        ("eventpal/search/hybrid.py", "def f():\n    import hnswlib", "hnswlib may be"),
        ("eventpal/recommend/a.py", "import llama_cpp", "llama_cpp may be imported in"),
        (
            "eventpal/feeds/calendar/ical.py",
            "from socket import socket",
            "socket may be imported in",
        ),
        ("eventpal/feeds/items/rss.py", "from urllib import request", "urllib.request may be"),
        ("eventpal/engine/models/library.py", "import httpx", "httpx may be imported in"),
        ("eventpal/ui/a.py", "from PySide6 import QtNetwork", "QtNetwork may be imported in"),
        ("eventpal/engine/a.py", "import torch", "torch may be imported in no file"),
        ("eventpal/chat/a.py", "from training import sft", "training may be imported in no file"),
        ("training/data.py", "import PySide6", "training may not import PySide6"),
        ("training/data.py", "from eventpal.ui import x", "training may not import eventpal.ui"),
    ],
)
def test_a_planted_breach_is_found(path, text, what):
    found = breaches({path: text})
    assert len(found) == 1
    assert what in found[0]
    assert found[0].startswith(f"{path}:")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("eventpal/store/a.py", "from eventpal.domain import Event\nfrom . import keys"),
        ("eventpal/store/a.py", "from ..errors import Locked\nfrom ..paths import Home"),
        ("eventpal/search/a.py", "from eventpal.store.events import EventStore"),
        ("eventpal/feeds/fetching/web.py", "import httpx, socket"),
        ("eventpal/feeds/items/rss.py", "from urllib.parse import urlsplit\nimport feedparser"),
        ("eventpal/search/index.py", "import hnswlib"),
        ("eventpal/commands/finding.py", "def window():\n    from eventpal.ui import application"),
        ("eventpal/cli.py", "from eventpal import __version__, app, commands"),
        ("eventpal/ui/a.py", "from PySide6.QtGui import QColor\nfrom eventpal.app import EventPal"),
        ("training/data.py", "import torch\nfrom eventpal.recommend import features"),
    ],
)
def test_what_the_layout_allows_is_no_breach(path, text):
    assert breaches({path: text}) == []


def test_a_part_that_nobody_placed_is_noticed():
    with pytest.raises(AssertionError, match="eventpal/helpers has no level"):
        breaches({"eventpal/app.py": "from eventpal import helpers"})
