"""Rules that the repository itself keeps: what lies where, and what no file may name."""

import re
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CI = ".ci/run"
MOST_BYTES = 2 * 2**20
ADAPTERS = ("resources/models/", "training/adapters/")
MOST_OF_ADAPTER = 10 * 2**20
MOST_LINES = 450

TOP = {
    *("pyproject.toml", "README.md", "src", "resources", "training", "packaging", "tests"),
    *("LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "Makefile"),
    "constraints.txt",
}
"""What may lie at the top, beside names that begin with a dot."""

# Put together here, so that this file does not name them either.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("anaconda", "org"),
        ("npmjs", "org"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("golang", "org"),
    )
]
DATA = Path("..", "shared").as_posix()
HOME = re.compile(r"(?<![\w.~$}-])(?:/(?:home|Users)/[a-z]\w*|[A-Z]:\\Users\\\w+)")
MACHINE = re.compile(r"(?<![\w.~$}-])/(?:root|work)/[\w.]")


def tracked() -> list[str]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True, text=True, timeout=30
    )
    if done.returncode != 0:
        pytest.skip("this is no git checkout")
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """Every tracked file that is text."""
    found = {}
    for name in tracked():
        body = (ROOT / name).read_bytes()
        if b"\0" not in body:
            found[name] = body.decode("utf-8", errors="replace")
    return found


def forbidden(name: str, text: str) -> list[str]:
    """What ``text`` names and may not; LICENSE is not ours to word."""
    if name == "LICENSE":
        return []
    found = [host for host in HOSTS if re.search(rf"(?<![\w-]){re.escape(host)}\b", text)]
    if DATA in text and name != CI:
        found.append(DATA)
    places = (MACHINE,) if name.startswith("tests/") else (MACHINE, HOME)
    found += [match[0] for place in places for match in place.finditer(text)]
    return found


def normal(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def test_no_file_names_what_it_may_not():
    named = {name: found for name, text in texts().items() if (found := forbidden(name, text))}
    assert named == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("src/a.py", "https://" + HOSTS[0] + "/simple"),
        ("README.md", "files." + HOSTS[1]),
        ("tests/a.py", f"Path('{DATA}/data')"),
        ("Makefile", "cd /" + "home/someone/eventpal"),
        ("src/a.py", "open('/" + "Users/someone/x')"),
        ("tests/a.py", "/" + "root/.cache"),
        ("src/a.py", "C:" + "\\Users\\someone"),
    ],
)
def test_a_planted_name_is_found(name, text):
    assert forbidden(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (CI, f"{DATA}/data"),
        ("src/a.py", "https://example.org/home/news and ~/work/x and $HOME/x"),
        ("tests/a.py", "/home/me/calendars"),
        ("README.md", "one crate is enough"),
    ],
)
def test_what_may_be_named(name, text):
    assert forbidden(name, text) == []


def test_no_file_is_large():
    large = {
        name: size
        for name in tracked()
        if (size := (ROOT / name).stat().st_size)
        > (MOST_OF_ADAPTER if name.startswith(ADAPTERS) else MOST_BYTES)
    }
    assert large == {}


def test_no_module_is_long():
    long = {
        name: lines
        for name, text in texts().items()
        if name.startswith("src/")
        and name.endswith(".py")
        and (lines := text.count("\n")) > MOST_LINES
    }
    assert long == {}


def test_the_top_level_holds_only_what_belongs_there():
    top = {name.partition("/")[0] for name in tracked()}
    assert {name for name in top if not name.startswith(".")} <= TOP


def test_constraints_pin_every_direct_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(one for extra in extras for one in extra)]
    named = {normal(re.match(r"[\w.-]+", one)[0]) for one in wanted} - {normal(project["name"])}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {normal(line.partition("==")[0]) for line in lines if "==" in line}
    assert named - pinned == set()


def test_constraints_hold_one_exact_version_each():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", row) for row in rows), rows
    names = [normal(row.partition("==")[0]) for row in rows]
    assert len(names) == len(set(names))


NAMED = re.compile(r"`((?:[\w*-]+/)*[\w*-]+\.(?:py|toml|md)|(?:[\w*-]+/)+)`")
"""What a document names: a file, or a folder with its slash."""


def missing(document, files):
    """The files and folders that the text names and that no path of ``files`` holds."""
    paths = [f"/{name}" for name in files]
    return [
        name
        for name in dict.fromkeys(NAMED.findall(document))
        if not any(fnmatch(path, f"*/{name}*") for path in paths)
    ]


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"])
def test_a_document_names_what_is_there(name):
    assert missing((ROOT / name).read_text(encoding="utf-8"), tracked()) == []


def test_a_name_that_leads_nowhere_is_found():
    document = "`src/a.py` and `b.py`, in `src/` and `lib/`, `gone_*.py`, `a*.py`"
    assert missing(document, ["src/a.py"]) == ["b.py", "lib/", "gone_*.py"]
