"""What EventPal offers around the picks, through one encrypted home without any model."""

import functools
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventpal import cli, opening
from eventpal.app import EventPal
from eventpal.domain import Action, Place
from eventpal.errors import NotFound
from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.services import takeout
from eventpal.store.vault.keys import DataKey

ZONE = ZoneInfo("Europe/Dublin")
NOW = datetime(2026, 3, 2, 10, tzinfo=ZONE)  # a Monday
CITY = [
    # title, day, hour, category, price
    *((f"Jazz evening {n}", 3 + 2 * n, 20, "Jazz", 8 * n) for n in range(6)),
    *((f"Techno night {n}", 4 + 2 * n, 22, "Electronic", 12) for n in range(5)),
    *((f"Chess circle {n}", 3 + 2 * n, 15, "Games", 0) for n in range(6)),
    *((f"Morning walk {n}", 7 + n, 9, "Walks", 0) for n in range(5)),
]


def calendar(*blocks: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:t", *blocks, "END:VCALENDAR", ""]
    return "\r\n".join(lines)


def block(title: str, day: int, hour: int, category: str = "", price: int = 0) -> str:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{title}",
        f"SUMMARY:{title}",
        f"DTSTART:202603{day:02}T{hour:02}0000Z",
        f"DTEND:202603{day:02}T{hour + 1:02}3000Z",
        f"CATEGORIES:{category}",
        f"LOCATION:{category} house",
        "GEO:53.34;-6.26",
        f"X-COST:{price} EUR" if price else "X-COST:free",
        "END:VEVENT",
    ]
    return "\r\n".join(lines)


@pytest.fixture
def pal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventPal]:
    monkeypatch.setenv("EVENTPAL_MODELS", str(tmp_path / "no-models"))
    home = Home(tmp_path / "home")
    with closing(EventPal(home, DataKey.random(), clock=lambda: NOW, zone=ZONE)) as pal:
        (tmp_path / "town.ics").write_text(calendar(*(block(*row) for row in CITY)))
        pal.add_sources([str(tmp_path / "town.ics")], Progress())
        yield pal


def titles(pal: EventPal, **asked: object) -> list[str]:
    return [pick.event.title for pick in pal.picks(**asked)]  # type: ignore[arg-type]


def identifier(pal: EventPal, title: str) -> str:
    return next(event.id for event in pal.upcoming() if event.title == title)


def test_a_line_holds_back_and_says_so(pal: EventPal) -> None:
    assert any("Techno" in title for title in titles(pal))
    pal.profile.add("no clubs; not before 10 am; up to 20 €")
    found = pal.guide.picked()
    shown = [pick.event.title for pick in found.picks]
    assert not any("Techno" in title or "walk" in title for title in shown)
    causes = {one.cause for one in found.held_back}
    assert causes == {
        "You wrote “no clubs”",
        "You wrote “not before 10 am”",
        "You wrote “up to 20 €”",
    }
    # What is not shown is held back: nothing is dropped in silence.
    both = {pick.event.id for pick in found.picks} | {one.event.id for one in found.held_back}
    assert both == {event.id for event in pal.upcoming()}
    assert "Costs 40 EUR; you wrote “up to 20 €”" in {one.why for one in found.held_back}
    pal.profile.undo()
    assert pal.guide.picked().held_back == ()
    assert any("Techno" in title for title in titles(pal))


def test_lines_need_no_model(pal: EventPal) -> None:
    before = titles(pal)
    pal.profile.add("I love jazz")
    assert "Jazz" in titles(pal)[0]
    assert titles(pal) != before
    pal.profile.undo()
    assert titles(pal) == before


