"""The evaluator's command on data small enough to know the answers, and that nothing peeks."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from eventpal.errors import BadInput
from training import evaluate
from training.models import blend, collaborative, popular, sequential
from training.models.protocol import Answer, Setting
from training.queries import Catalogue, Item, Listwise, read_items, read_listwise, read_pointwise

START = datetime(2024, 5, 1, 18, tzinfo=UTC)


def pointwise_rows():
    """Odd films are liked by odd people, even ones by even people; all like film 20."""
    rng = np.random.default_rng(0)
    rows = []
    for user in range(60):
        films = [*rng.permutation(20).tolist(), 20]
        told = [
            {
                "title": f"Film {film}",
                "genres": ["Odd" if film % 2 else "Even"],
                "liked": film == 20 or film % 2 == user % 2,
                "rating": 5 if film == 20 or film % 2 == user % 2 else 2,
            }
            for film in films[:9]
        ]
        target = told.pop()
        rows.append(
            {
                "user": str(user),
                "history": told,
                "target": {"title": target["title"], "genres": target["genres"]},
                "rating": target["rating"],
                "liked": target["liked"],
            }
        )
    return rows


def written(path, rows):
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def run(*arguments):
    return evaluate.main([str(one) for one in arguments])


@pytest.mark.parametrize("model", ["popular", "bm25", "als", "ease", "gru4rec", "sasrec"])
def test_it_writes_one_line_for_each_query_in_order(model, tmp_path, capsys):
    data, out = written(tmp_path / "q.jsonl", pointwise_rows()), tmp_path / "scores.jsonl"
    assert run("pointwise", "--data", data, "--model", model, "--out", out) == 0
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(rows) == 60
    assert all(0 <= row["like"] <= 1 and 1 <= row["rating"] <= 5 for row in rows)
    said = capsys.readouterr().out
    assert "| auc |" in said
    assert "| rmse |" in said


def test_people_alike_are_found(tmp_path):
    data = written(tmp_path / "q.jsonl", pointwise_rows())
    queries = read_pointwise(data)
    likes = [one.like for one in collaborative.build("ease", Setting()).pointwise(queries)]
    liked = [query.liked for query in queries]
    assert np.mean([p for p, yes in zip(likes, liked, strict=True) if yes]) > 0.1 + np.mean(
        [p for p, yes in zip(likes, liked, strict=True) if not yes]
    )


@pytest.mark.parametrize(
    "build", [popular.build, collaborative.build, sequential.build], ids=["popular", "als", "gru"]
)
def test_answers_and_later_histories_of_the_same_person_change_nothing(build, tmp_path):
    queries = read_pointwise(written(tmp_path / "q.jsonl", pointwise_rows()[:30]))
    model = build("als", Setting())
    before = model.pointwise(queries)
    blind = [replace(query, liked=None, rating=None) for query in queries]
    assert model.pointwise(blind) == before
    first = queries[0]
    # The person's later history tells the answer; the earlier query must not profit.
    told = replace(first.history[0], item=first.target, liked=first.liked)
    later = replace(first, history=(*first.history, told))
    assert model.pointwise([*queries, later])[0].like == pytest.approx(before[0].like, abs=1e-6)


class TestListwise:
    ITEMS = tuple(Item(id=str(n), title=f"T{n}", start=START + timedelta(n)) for n in range(6))

    def queries(self):
        return [
            Listwise(
                user=f"u{n}",
                history=(self.ITEMS[0],),
                candidates=self.ITEMS[1:],
                positive=n % 3,
                at=START - timedelta(days=9 - n),
            )
            for n in range(9)
        ]

    def test_what_others_choose_later_does_not_count(self):
        queries = self.queries()
        model = popular.build("popular", Setting())
        before = model.listwise(queries)
        last = replace(queries[-1], history=(self.ITEMS[3],))
        after = model.listwise([*queries[:-1], last])
        assert all((a == b).all() for a, b in zip(before[:-1], after[:-1], strict=True))

    def test_a_file_without_answers_is_scored_and_not_measured(self):
        blind = [replace(query, positive=None) for query in self.queries()]
        scores = popular.build("popular", Setting()).listwise(blind)
        assert "nothing to measure" in evaluate.listwise_report(blind, scores)

    def test_the_command_reads_items(self, tmp_path, capsys):
        items = [{"id": str(n), "title": "Jazz" if n < 3 else "Chess"} for n in range(6)]
        rows = [{"user": "u", "history": ["0"], "candidates": ["1", "4"], "positive": "1"}] * 3
        written(tmp_path / "i.jsonl", items)
        written(tmp_path / "q.jsonl", rows)
        arguments = ["--data", tmp_path / "q.jsonl", "--items", tmp_path / "i.jsonl"]
        out = tmp_path / "o.jsonl"
        assert run("listwise", *arguments, "--model", "bm25", "--out", out) == 0
        scores = json.loads(out.read_text().splitlines()[0])["scores"]
        assert scores[0] > scores[1]
        assert "| ndcg@10 | 1.0000" in capsys.readouterr().out


class TestBlend:
    class Sure:
        def pointwise(self, queries):
            return [Answer(0.9, 5.0) for _ in queries]

        def listwise(self, queries):
            return [np.array([3.0, 1, 2]) for _ in queries]

    class Unsure(Sure):
        def pointwise(self, queries):
            return [Answer(0.5, 3.0) for _ in queries]

    def test_it_lies_between_both(self):
        both = blend.Blend((self.Sure(), self.Unsure()))
        (answer,) = both.pointwise([None])
        assert 0.5 < answer.like < 0.9
        assert answer.rating == 4.0
        query = Listwise(user="u", history=(), candidates=())
        assert np.argsort(both.listwise([query])[0]).tolist() == [1, 2, 0]

    def test_the_app_counts_more_where_it_knows_when(self):
        class Contrary(self.Sure):
            def listwise(self, queries):
                return [np.array([1.0, 2, 3]) for _ in queries]

        both = blend.Blend((self.Sure(), Contrary()))
        untimed = Listwise(user="u", history=(), candidates=())
        without, with_time = both.listwise([untimed, replace(untimed, at=START)])
        assert with_time[2] - with_time[0] > without[2] - without[0]


class TestReading:
    def test_a_line_that_is_no_query_is_named(self, tmp_path):
        path = written(tmp_path / "q.jsonl", [*pointwise_rows()[:1], {"history": []}])
        with pytest.raises(BadInput, match="Line 2"):
            read_pointwise(path)
        path.write_text('{"user": 1,')
        with pytest.raises(BadInput, match=r"Line 1 .* not JSON"):
            read_pointwise(path)

    def test_a_candidate_list_without_the_answer_is_refused(self, tmp_path):
        row = {"user": "u", "history": [], "candidates": ["1"], "positive": "2"}
        with pytest.raises(BadInput, match="Line 1"):
            read_listwise(written(tmp_path / "q.jsonl", [row]), Catalogue())

    def test_a_missing_file_is_one_sentence(self, tmp_path, capsys):
        arguments = ["--data", tmp_path / "none.jsonl", "--model", "popular"]
        assert run("pointwise", *arguments, "--out", tmp_path / "o.jsonl") == 1
        assert "cannot be read" in capsys.readouterr().err

    def test_an_event_starts_on_its_own_clock(self, tmp_path):
        row = {"id": "1", "title": "x", "start": 1000000, "local_start": "1970-01-12T06:46:40"}
        (item,) = read_items(written(tmp_path / "i.jsonl", [row])).items.values()
        assert item.start.hour == 6
        assert item.start.timestamp() == 1000000


def listwise_row(**changed):
    return {"user": "a", "history": ["1"], "candidates": ["2", "3"], "positive": "3", **changed}


@pytest.mark.parametrize(
    ("shape", "row", "said"),
    [
        ("listwise", listwise_row(positive="9"), "its positive is not among its candidates"),
        ("listwise", pointwise_rows()[0], "one of the other shape"),
        ("pointwise", listwise_row(), "one of the other shape"),
        ("pointwise", {"target": {"title": "Film"}}, "has no 'history'"),
    ],
)
def test_what_is_wrong_with_a_query_is_said(shape, row, said, tmp_path, capsys):
    data, out = written(tmp_path / "q.jsonl", [row]), tmp_path / "o.jsonl"
    assert run(shape, "--data", data, "--model", "popular", "--out", out) == 1
    error = capsys.readouterr().err
    assert "Line 1" in error
    assert said in error


@pytest.mark.parametrize("out", ["", "no/such/folder/o.jsonl"])
def test_where_scores_cannot_be_written_is_said_before_scoring(out, tmp_path, capsys):
    data = written(tmp_path / "q.jsonl", [listwise_row()])
    assert run("listwise", "--data", data, "--model", "popular", "--out", tmp_path / out) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_gzip_is_known_by_its_bytes_and_unknown_items_are_counted(tmp_path, capsys):
    data, out = tmp_path / "q.jsonl", tmp_path / "o.jsonl"
    data.write_bytes(gzip.compress(json.dumps(listwise_row()).encode()))
    assert run("listwise", "--data", data, "--model", "popular", "--out", out) == 0
    assert "Of 3 of 3 items only the id is known" in capsys.readouterr().err
    data.write_bytes(data.read_bytes()[:40])
    assert run("listwise", "--data", data, "--model", "popular", "--out", out) == 1


def test_a_missing_adapter_is_said(tmp_path, capsys):
    data, out = written(tmp_path / "q.jsonl", [listwise_row()]), tmp_path / "o.jsonl"
    asked = ("--data", data, "--model", "llm", "--adapter", tmp_path / "none", "--out", out)
    assert run("listwise", *asked) == 1
    assert "There is no adapter" in capsys.readouterr().err
