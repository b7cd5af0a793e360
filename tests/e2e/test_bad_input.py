"""What goes wrong with what people give, through the command line.

A command that fails as a whole ends with 1 and one sentence; where only a part fails it ends with
0 and the problem is listed. What was there before is there afterwards.
"""

import gzip
import os
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from eventpal import cli
from tests.e2e.command_line import CommandLine, assert_sentence
from tests.unit.feeds.feed_server import FeedServer, serving

MIB = 2**20
BOMB_BYTES = 300 * MIB

Refused = Callable[..., str]
Measured = Callable[[str], tuple[int, str]]


@pytest.fixture
def refused(run: CommandLine) -> Refused:
    return run.refused


@pytest.fixture
def peak_and_sentence(refused: Refused) -> Iterator[Measured]:
    """What ``sources add`` says of a location, and how many bytes Python held at once for it."""

    def call(location: str) -> tuple[int, str]:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        sentence = refused("sources", "add", location)
        return tracemalloc.get_traced_memory()[1] - before, sentence

    tracemalloc.start()
    yield call
    tracemalloc.stop()


@pytest.fixture(autouse=True)
def nothing_lost(
    in_process: None, run: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The events from before the mishap are there after it, and so is their source."""
    if not run("sources", "list")["sources"]:
        good = tmp_path_factory.mktemp("good") / "before.ics"
        good.write_bytes(calendar(event("before", "Harbour Jazz")))
        run("sources", "add", str(good))
    before = on_file(run)
    assert ("before", "Harbour Jazz") in [(uid, title) for uid, title, _, _ in before]
    sources = listed(run)
    yield
    after = on_file(run)
    assert [one for one in after if one in before] == before
    kept = listed(run)
    assert kept[: len(sources)] == sources
    for id_, *_ in kept[len(sources) :]:
        run("sources", "remove", str(id_))


def on_file(run: CommandLine) -> list[tuple[str, str, datetime, Any]]:
    """What is stored of March: times as instants, as a clock elsewhere writes them its own way."""
    return [
        (
            *(one.pop("uid"), one.pop("title"), datetime.fromisoformat(one.pop("start"))),
            {name: value for name, value in one.items() if name != "tz"},
        )
        for one in run("events", "--to", "2026-04-01T00:00Z")["events"]
    ]


def listed(run: CommandLine) -> list[tuple[int, str, int]]:
    return [
        (one["id"], one["location"], one["events"]) for one in run("sources", "list")["sources"]
    ]


def calendar(*events: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


def event(uid: str, title: str, start: str = ":20260306T200000Z", *more: str) -> str:
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART{start}", *more]
    return "\r\n".join([*lines, "END:VEVENT", ""])


def problems(result: Any) -> list[str]:
    """The sentences of the only source's problems."""
    [source] = result["sources"]
    for problem in source["problems"]:
        assert problem["where"]
        assert_sentence(problem["message"])
    return [problem["message"] for problem in source["problems"]]


# Fails as a whole


def test_missing_file(refused: Refused, tmp_path: Path) -> None:
    missing = tmp_path / "what’s on in März.ics"
    assert str(missing) in refused("sources", "add", str(missing))
    assert "https://" in refused("sources", "add", "example.org/events.ics")


@pytest.mark.parametrize(
    "given",
    [
        "",
        "   ",
        "gopher://example.org/a",
        "http://",
        "https:///a.ics",
        "http://a b/c",
        "\0",
        "~no/",
    ],
)
def test_what_is_no_location(refused: Refused, given: str) -> None:
    refused("sources", "add", given)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 429, 500, 503])
def test_refused_by_its_server(refused: Refused, server: FeedServer, status: int) -> None:
    sentence = refused("sources", "add", server.gives(b"no", status=status))
    assert str(status) in sentence


def test_nobody_there(refused: Refused) -> None:
    with serving() as gone:
        address = gone.url()
    assert "127.0.0.1" in refused("sources", "add", address)


def test_a_page_from_the_web(refused: Refused, server: FeedServer) -> None:
    page = b"<!doctype html><html><head><title>Town hall</title></head><body>Welcome</body></html>"
    address = server.gives(page, content_type="text/html")
    assert "Town hall" in refused("sources", "add", address)