def test_busy_times_hold_back_until_they_are_replaced(pal: EventPal, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ics"
    mine.write_text(calendar(block("Dentist", 3, 20)))
    assert pal.import_busy([mine], Progress()).imported == 1
    found = pal.guide.picked()
    assert {(one.event.title, one.why, one.cause) for one in found.held_back} == {
        ("Jazz evening 0", "Clashes with Dentist 20:00", "You are busy then")
    }
    (busy,) = pal.guide.busy(NOW, NOW + timedelta(days=5))
    assert (busy.title, busy.calendar) == ("Dentist", "mine.ics")
    why = pal.why(identifier(pal, "Jazz evening 0"))
    assert why.note == "Clashes with Dentist 20:00"
    mine.write_text(calendar(block("Dentist", 3, 8)))
    pal.import_busy([mine], Progress())
    assert pal.guide.picked().held_back == ()


def test_what_one_goes_to_takes_time(pal: EventPal) -> None:
    pal.rate(identifier(pal, "Jazz evening 0"), Action.GOING)
    (busy,) = pal.guide.busy(NOW, NOW + timedelta(days=2))
    assert (busy.title, busy.calendar) == ("Jazz evening 0", "")
    # It does not stand in its own way, and the day is planned around it.
    assert pal.why(identifier(pal, "Jazz evening 0")).note == ""
    assert pal.guide.picked().held_back == ()
    plan = pal.plan_day(NOW.date() + timedelta(days=1))
    assert [stop.event.title for stop in plan.stops] == ["Chess circle 0", "Jazz evening 0"]


def test_limits_on_the_way_hold_back(pal: EventPal) -> None:
    pal.home_place = Place(53.34, -6.46)
    pal.travel.mode = "walk"
    pal.travel.max_minutes = 60
    found = pal.guide.picked()
    assert found.picks == ()
    assert {one.cause for one in found.held_back} == {"Over 60 min away"}
    pal.travel.mode = "car"
    assert pal.guide.picked().held_back == ()


def test_shelves_and_a_day_leave_out_what_is_held_back(pal: EventPal) -> None:
    pal.profile.add("no clubs")
    for shelf in pal.shelves():
        assert not any("Techno" in pick.event.title for pick in shelf.picks)
    plan = pal.plan_day(NOW.date() + timedelta(days=5))  # Saturday: a walk, chess or jazz, techno
    assert [stop.event.title for stop in plan.stops][:1] == ["Morning walk 0"]
    assert not any("Techno" in stop.event.title for stop in plan.stops)


def test_a_dislike_hides_what_its_preview_says(pal: EventPal) -> None:
    event = identifier(pal, "Techno night 1")
    before = titles(pal, limit=10)
    for reason in ("", "topic", "dear"):
        hidden = {one.title for one in pal.hides(event, reason)}
        assert "Techno night 1" in hidden
    assert titles(pal, limit=10) == before
    shown = set(titles(pal))
    hidden = {one.title for one in pal.hides(event, "topic")}
    pal.rate(event, Action.DISLIKE, "topic")
    assert shown - set(titles(pal)) == hidden


def test_a_comparison_runs_on_the_list_itself(pal: EventPal) -> None:
    alone = titles(pal, limit=8)
    pal.experiment.start("soonest first", "my taste")
    shared = pal.picks(limit=8)
    assert len({pick.event.id for pick in shared}) == 8
    assert titles(pal, limit=8) == [pick.event.title for pick in shared]
    soonest = [event.title for event in pal.upcoming()][:4]
    assert sum(pick.event.title in soonest for pick in shared) >= 3
    pal.rate(shared[0].event.id, Action.LIKE)
    result = pal.experiment.result()
    assert result.first_wins + result.second_wins == 1
    pal.experiment.stop()
    pal.undo()
    assert titles(pal, limit=8) == alone


def test_content_alone_knows_no_time(pal: EventPal) -> None:
    pal.rate(identifier(pal, "Chess circle 0"), Action.LIKE)
    pal.experiment.start("content only", "soonest first")
    first = pal.guide._ranked("content only", days=30, limit=5, breadth=0.0).picks
    assert [pick.event.title[:5] for pick in first].count("Chess") >= 2
    dated = pal.guide._ranked("soonest first", days=30, limit=30, breadth=0.5).picks
    starts = [pick.event.start for pick in dated]
    assert starts == sorted(starts)


def test_reset_is_a_fresh_start(pal: EventPal, tmp_path: Path) -> None:
    before = [(pick.event.id, pick.score) for pick in pal.picks()]
    pal.profile.add("I love jazz; no clubs")
    pal.rate(identifier(pal, "Chess circle 0"), Action.LIKE)
    pal.experiment.start("wide", "my taste")
    pal.picks()
    pal.travel.budget = 5.0
    (tmp_path / "mine.ics").write_text(calendar(block("Dentist", 3, 20)))
    pal.import_busy([tmp_path / "mine.ics"], Progress())
    change = pal.reset()
    assert change.taste
    assert len(change.rated) == 1
    assert [(pick.event.id, pick.score) for pick in pal.picks()] == before
    assert pal.profile.lines() == []
    assert pal.experiment.running() is None
    assert pal.travel.budget is None
    assert pal.guide.busy(NOW, NOW + timedelta(days=9)) == []


def test_everything_about_the_person_can_be_taken_out(pal: EventPal, tmp_path: Path) -> None:
    pal.profile.add("I love jazz")
    pal.experiment.start("wide", "my taste")
    shown = pal.picks(limit=4)
    pal.experiment.opened(shown[0].event.id)
    (tmp_path / "mine.ics").write_text(calendar(block("Dentist", 3, 20)))
    pal.import_busy([tmp_path / "mine.ics"], Progress())
    takeout.write(pal, tmp_path / "me.json")
    found = json.loads((tmp_path / "me.json").read_text())
    assert found["profile"][0]["text"] == "I love jazz"
    assert found["busy"][0]["title"] == "Dentist"
    assert len(found["experiments"][0]["shown"]) == 4
    assert sum(one["opened_at"] is not None for one in found["experiments"][0]["shown"]) == 1


def test_what_holds_an_event_back_is_what_would_have_to_go(pal: EventPal) -> None:
    pal.profile.add("no clubs")
    pal.travel.budget = 20.0
    texts = [one.text for one in pal.counterfactuals(identifier(pal, "Techno night 0"))]
    assert any("if you had not written “no clubs”" in text for text in texts)
    assert not any("no limit on prices" in text for text in texts)
    texts = [one.text for one in pal.counterfactuals(identifier(pal, "Jazz evening 5"))]
    assert any("if you had no limit on prices" in text for text in texts)


def test_what_was_liked_before_is_told_among_what_would_change_its_place(pal: EventPal) -> None:
    pal.rate(identifier(pal, "Jazz evening 0"), Action.LIKE)
    texts = [one.text for one in pal.counterfactuals(identifier(pal, "Jazz evening 2"))]
    assert any(text.endswith("had you not liked “Jazz evening 0”") for text in texts)


def test_what_is_chosen_is_no_pick_and_yet_part_of_its_day(pal: EventPal) -> None:
    event = pal.why(identifier(pal, "Chess circle 1")).event
    pal.rate(event.id, Action.SAVE)
    assert event.title not in titles(pal, limit=None)
    on_shelves = [pick.event.title for shelf in pal.shelves() for pick in shelf.picks]
    assert event.title not in on_shelves
    assert event.title in [stop.event.title for stop in pal.plan_day(event.start.date()).stops]


def test_an_unknown_event_is_said(pal: EventPal) -> None:
    for ask in (pal.counterfactuals, pal.reasoning, lambda one: pal.hides(one, "")):
        with pytest.raises(NotFound):
            ask("nosuchevent00")


def test_the_profile_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EVENTPAL_PASSPHRASE", "a long enough passphrase")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("EVENTPAL_MODELS", str(tmp_path / "no-models"))
    # Unlocking takes long on purpose.
    monkeypatch.setattr(opening, "unlock", functools.cache(opening.unlock))

    def run(*words: str) -> dict[str, object]:
        assert cli.main(["--home", str(tmp_path / "home"), "--json", *words]) == 0
        answer: dict[str, object] = json.loads(capsys.readouterr().out)
        return answer

    run("profile", "add", "no clubs")
    run("profile", "edit", "1", "keine Clubs")
    run("profile", "limits", "--budget", "20", "--company", "kids", "--mode", "bike")
    assert run("profile", "show") == {
        "lines": [
            {
                "id": 1,
                "text": "keine Clubs",
                "origin": "person",
                "meaning": "Events about “clubs” are left out, and what is like them moves down.",
            }
        ],
        "company": "kids",
        "budget": 20.0,
        "mode": "bike",
        "max_minutes": None,
        "explore": False,
    }
    assert run("profile", "explore", "on")["explore"] is True
    assert run("profile", "show")["explore"] is True
    assert run("profile", "explore", "off")["explore"] is False
    assert run("profile", "forget", "1")["lines"] == []
    assert len(run("profile", "undo")["lines"]) == 1  # type: ignore[arg-type]
    assert run("profile", "limits", "--budget", "none")["budget"] is None
    assert cli.main(["--home", str(tmp_path / "home"), "profile", "reset"]) == 1
    assert "--yes" in capsys.readouterr().err
    run("profile", "reset", "--yes")
    assert run("profile", "show")["lines"] == []
    assert run("honesty")["comparisons"] == 0
