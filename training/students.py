"""How small may the model be? Students of fewer layers, taught by an adapted model.

``python -m training.students CONFIG --data DIR`` merges the config's adapter into the base, cuts
students from it, and teaches each the teacher's logits at every verdict, the recommender's chances
and what was truly said. A student is kept as an adapter of its own, on the layers that it was cut
down to: ``training/adapters/NAME-20-layers``, to be scored like any other. ``--teacher`` names
another teacher, such as a larger model, of the same tokenizer.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from eventpal.errors import UserError
from training import config as configs
from training import distil, export, kept, language_model, metrics, run, tasks
from training.config import Config
from training.kept import Kept
from training.language_model import Language
from training.models.llm import LanguageScorer, adapted, base_model
from training.run import say
from training.tasks import Task

KEPT = Path(__file__).parent / "measured" / "students.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.students", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("config", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, help="the model; default: the app's own")
    parser.add_argument("--teacher", type=Path, help="a model; default: the adapted one, uncut")
    parser.add_argument("--teacher-adapter", type=Path, help="of that teacher")
    parser.add_argument("--adapters", type=Path, default=Path(__file__).parent / "adapters")
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--kept", type=Path, default=KEPT, help="where the figures are kept")
    parser.add_argument("--layers", type=int, nargs="+", default=(20, 10))
    parser.add_argument("--rank", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=15.0, help="each student learns")
    parser.add_argument("--judged", type=int, default=300, help="queries that all are asked")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        _teach(options)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lesson:
    """All that the students of one task have in common."""

    config: Config
    task: Task
    own: Language
    """The adapted model, which they are cut from."""
    teacher: Language
    base: Path
    work: Path


def _teach(options: argparse.Namespace) -> None:
    read = configs.read(options.config)
    config = replace(
        read,
        judged=options.judged,
        minutes=options.minutes,
        valid_documents=min(read.valid_documents, 60),
        learning_rate=1.5e-3,
        batch_tokens=512,
        warmup=10,
    )
    base, folder = options.base or base_model(), options.adapters / config.name
    own = language_model.whole(adapted(language_model.load(base), folder))
    lesson = _Lesson(
        config=config,
        task=tasks.prepare(config, options.data, own.tokenizer),
        own=own,
        teacher=_teacher(options) or own,
        base=base,
        work=options.work,
    )
    _note(options.kept, f"{config.name}: fine-tuned", lambda: _measured(lesson, own, folder))
    for layers in options.layers:
        name = f"{config.name}: distilled, {layers} layers"
        if not (_folder(options, config, layers) / "task.json").exists():
            _forget(options.kept, name)
        _note(options.kept, name, lambda layers=layers: _student(lesson, layers, options))


def _folder(options: argparse.Namespace, config: Config, layers: int) -> Path:
    """Where the student of so many layers is kept."""
    found: Path = options.adapters / f"{config.name}-{layers}-layers"
    return found


def _known(kept_in: Path) -> list[Mapping[str, Any]]:
    return json.loads(kept_in.read_text(encoding="utf-8")) if kept_in.exists() else []


def _keep(kept_in: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    kept_in.parent.mkdir(parents=True, exist_ok=True)
    kept_in.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _forget(kept_in: Path, name: str) -> None:
    """What is known of a student that is no longer there."""
    _keep(kept_in, [row for row in _known(kept_in) if row["name"] != name])


def _note(kept_in: Path, name: str, measure: Callable[[], Mapping[str, Any]]) -> None:
    """Keep what ``measure`` says of ``name``, unless it is known."""
    if name not in {row["name"] for row in _known(kept_in)}:
        say(f"measuring {name}")
        row = {"name": name} | dict(measure())
        _keep(kept_in, [*_known(kept_in), row])


def _student(lesson: _Lesson, layers: int, options: argparse.Namespace) -> Mapping[str, Any]:
    """What the student of so many layers is worth, which is taught where it is not there."""
    folder = _folder(options, lesson.config, layers)
    student = distil.pruned(lesson.own, layers)
    if (folder / "task.json").exists():
        student = language_model.read_adapter(student, folder)
    else:
        student = _taught(lesson, student, folder, options.rank)
    return _measured(lesson, language_model.whole(student), folder)


def _teacher(options: argparse.Namespace) -> Language | None:
    """Another model than the one that students are cut from."""
    if options.teacher is None:
        return None
    teacher = language_model.load(options.teacher)
    if options.teacher_adapter is None:
        return teacher
    return language_model.whole(adapted(teacher, options.teacher_adapter))


def _taught(lesson: _Lesson, student: Language, folder: Path, rank: int) -> Language:
    """The student with an adapter that has learned, which is kept in ``folder``."""
    config, task = lesson.config, lesson.task
    learning = language_model.adapt(student, rank=rank, alpha=2 * rank, seed=config.seed)
    told = distil.from_teacher(
        lesson.teacher,
        learning,
        task.train,
        config.schedule,
        answers=task.answers,
        temperature=1.0,
        valid=task.valid,
        checkpoint=lesson.work / folder.name / "state.pt",
        report=lambda figures: say(", ".join(f"{name} {it:.4g}" for name, it in figures.items())),
    )
    language_model.keep_adapter(learning, folder)
    layers = learning.model.config.num_hidden_layers
    plain = Kept(form=task.form, crowd=task.crowd, layers=layers, cut_from=config.name)
    judged = run.judge(task, learning, plain, folder, say)
    summary = {"config": asdict(config), "learned": asdict(told), "validation": judged}
    (folder / "summary.json").write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    return learning


def _measured(lesson: _Lesson, language: Language, folder: Path) -> Mapping[str, Any]:
    """What a whole model costs, and what it is worth; its task lies in ``folder``."""
    found: dict[str, Any] = {"mebibytes": _mebibytes(lesson, language)}
    found |= asdict(distil.balance(language, lesson.task.valid))
    queries = [query for query in lesson.task.pointwise if query.liked is not None]
    if queries:
        answers = LanguageScorer(language, kept.load(folder)).pointwise(queries)
        likes = np.array([one.like for one in answers])
        liked = np.array([bool(query.liked) for query in queries])
        auc = metrics.pointwise_measures([query.user for query in queries], likes, liked)["auc"]
        found |= {"queries": len(queries), "auc": asdict(auc)}
    return found


def _mebibytes(lesson: _Lesson, language: Language) -> float:
    """Of the model's file in 4 bits."""
    lesson.work.mkdir(parents=True, exist_ok=True)
    whole, small = (lesson.work / f"student.{kind}.gguf" for kind in ("f16", "q4_0"))
    base = lesson.base if lesson.base.is_file() else None
    export.write_model(language.model, language.tokenizer, whole, base=base)
    export.quantise(whole, small, "q4_0")
    return small.stat().st_size / 2**20


if __name__ == "__main__":
    sys.exit(main())
