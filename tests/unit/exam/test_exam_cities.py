"""Invented cities as data: what is published arrives, and bad lines and questions are told."""

import json
from datetime import datetime

import pytest

from tests.exam import __main__ as program
from tests.exam import checking, cities, publishing, running

TOML = """
name = "Testby"
region = ""
zone = "Europe/Berlin"
now = "2027-05-20T14:00"
home = [52.0, 13.0]
currency = "€"
[sources.one]
style = "STYLE"
"""
VENUES = "# venues\nhall\tHall\t1 High St, Old Town\tOld Town\t52.01\t13.02\n"
ROW = (
    "jazz\tLate Jazz\tmusic,nightlife\tJazz\tGigs;Late\tW0.FRI 23:00 x3\t150\thall\t5-12\tmin18\t"
    "Club\tone\tSaxophones; €5 to €12. From age 18."
)


def folder(tmp_path, *, style="guide", row=ROW):
    (tmp_path / "city.toml").write_text(TOML.replace("STYLE", style))
    (tmp_path / "venues.tsv").write_text(VENUES)
    (tmp_path / "events.tsv").write_text(f"# events\n{row}\n")
    return tmp_path


@pytest.mark.parametrize("name", cities.names())
def test_every_date_of_every_event_arrives(name):
    city = running.city_of(name)
    with running.opened(name, embed=False) as pal:
        events = pal.events.between(city.now, None)
    found = {(city.slug(event), event.start.date()) for event in events}
    wanted = {
        (slug, datetime.fromisoformat(start).date())
        for slug, truth in city.truths.items()
        for start, end in truth["dates"]
        if datetime.fromisoformat(end).replace(tzinfo=city.zone) > city.now
        and (truth["all_day"] or datetime.fromisoformat(start) > city.now)
    }
    assert wanted - found == set()
    assert {slug for slug, _ in found} <= set(city.truths)


@pytest.mark.parametrize("style", cities.STYLES)
def test_each_style_says_what_it_has_and_no_more(tmp_path, style):
    town = cities.load(folder(tmp_path, style=style))
    text = "".join(
        path.read_text() for path in map(type(tmp_path), publishing.write(town, tmp_path))
    )
    assert "Late Jazz" in text
    assert "€5 to €12" in text
    assert ("Gigs" in text) is (style in {"guide", "page"})
    assert ("13.02" in text) is (style in {"guide", "page"})
    assert ("20270521T210000Z" in text) is (style == "plain")


def test_the_truth_is_what_the_row_says(tmp_path):
    truth = cities.city(cities.load(folder(tmp_path))).truths["jazz"]
    assert truth["dates"][2] == ["2027-06-04T23:00:00+02:00", "2027-06-05T01:30:00+02:00"]
    assert (truth["price_min"], truth["price_max"], truth["free"]) == (5, 12, False)
    assert (truth["age_min"], truth["age_max"], truth["district"]) == (18, None, "Old Town")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("W0.FRI", "Friday"),
        ("23:00", ""),
        ("hall", "barn"),
        ("5-12", "cheap"),
        ("min18", "adults"),
        ("\tone\t", "\ttwo\t"),
        ("\tClub", ""),
    ],
)
def test_a_bad_row_is_told_by_its_line(tmp_path, old, new):
    with pytest.raises(cities.CityError, match=r"events\.tsv:2: "):
        cities.load(folder(tmp_path, row=ROW.replace(old, new)))


@pytest.mark.parametrize(
    ("want", "fault"),
    [
        ({"genre": ["Jazz"]}, None),
        ({"genre": ["Jazz"], "days": ["W1.FRI", "W1.FRI"], "hours": [17, 28]}, None),
        ({"genre": ["Opera"], "none": True}, None),
        ({"any": [{"cat": ["music"]}, {"free": True}]}, None),
        ({"genre": ["Jaz"]}, "unknown genre"),
        ({"venue": "Barn"}, "unknown venue"),
        ({"days": ["W1.FR", "W1.SAT"]}, "unknown days"),
        ({"days": ["W1.FRI"]}, "unknown days"),
        ({"colour": "red"}, "unknown wish"),
        ({"any": [{"colour": "red"}]}, "unknown wish"),
        ({"cat": ["music"], "free": True}, "no event is right"),
        ({"cat": ["music"], "none": True}, "is right"),
        ({"refers": [1]}, "needs a message before"),
    ],
)
def test_a_question_that_cannot_be_marked_is_told(tmp_path, want, fault):
    city = cities.city(cities.load(folder(tmp_path)))
    path = tmp_path / "exam.jsonl"
    path.write_text(json.dumps({"kind": "plain", "ask": ["Jazz?"], "want": want}))
    (found,) = checking.checked(city, path)
    assert bool(found.faults) is (fault is not None), found
    assert fault is None or fault in found.faults[0]


def test_a_line_that_is_no_question_is_told(tmp_path):
    path = tmp_path / "exam.jsonl"
    path.write_text('{"kind": "plain"}\nno JSON\n')
    city = cities.city(cities.load(folder(tmp_path)))
    assert all("no question" in one.faults[0] for one in checking.checked(city, path))


@pytest.mark.parametrize(("name", "stem"), running.exams())
def test_every_question_can_be_marked(name, stem):
    found = checking.checked(running.city_of(name), running.file_of(name, stem))
    assert [(one.line, one.faults) for one in found if one.faults] == []


def test_the_program_tells_what_is_right_and_what_is_wrong(capsys, monkeypatch, tmp_path):
    assert program.check("calder-mills", "exam") == 0
    assert "   5  plain        Which gigs are on this weekend?" in capsys.readouterr().out
    assert program.check("calder-mills", "exam_of_nothing") == 1
    monkeypatch.setattr(cities, "FOLDER", tmp_path)
    folder(tmp_path).joinpath("exam.jsonl").write_text(
        '{"kind": "", "ask": [""], "want": {"x": 1}}'
    )
    assert program.check(".", "exam") == 1
    assert capsys.readouterr().out.splitlines()[-1] == "exam.jsonl:1: unknown wish “x”"
