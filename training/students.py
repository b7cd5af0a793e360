"""How small may the model be? Students of fewer layers, taught by an adapted model's logits.

``python -m training.students CONFIG --data DIR`` merges the config's adapter into the base, cuts
students from it, teaches each the teacher's answers for some minutes, and writes size, speed and
quality of all into the report's work folder.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch

from eventpal.errors import UserError
from training import config as configs
from training import distil, language_model, tasks
from training.models.llm import base_model
from training.run import say
from training.sft import Schedule

KEPT = Path(__file__).parent / "measured" / "students.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.students", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("config", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, help="the model; default: the app's own")
    parser.add_argument("--adapters", type=Path, default=Path(__file__).parent / "adapters")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where the figures are kept")
    parser.add_argument("--layers", type=int, nargs="+", default=(20, 10))
    parser.add_argument("--documents", type=int, default=400, help="each student learns from")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        _teach(options)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _teach(options: argparse.Namespace) -> None:
    config = replace(configs.read(options.config), documents=options.documents)
    base = options.base or base_model()
    folder = options.adapters / config.name
    teacher = language_model.whole(language_model.read_adapter(language_model.load(base), folder))
    task = tasks.prepare(config, options.data, teacher.tokenizer)
    train, valid = task.train[: options.documents], task.valid
    found = []
    for name, one in (("base", language_model.load(base)), ("fine-tuned", teacher)):
        say(f"measuring {name}")
        found.append({"name": name} | asdict(distil.balance(one, valid)))
    for layers in options.layers:
        student = distil.pruned(teacher, layers)
        say(f"teaching {layers} layers")
        learning = language_model.adapt(student, rank=16, alpha=32)
        distil.from_teacher(
            teacher, learning, train, Schedule(learning_rate=2e-3, batch_tokens=768), share=0.5
        )
        told = distil.balance(language_model.whole(learning), valid)
        found.append({"name": f"distilled, {layers} layers"} | asdict(told))
        options.kept.parent.mkdir(parents=True, exist_ok=True)
        options.kept.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
