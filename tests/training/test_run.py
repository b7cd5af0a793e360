"""One command from data to an adapter that the evaluator scores with."""

import json
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventpal.app import EventPal
from eventpal.domain import Action
from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.services import takeout
from eventpal.store.vault.keys import DataKey
from tests.training.tiny import language
from training import evaluate, language_model, run

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*checkpointing:FutureWarning", "ignore::DeprecationWarning"
)

CONFIGS = Path(run.__file__).parent / "configs"
TITLES = ("Dune", "Heat", "Up", "Jaws", "Alien", "Big")


def rows() -> list[dict]:
    """Twenty people who like what comes early in the alphabet."""
    found = []
    for user in range(20):
        order = [TITLES[(user + place) % len(TITLES)] for place in range(len(TITLES))]
        told = [{"title": title, "liked": title < "F", "rating": 4} for title in order]
        target = told.pop()
        found.append(
            {
                "user": str(user),
                "history": told,
                "target": {"title": target["title"]},
                "liked": target["liked"],
            }
        )
    return found


@pytest.fixture
def places(tmp_path: Path) -> list[str]:
    model = language()
    model.model.save_pretrained(tmp_path / "base")
    model.tokenizer.save_pretrained(tmp_path / "base")
    (tmp_path / "data.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows()))
    (tmp_path / "first.toml").write_text(
        'train = "data.jsonl"\nhold_out = 0.3\nlengths = [3]\nrank = 2\nepochs = 1\n'
        'warmup = 1\nbatch_tokens = 400\ntastes = 1\nscales = ["like", "rating"]\n'
        'preference_steps = 1\npreference_pairs = "pairs.jsonl"\n'
    )
    (tmp_path / "pairs.jsonl").write_text(
        json.dumps({"prompt": "Tonight?", "chosen": " Jazz at 8.", "rejected": " No idea."}) + "\n"
    )
    (tmp_path / "second.toml").write_text(
        'train = "data.jsonl"\nhold_out = 0.3\nlengths = [6]\nrank = 2\nstart_from = "first"\n'
        'frozen_layers = 1\nwarmup = 1\npreference_steps = 2\ngguf = ["q8_0"]\n'
        'recommender = 0.5\npacked = 300\ninstructions = ["sentences", "average"]\n'
        "instructed = 6\n"
    )
    return [
        *("--data", str(tmp_path), "--base", str(tmp_path / "base"), "--threads", "1"),
        *("--adapters", str(tmp_path / "adapters"), "--work", str(tmp_path / "work")),
    ]


def test_from_data_to_scores_in_one_command(
    tmp_path: Path,
    places: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    assert run.main([str(tmp_path / "second.toml"), *places]) == 0
    adapter = tmp_path / "adapters" / "second"
    assert {path.name for path in adapter.iterdir()} == {
        *("adapter_config.json", "adapter_model.safetensors"),
        *("task.json", "crowd.npz", "summary.json"),
    }
    for kind in ("lora", "f16", "q8_0"):
        assert (tmp_path / "work" / "second" / f"second.{kind}.gguf").stat().st_size > 1000
    summary = json.loads((adapter / "summary.json").read_text())
    assert summary["config"]["start_from"] == "first"  # which was trained on the way
    before = (adapter / "adapter_model.safetensors").stat().st_mtime_ns
    assert run.main([str(tmp_path / "second.toml"), *places]) == 0
    assert (adapter / "adapter_model.safetensors").stat().st_mtime_ns == before
    capsys.readouterr()

    monkeypatch.setenv("EVENTPAL_BASE_MODEL", str(tmp_path / "base"))
    scored = tmp_path / "scores.jsonl"
    asked = ["pointwise", "--data", str(tmp_path / "data.jsonl"), "--model", "llm"]
    assert evaluate.main([*asked, "--adapter", str(adapter), "--out", str(scored)]) == 0
    likes = [json.loads(line)["like"] for line in scored.read_text().splitlines()]
    assert len(likes) == 20
    assert all(0 < like < 1 for like in likes)
    assert "auc" in capsys.readouterr().out


def test_published_ratings_are_learned_and_measured_on_people_held_out(
    tmp_path: Path, places: list[str]
):
    (tmp_path / "movies.csv").write_text(
        "movieId,title,genres\n" + "".join(f"{n},{title},Drama\n" for n, title in enumerate(TITLES))
    )
    (tmp_path / "ratings.csv").write_text(
        "userId,movieId,rating,timestamp\n"
        + "".join(
            f"{user},{(user + n) % 6},{5 if (user + n) % 6 < 3 else 2},{n}\n"
            for user in range(20)
            for n in range(6)
        )
    )
    (tmp_path / "films.toml").write_text(
        'reader = "movielens-20m"\ntrain = "."\nhold_out = 0.3\nscales = ["rating"]\n'
        "lengths = [4]\nrank = 2\nwarmup = 1\n"
    )
    assert run.main([str(tmp_path / "films.toml"), *places]) == 0
    summary = json.loads((tmp_path / "adapters" / "films" / "summary.json").read_text())
    assert "people\n\n| measure" in summary["validation"]
    assert "| rmse |" in summary["validation"]


def test_what_the_application_exports_is_learned_in_its_own_words(
    tmp_path: Path, places: list[str]
):
    """The owner's latest verdict is left out and asked for."""
    now = datetime(2026, 3, 1, 10, tzinfo=UTC)
    home = Home(tmp_path / "home")
    with closing(EventPal(home, DataKey.random(), clock=lambda: now, zone=ZoneInfo("UTC"))) as pal:
        listed = "".join(
            f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:{title}\r\nDTSTART:202603{n + 6:02}T190000Z\r\n"
            "END:VEVENT\r\n"
            for n, title in enumerate(TITLES)
        )
        calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{listed}END:VCALENDAR\r\n"
        (tmp_path / "town.ics").write_text(calendar)
        pal.add_sources([str(tmp_path / "town.ics")], Progress())
        for event in pal.upcoming():
            pal.rate(event.id, Action.LIKE if event.title < "F" else Action.DISLIKE)
        takeout.write(pal, tmp_path / "mine.json")
    shipped = language_model.adapt(language(), rank=16, alpha=32)
    language_model.keep_adapter(shipped, tmp_path / "adapters" / "eventpal")
    (tmp_path / "adapters" / "eventpal" / "summary.json").write_text("{}")
    for name in ("eventpal", "history"):
        shutil.copy(CONFIGS / f"{name}.toml", tmp_path)
    assert run.main([str(tmp_path / "history.toml"), *places]) == 0
    summary = json.loads((tmp_path / "adapters" / "history" / "summary.json").read_text())
    assert summary["config"]["instructions"] == ["eventpal"]
    assert summary["validation"].startswith("1 queries of 1 people")
    for kind in ("lora", "q4_0"):
        assert (tmp_path / "work" / "history" / f"history.{kind}.gguf").exists()


def test_a_folder_without_the_data_is_said_in_one_sentence(
    tmp_path: Path, places: list[str], capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "data.jsonl").unlink()
    assert run.main([str(tmp_path / "first.toml"), *places]) == 1
    assert "name the folder of the data with --data" in capsys.readouterr().err
