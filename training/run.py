"""Train what a config describes: ``python -m training.run training/configs/NAME.toml``.

Every step leaves a file, and a step whose file is there is not done again: the adapter that this
one begins from, learning (with checkpoints), calibration, scores on validation, the GGUF LoRA.
``accelerate launch -m training.run CONFIG`` spreads learning over several graphics processors.
"""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import torch
from accelerate import PartialState

from eventpal.errors import BadInput, UserError
from training import config as configs
from training import export, kept, language_model, sft, tasks
from training.config import Config
from training.evaluate import listwise_report, pointwise_report
from training.kept import Kept
from training.language_model import Language
from training.lines import Writer
from training.models.llm import LanguageScorer, base_model
from training.tasks import Task

Say = Callable[[str], None]

_REPOSITORY = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where everything is.

    Attributes:
        data: the folder that configs name their files below.
        base: the model, a Hugging Face folder or a GGUF file.
        adapters: where adapters are kept, one folder each.
        work: checkpoints, logs and what is large.
    """

    data: Path
    base: Path
    adapters: Path
    work: Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.run", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("config", type=Path, nargs="+", help="TOML files, done in order")
    parser.add_argument("--data", type=Path, default=Path(), help="the folder of the data")
    parser.add_argument("--base", type=Path, help="the model to train; default: the app's own")
    parser.add_argument("--adapters", type=Path, default=Path(__file__).parent / "adapters")
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        places = Places(
            data=options.data,
            base=options.base or base_model(),
            adapters=options.adapters,
            work=options.work,
        )
        for path in options.config:
            run(path, places, say)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def say(line: str) -> None:
    """One line of progress."""
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def run(path: Path, places: Places, tell: Say) -> Mapping[str, Any]:
    """All steps of the config in ``path`` that are not yet done; returns its summary."""
    config = configs.read(path)
    folder = places.adapters / config.name
    summary = folder / "summary.json"
    if summary.exists():
        tell(f"{config.name}: done before")
        return dict(json.loads(summary.read_text(encoding="utf-8")))
    together = PartialState()
    if config.start_from:
        run(path.with_name(f"{config.start_from}.toml"), places, tell)
    work = places.work / config.name
    work.mkdir(parents=True, exist_ok=True)
    language = language_model.adapt(
        language_model.load(places.base, four_bit=config.four_bit),
        rank=config.rank,
        alpha=config.alpha,
        seed=config.seed,
    )
    if config.start_from:
        language = language_model.read_adapter(language, places.adapters / config.start_from)
    language_model.freeze(language, config.frozen_layers)
    tell(f"{config.name}: reading {config.train}")
    task = tasks.prepare(config, places.data, language.tokenizer)
    learned = _learn(config, task, language, work, tell)
    if config.preference_steps:
        _prefer(config, task, language, places.data, tell)
    if together.is_main_process:
        _finish(config, task, language, places, learned=learned, tell=tell)
    together.wait_for_everyone()
    return dict(json.loads(summary.read_text(encoding="utf-8")))


def _finish(
    config: Config,
    task: Task,
    language: Language,
    places: Places,
    *,
    learned: Mapping[str, Any],
    tell: Say,
) -> None:
    """What follows learning, done by one process: judging, and the files."""
    folder, work = places.adapters / config.name, places.work / config.name
    language_model.keep_adapter(language, folder)
    plain = Kept(form=task.form, crowd=task.crowd)
    found = judge(task, language, plain, folder, tell)
    heads = language.model.config
    export.write_adapter(
        folder,
        {
            "num_attention_heads": heads.num_attention_heads,
            "num_key_value_heads": heads.num_key_value_heads,
        },
        work / f"{config.name}.lora.gguf",
    )
    if config.ship:
        shutil.copyfile(work / f"{config.name}.lora.gguf", _REPOSITORY / config.ship)
    _write_whole(config, language, places, work, tell)
    told = {"config": asdict(config), "learned": learned, "validation": found}
    unfinished = work / "summary.json"
    unfinished.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    shutil.move(unfinished, folder / "summary.json")
    tell(f"{config.name}: kept in {folder}")


def _learn(
    config: Config, task: Task, language: Language, work: Path, tell: Say
) -> Mapping[str, Any]:
    if not task.train:
        raise BadInput(f"{config.name}: there is nothing to learn from.")
    tokens = sum(map(len, task.train))
    tell(f"{config.name}: {len(task.train):,} documents of {tokens:,} tokens")
    with (work / "log.jsonl").open("a", encoding="utf-8") as log:

        def report(figures: dict[str, float]) -> None:
            log.write(json.dumps(figures) + "\n")
            log.flush()
            if figures["step"] % 20 == 0 or "valid" in figures:
                tell(
                    f"{config.name}: step {figures['step']} of {figures['of']}"
                    + "".join(
                        f", {name} {figures[name]:.4f}"
                        for name in ("loss", "valid")
                        if name in figures
                    )
                )

        trained = sft.train(
            language,
            task.train,
            config.schedule,
            answers=task.answers,
            valid=task.valid,
            checkpoint=work / "state.pt",
            report=report,
        )
    return asdict(trained)


def _prefer(config: Config, task: Task, language: Language, data: Path, tell: Say) -> None:
    from training import preference  # noqa: PLC0415 - TRL takes seconds to load
    from training.generated import refused  # noqa: PLC0415 - likewise

    if config.preference_pairs:
        pairs = preference.read_pairs(data / config.preference_pairs)
    elif config.reader == "generated":
        number = 4 * config.preference_steps
        pairs = list(refused.pairs(language.tokenizer, number, config.seed))
    else:
        writer = Writer(language.tokenizer, task.form, task.crowd)
        length, random = config.lengths[0], Random(config.seed)
        pairs = list(
            preference.pairs_of_likes(task.people, writer, language.tokenizer, length, random)
        )
    tell(f"{config.name}: {config.preference_steps} steps on {len(pairs):,} pairs")
    losses = preference.learn(language, pairs, steps=config.preference_steps, seed=config.seed)
    tell(f"{config.name}: loss of preference {losses[0]:.4f} to {losses[-1]:.4f}")


def _write_whole(config: Config, language: Language, places: Places, work: Path, tell: Say) -> None:
    """The merged model, in each of the kinds that the config names."""
    if not config.gguf:
        return
    base = places.base if places.base.is_file() else None
    if config.four_bit:
        plain = language_model.load(places.base)
        language = language_model.read_adapter(plain, places.adapters / config.name)
    whole = work / f"{config.name}.f16.gguf"
    export.write_model(language.model, language.tokenizer, whole, base=base)
    for kind in config.gguf:
        if kind != "f16":
            export.quantise(whole, work / f"{config.name}.{kind}.gguf", kind)
        tell(f"{config.name}: {kind} written")


def judge(task: Task, language: Language, plain: Kept, folder: Path, tell: Say) -> str:
    """Calibrate ``plain``, keep it as the task's file, and report on validation."""
    if task.listwise:
        kept.save(plain, folder)
        tell(f"{len(task.listwise):,} lists to score")
        return listwise_report(
            task.listwise, LanguageScorer(language, plain).listwise(task.listwise)
        )
    queries = [query for query in task.pointwise if query.liked is not None]
    if not queries:
        kept.save(plain, folder)
        return "Nobody was held out."
    tell(f"{len(queries):,} queries to score")
    scorer = LanguageScorer(language, plain)
    logits, numbers = scorer.pointwise_logits(queries), scorer.numbers(queries)
    liked = [bool(query.liked) for query in queries]
    calibration = kept.calibrate(logits, liked, [query.rating for query in queries], numbers)
    kept.save(replace(plain, calibration=calibration), folder)
    return pointwise_report(queries, kept.answers(logits, calibration, numbers))


if __name__ == "__main__":
    sys.exit(main())
