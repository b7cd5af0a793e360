"""Looking after sources on the command line, and that their passwords stay where they belong."""

from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.unit.feeds.feed_server import FeedServer, Handler

PASSWORD = "kV9-canary-Zq3"
CREDENTIALS = "Basic bWU6a1Y5LWNhbmFyeS1acTM="
CALENDAR = """BEGIN:VCALENDAR\r
X-WR-CALNAME:Town\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:{title}\r
LOCATION:{venue}\r
DTSTART:2026030{day}T193000Z\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_what_changed_about_a_saved_event_is_told(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "town.ics"
    file.write_text(CALENDAR.format(title="Concert", venue="Blue Door", day=6))
    run("sources", "add", str(file))
    [event] = run("events")["events"]
    assert run("changes")["changes"] == []
    run("rate", event["id"], "save")
    file.write_text(CALENDAR.format(title="Concert (cancelled)", venue="Red Barn", day=7))
    run("sources", "refresh", day=2)
    changes = run("changes", day=2)["changes"]
    assert {one["text"] for one in changes} == {
        "Cancelled.",
        "Now at Red Barn instead of Blue Door.",
        "Moved from Fri 6 Mar, 19:30 to Sat 7 Mar, 19:30.",
    }
    assert {one["event"] for one in changes} == {event["id"]}
    assert len(run("changes", "--all", "--limit", "2", day=2)["changes"]) == 2


def test_sources_are_sorted_named_and_paused(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "town.ics"
    file.write_text(CALENDAR.format(title="Concert", venue="Hall", day=6))
    run("sources", "add", str(file))
    source = run(
        "sources", "set", "1", "--folder", "Old Town", "--title", "Ours", "--pause",
        "--pictures", "on",
    )["source"]  # fmt: skip
    assert (source["folder"], source["title"], source["paused"], source["pictures"]) == (
        "Old Town",
        "Ours",
        True,
        True,
    )
    assert run("sources", "refresh")["sources"] == []  # paused, so only by name
    assert len(run("sources", "refresh", "1")["sources"]) == 1
    run("sources", "set", "1", "--resume", "--folder", "")
    [source] = run("sources", "list")["sources"]
    assert (source["paused"], source["folder"]) == (False, None)
    assert run.refused("sources", "set", "9", "--pause").startswith("There is no source 9")


def test_a_location_is_tried_out_and_nothing_is_kept(run: CommandLine, server: FeedServer) -> None:
    page = (
        b"<html><link rel=alternate type=text/calendar href=/a.ics title=All>"
        b"<link rel=alternate type=text/calendar href=/b.ics title=Kids></html>"
    )
    refused = run.refused("sources", "add", server.gives(page, "/"))
    assert server.url("/a.ics") in refused
    assert server.url("/b.ics") in refused
    url = server.gives(CALENDAR.format(title="Concert", venue="Hall", day=6).encode(), "/a.ics")
    tried = run("sources", "test", url)
    assert (tried["title"], tried["events"], tried["problems"]) == ("Town", 1, [])
    assert run("sources", "list")["sources"] == []


def test_a_password_is_used_and_stands_nowhere(
    run: CommandLine, server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def guarded(handler: Handler) -> None:
        if handler.headers.get("Authorization") == CREDENTIALS:
            body = CALENDAR.format(title="Concert", venue="Hall", day=6).encode()
            handler.answer(200, body)
        else:
            handler.answer(401)

    server.plays["/feed"] = guarded
    url = server.url()
    assert "name and password" in run.refused("sources", "add", url)
    monkeypatch.setenv("EVENTPAL_SOURCE_PASSWORD", PASSWORD)
    number = str(run("sources", "add", url, "--user", "me")["sources"][0]["id"])
    assert len(run("events")["events"]) == 1
    server.plays["/other"] = guarded
    run("sources", "add", server.url("/other").replace("//", f"//me:{PASSWORD}@"))
    monkeypatch.setenv("EVENTPAL_SOURCE_PASSWORD", f"wrong {PASSWORD}")
    run("sources", "login", number, "--user", "me")
    [failed] = run("sources", "refresh", number)["sources"]
    assert "doesn't accept" in failed["problems"][0]["message"]
    run.refused("sources", "add", f"https://me:{PASSWORD}@exa mple/x")
    assert [one["login"] for one in run("sources", "list")["sources"]] == ["me", "me"]
    assert {one["outcome"][:3] for one in run("ledger")["requests"]} >= {"200"}
    run("sources", "export-opml", str(tmp_path / "list.opml"))
    run("profile", "export", "-o", str(tmp_path / "all.json"))
    assert PASSWORD not in run.printed
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes(), path
    run("sources", "login", number, "--forget")
    assert run("sources", "list")["sources"][0]["login"] is None