def test_an_address_with_a_secret_in_it_is_not_repeated(
    refused: Refused, server: FeedServer
) -> None:
    server.gives(b"gone", path="/private-0123456789/basic.ics", status=404)
    sentence = refused("sources", "add", server.url("/private-0123456789/basic.ics?key=abc"))
    assert "0123456789" not in sentence
    assert "abc" not in sentence


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.ics", b""),
        ("blank.ics", b"\r\n \r\n"),
        ("binary.ics", bytes(range(256)) * 400),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 5000),
        ("zeros.ics", b"\0" * 70_000),
        ("page.ics", b"<!doctype html><title>Gone fishing</title><p>404"),
        ("answer.json", b'{"error": {"code": 404, "message": "Not Found"}}'),
        ("list.json", b"[1, 2, 3]"),
        ("notes.txt", "Müllabfuhr am Dienstag".encode()),
        ("notes-latin.txt", "Müllabfuhr am Dienstag".encode("latin-1")),
        ("markup.xml", b"<?xml version='1.0'?><note><to>you</to></note>"),
        ("cut.ics.gz", gzip.compress(b"BEGIN:VCALENDAR\r\n" * 1000)[:60]),
    ],
)
def test_files_that_are_no_calendar(
    refused: Refused, tmp_path: Path, name: str, body: bytes
) -> None:
    (tmp_path / name).write_bytes(body)
    assert name in refused("sources", "add", str(tmp_path / name))


def test_a_folder_without_calendars(refused: Refused, tmp_path: Path) -> None:
    folder = tmp_path / "holiday pictures"
    (folder / "inside").mkdir(parents=True)
    (folder / "beach.jpg").write_bytes(b"\xff\xd8\xff")
    assert "holiday pictures" in refused("sources", "add", str(folder))


