"""Published formats, on files of a few lines that follow them."""

import json
from pathlib import Path

import pytest

from eventpal.errors import BadInput
from training import readers
from training.verdicts import People


def told(people: People) -> dict[str, list[tuple[str, bool, float | None]]]:
    return {
        user: [(one.item.title, one.liked, one.rating) for one in own]
        for user, own in people.items()
    }


def test_movielens_100k(tmp_path: Path):
    (tmp_path / "u.genre").write_text("unknown|0\nDrama|1\nWar|2\n\n")
    (tmp_path / "u.item").write_bytes(
        "1|Café Noir (1990)|01-Jan-1990||http://x|0|1|1\n2|Up (1991)|||http://y|1|0|0\n".encode(
            "latin-1"
        )
    )
    (tmp_path / "u.data").write_text("7\t2\t3\t20\n7\t1\t4\t10\n9\t1\t5\t5\n")
    found = readers.movielens_100k(tmp_path)
    assert told(found) == {
        "7": [("Café Noir (1990)", True, 4.0), ("Up (1991)", False, 3.0)],
        "9": [("Café Noir (1990)", True, 5.0)],
    }
    assert found["9"][0].item.categories == ("Drama", "War")


def test_movielens_20m(tmp_path: Path):
    (tmp_path / "movies.csv").write_text(
        'movieId,title,genres\n1,"Godfather, The (1972)",Crime|Drama\n2,X,(no genres listed)\n'
    )
    (tmp_path / "ratings.csv").write_text(
        "userId,movieId,rating,timestamp\n1,2,3.5,200\n1,1,4.5,100\n"
    )
    found = readers.movielens_csv(tmp_path)
    assert told(found) == {"1": [("Godfather, The (1972)", True, 4.5), ("X", False, 3.5)]}
    assert [one.item.categories for one in found["1"]] == [("Crime", "Drama"), ()]


@pytest.mark.parametrize(
    ("review", "product"),
    [
        (
            {"reviewerID": "u", "asin": "A", "overall": 5.0, "unixReviewTime": 7},
            {"asin": "A", "title": "Chess set"},
        ),
        (
            {"user_id": "u", "asin": "A1", "parent_asin": "A", "rating": 5.0, "timestamp": 7},
            {"parent_asin": "A", "title": "Chess set"},
        ),
    ],
)
def test_amazon_reviews_of_both_years(tmp_path: Path, review: dict, product: dict):
    (tmp_path / "r.jsonl").write_text(json.dumps(review) + "\n")
    (tmp_path / "m.jsonl").write_text(json.dumps(product) + "\n")
    found = readers.amazon(tmp_path / "r.jsonl", tmp_path / "m.jsonl")
    assert told(found) == {"u": [("Chess set", True, 5.0)]}


def test_meetup_answers(tmp_path: Path):
    (tmp_path / "events.jsonl").write_text(
        '{"id": "e", "title": "Chess night", "topics": ["Games"]}\n'
    )
    (tmp_path / "rsvps.jsonl").write_text(
        '{"user": "u", "event": "e", "at": 2, "response": "no"}\n'
        '{"user": "v", "event": "e", "at": 1, "response": "yes"}\n'
    )
    assert told(readers.meetup(tmp_path)) == {
        "u": [("Chess night", False, None)],
        "v": [("Chess night", True, None)],
    }


def test_what_the_application_exported(tmp_path: Path):
    def entry(event: str, action: str, at: str, withdrawn: str | None = None) -> dict:
        return {"event_id": event, "action": action, "at": at, "withdrawn_at": withdrawn}

    event = {"title": "Jazz", "categories": ["music"], "organiser": None}
    path = tmp_path / "mine.json"
    path.write_text(
        json.dumps(
            {
                "events": [{"id": "a"} | event, {"id": "b"} | event | {"title": "Chess"}],
                "history": [
                    entry("b", "hide", "2026-02-02T10:00:00+01:00"),
                    entry("a", "going", "2026-02-01T10:00:00+01:00"),
                    entry("a", "like", "2026-01-01T10:00:00+01:00", "2026-01-02T10:00:00+01:00"),
                ],
                "imported": [entry("b", "attended", "2025-01-01T10:00:00+01:00")],
            }
        )
    )
    assert told(readers.history(path)) == {
        "owner": [("Chess", True, None), ("Jazz", True, None), ("Chess", False, None)]
    }
    path.write_text("[]")
    with pytest.raises(BadInput, match="nothing that EventPal exported"):
        readers.history(path)
