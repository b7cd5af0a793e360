"""The commands ``eventpal models …``."""

import argparse
import contextlib
from pathlib import Path

from eventpal import paths, wire
from eventpal.commands.answering import Answer, progress
from eventpal.commands.invocation import home_of
from eventpal.engine.client import Engine
from eventpal.engine.models import bench, choosing, library
from eventpal.engine.models.choice import load_choice
from eventpal.engine.models.library import ModelState


def get(options: argparse.Namespace) -> Answer:
    """Fetch the model files."""
    library.get(paths.models(), progress())
    return listed(options)


def build(options: argparse.Namespace) -> Answer:
    """Turn the model files into what runs."""
    library.build(paths.models(), progress())
    return listed(options)


def listed(options: argparse.Namespace) -> Answer:
    """List the models."""
    found = library.listing(paths.models())
    if chosen := load_choice(home_of(options).language_model).file:
        found.append(_chosen(Path(chosen)))
    return {"models": [wire.model(one) for one in found]}, "\n".join(
        f"{one.name}: {one.detail}" for one in found
    )


def use(options: argparse.Namespace) -> Answer:
    """Choose the language model."""
    kept = home_of(options).language_model
    info, failed = choosing.use(options.file, paths.models(), kept, gpu_layers=options.gpu_layers)
    line = f"{info.name} answers in the chat now, on the {info.device}"
    if failed:
        line += f", since the graphics processor failed: {failed}"
    return {
        "name": info.name,
        "path": info.path,
        "device": info.device,
        "gpu_layers": info.gpu_layers,
        "gpu_failed": failed,
    }, f"{line}."


def measured(options: argparse.Namespace) -> Answer:
    """Measure the language model."""
    with contextlib.closing(
        Engine(paths.models(), choice=home_of(options).language_model)
    ) as engine:
        speed = bench.measure(engine, progress())
    return {
        "name": speed.model.name,
        "device": speed.model.device,
        "memory_mib": round(speed.model.memory / 2**20),
        "prompt_tokens": speed.prompt_tokens,
        "prompt_tokens_per_second": round(speed.prompt_per_second, 1),
        "generation_tokens_per_second": round(speed.written_per_second, 1),
        "first_token_ms": round(1000 * speed.first_token_s),
        "naive_first_token_ms": round(1000 * speed.naive_first_token_s),
    }, (
        f"{speed.model.name} on the {speed.model.device}: reads {speed.prompt_per_second:.0f} and "
        f"writes {speed.written_per_second:.0f} tokens/s; first word after "
        f"{1000 * speed.first_token_s:.0f} ms, after {1000 * speed.naive_first_token_s:.0f} ms "
        f"where all {speed.prompt_tokens} tokens of the prompt are read again."
    )


def _chosen(path: Path) -> ModelState:
    if path.is_file():
        size = path.stat().st_size / 2**20
        return ModelState(path.stem, path, True, f"chosen to answer in the chat; {size:.0f} MiB.")
    return ModelState(
        path.stem, path, False, "chosen, but gone: choose another with eventpal models use."
    )