def test_neither_file_nor_folder(refused: Refused, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ics")
    assert "pipe.ics" in refused("sources", "add", str(tmp_path / "pipe.ics"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read every file")
def test_unreadable_file(refused: Refused, tmp_path: Path) -> None:
    locked = tmp_path / "locked.ics"
    locked.write_bytes(calendar(event("a", "A")))
    locked.chmod(0)
    assert "locked.ics" in refused("sources", "add", str(locked))


def test_a_link_to_itself(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "loop.ics").symlink_to(tmp_path / "loop.ics")
    assert "loop.ics" in refused("sources", "add", str(tmp_path / "loop.ics"))


# Too much


def test_a_file_of_200_mb_costs_no_memory(peak_and_sentence: Measured, tmp_path: Path) -> None:
    huge = tmp_path / "huge.ics"
    with huge.open("wb") as file:
        file.write(b"BEGIN:VCALENDAR\r\n")
        file.truncate(200 * MIB)
    peak, sentence = peak_and_sentence(str(huge))
    assert "huge.ics" in sentence
    assert "200 MiB" in sentence
    assert peak < 20 * MIB


def test_a_packed_file_that_unpacks_to_too_much(
    peak_and_sentence: Measured, tmp_path: Path
) -> None:
    bomb = tmp_path / "bomb.ics.gz"
    bomb.write_bytes(packed_bomb())
    assert bomb.stat().st_size < MIB
    peak, sentence = peak_and_sentence(str(bomb))
    assert "bomb.ics.gz" in sentence
    assert "unpacks to more than" in sentence
    assert peak < 150 * MIB


@pytest.mark.parametrize("coding", ["gzip", "deflate", "identity"])
def test_an_answer_that_unpacks_to_too_much(
    peak_and_sentence: Measured, server: FeedServer, coding: str
) -> None:
    body = packed_bomb(0 if coding == "deflate" else 16)
    peak, sentence = peak_and_sentence(server.gives(body, content_encoding=coding))
    assert "more than 15 MiB" in sentence
    assert peak < 60 * MIB


def test_an_answer_without_end(refused: Refused, server: FeedServer) -> None:
    def pour(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"X-JUNK:" + b"x" * 65536)

    server.plays["/feed"] = pour
    assert "more than 15 MiB" in refused("sources", "add", server.url())
    assert server.hung_up.wait(5)


def test_redirects_in_circles(refused: Refused, server: FeedServer) -> None:
    assert "circles" in refused("sources", "add", server.redirects("/feed", "/feed"))


def packed_bomb(wbits_more: int = 16) -> bytes:
    """A calendar of BOMB_BYTES, packed to a thousandth."""
    pack = zlib.compressobj(9, wbits=15 + wbits_more)
    pieces = [pack.compress(b"BEGIN:VCALENDAR\r\n")]
    line = b"X-JUNK:" + b"x" * (MIB - 9) + b"\r\n"
    pieces += [pack.compress(line) for _ in range(BOMB_BYTES // MIB)]
    return b"".join([*pieces, pack.flush()])


# Fails in part


ENDLESS = [
    "FREQ=SECONDLY",
    "FREQ=SECONDLY;COUNT=1000000000",
    "FREQ=MINUTELY;INTERVAL=1;BYSECOND=0,1,2,3,4,5",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYHOUR=0,1,2,3,4,5,6;BYMINUTE=0,1,2,3,4,5;BYSECOND=1,2,3,4,5,6,7,8,9",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=HOURLY;INTERVAL=999999999",
    "FREQ=SOMETIMES",
    "COUNT=3",
    "FREQ=WEEKLY;UNTIL=never",
]


@pytest.mark.timeout(120)  # far above what it takes: only a hang fails
@pytest.mark.parametrize("rule", ENDLESS)
def test_rules_without_end_or_sense(run: CommandLine, tmp_path: Path, rule: str) -> None:
    file = tmp_path / "rules.ics"
    file.write_bytes(
        calendar(
            event("endless", "Tick", ":20260302T080000Z", f"RRULE:{rule}"),
            event("good", "Bird walk"),
        )
    )
    result = run("sources", "add", str(file))
    problems(result)
    assert result["sources"][0]["added"] == 2
    found = run("events", "--limit", "60")["events"]
    assert {"Tick", "Bird walk"} <= {one["title"] for one in found}
    assert len(run("events")["events"]) < 20_000


def test_a_zone_that_nobody_knows(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "zones.ics"
    file.write_bytes(
        calendar(
            event("far", "Far away", ";TZID=Middle-earth/Shire:20260307T190000"),
            event("good", "Bird walk"),
        )
    )
    result = run("sources", "add", str(file))
    assert result["sources"][0]["added"] == 2
    assert any("Middle-earth/Shire" in sentence for sentence in problems(result))


def test_a_calendar_without_events(run: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "quiet.ics").write_bytes(calendar())
    [sentence] = problems(run("sources", "add", str(tmp_path / "quiet.ics")))
    assert "no events" in sentence


def test_a_folder_where_some_files_are_bad(run: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "Städte & Dörfer – 2026 🎉"
    folder.mkdir()
    (folder / "gut.ics").write_bytes(calendar(event("gut", "Käsemarkt")))
    bad = {
        "empty.ics": b"",
        "page.ics": b"<html><title>404</title></html>",
        "answer.json": b"{}",
        "binary.ics": bytes(range(256)) * 40,
        "bomb.ics.gz": packed_bomb(),
        "half.ics": calendar("BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:When?\r\nEND:VEVENT\r\n"),
    }
    for name, body in bad.items():
        (folder / name).write_bytes(body)
    (folder / "loop.ics").symlink_to(folder / "loop.ics")
    (folder / "folder.ics").mkdir()
    os.mkfifo(folder / "pipe.ics")
    result = run("sources", "add", str(folder))
    problems(result)
    [source] = result["sources"]
    assert source["location"] == str(folder)
    assert source["added"] == 1
    assert {problem["where"] for problem in source["problems"]} == {
        *bad,
        "loop.ics",
        "folder.ics",
        "pipe.ics",
    }
    assert run("search", "Käsemarkt")["events"][0]["uid"] == "gut"


def test_of_several_locations_the_good_ones_are_added(run: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "first.ics").write_bytes(calendar(event("first", "First")))
    (tmp_path / "last.ics").write_bytes(calendar(event("last", "Last")))
    missing = str(tmp_path / "missing.ics")
    result = run("sources", "add", str(tmp_path / "first.ics"), missing, str(tmp_path / "last.ics"))
    assert [source["added"] for source in result["sources"]] == [1, 1]
    [problem] = result["problems"]
    assert problem["where"] == missing
    assert_sentence(problem["message"])


def test_of_several_locations_none_is_good(refused: Refused, tmp_path: Path) -> None:
    assert "there.ics" in refused(
        "sources", "add", str(tmp_path / "here.ics"), str(tmp_path / "there.ics")
    )


def test_what_breaks_later_keeps_its_events(
    run: CommandLine, tmp_path: Path, server: FeedServer
) -> None:
    file = tmp_path / "town.ics"
    good = calendar(event("a", "Town fair"))
    file.write_bytes(good)
    address = server.gives(good)
    ids = [run("sources", "add", where)["sources"][0]["id"] for where in (str(file), address)]
    everything = run("events")["events"]
    breaks: list[Callable[[], object]] = [
        lambda: (file.write_bytes(b""), server.gives(b"<html>sorry</html>")),
        lambda: (file.write_bytes(b"{}"), server.gives(b"", status=500)),
        lambda: (file.write_bytes(packed_bomb()), server.gives(packed_bomb())),
        lambda: (file.write_bytes(calendar()), server.gives(calendar())),
        lambda: (file.unlink(), server.plays.clear()),
        server.server_close,
    ]
    for breaking in breaks:
        breaking()
        for source in ids:
            assert problems(run("sources", "refresh", str(source)))
        assert run("events")["events"] == everything


# Other commands


def test_history_from_what_is_none(refused: Refused, run: CommandLine, tmp_path: Path) -> None:
    page = tmp_path / "page.ics"
    page.write_bytes(b"<html><title>Log in</title></html>")
    refused("import", str(page))
    refused("import", str(tmp_path / "missing.ics"))
    refused("import", str(tmp_path))
    good = tmp_path / "mine.ics"
    good.write_bytes(calendar(event("past", "Old concert", ":20250306T200000Z")))
    result = run("import", str(page), str(good))
    assert result["imported"] == 1
    [problem] = result["problems"]
    assert "page.ics" in problem["where"]
    assert_sentence(problem["message"])


def test_export_to_where_nothing_can_be_written(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for target in (tmp_path, tmp_path / "no" / "such.ics", tmp_path / "file" / "under.ics"):
        assert str(target) in refused("export", "-o", str(target), "--picks", "1")


@pytest.mark.parametrize(
    "words",
    [
        ["why", "nosuchevent"],
        ["why", ""],
        ["why", "x-20260306T200000Z"],
        ["rate", "' OR 1=1", "like"],
        ["sources", "remove", "9999"],
        ["sources", "refresh", "9999"],
        ["export", "-o", "out.ics", "--ids", "nosuchevent"],
    ],
)
def test_ids_of_nothing(refused: Refused, words: list[str]) -> None:
    refused(*words)


@pytest.mark.parametrize(
    "words",
    [
        ["events", "--from", "yesterday"],
        ["events", "--limit", "0"],
        ["events", "--limit", "many"],
        ["events", "--limit", "99999999999999999999999"],
        ["sources", "remove", "-1"],
        ["sources", "refresh", "99999999999999999999999"],
        ["picks", "--days", "99999999999"],
        ["--now", "0001-01-01T00:00Z", "picks"],
        ["picks", "--days", "-3"],
        ["--now", "soon", "picks"],
        ["sources"],
        ["nonsense"],
    ],
)
def test_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "_count" not in printed.err
    assert "_moment" not in printed.err


@pytest.mark.parametrize(
    "words",
    [
        ["events", "--from", "0001-01-01", "--to", "9999-12-31"],
        ["events", "--from", "2026-05-01T00:00Z", "--to", "2026-03-01T00:00Z"],
        ["events", "--from", "9999-12-31T23:00-12:00"],
        ["events", "--limit", "1000000"],
        ["picks", "--days", "1000000"],
        ["search", "\udcff\0"],
        ["search", "word " * 5000],
    ],
)
def test_figures_and_words_at_the_edge(run: CommandLine, words: list[str]) -> None:
    run(*words)


def test_a_home_that_cannot_be(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for home in (tmp_path / "file", tmp_path / "file" / "under"):
        assert str(home) in refused("--home", str(home), "events")


@pytest.mark.parametrize("now", ["1900-01-01T00:00Z", "1969-12-31", "2200-12-31T23:59-12:00"])
def test_a_clock_that_is_far_off(run: CommandLine, now: str) -> None:
    for words in (["events"], ["picks"], ["search", "jazz"], ["sources", "refresh"]):
        run("--now", now, *words)
