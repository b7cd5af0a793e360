"""What each kind of file costs and is worth: size, speed, and how it writes what was held out.

``python -m training.kinds`` merges the adapter that ships into the base, brings it to each kind,
asks each the same held-out messages through llama.cpp as the application runs it, and keeps the
figures where ``training.report`` finds them. "adapter beside" is the base file as it is fetched,
with the adapter computed beside it.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import llama_cpp
import numpy as np
from scipy.special import logsumexp

from eventpal import paths
from eventpal.engine.models import lora_merge, tiles
from eventpal.engine.models.catalogue import SMOLLM2
from eventpal.engine.process import llama
from eventpal.engine.process.confinement import go_without_tiles
from eventpal.engine.process.language import BATCH, Language
from eventpal.errors import UserError
from training import export, language_model
from training.documents import Document
from training.generated import answers, intents
from training.generated.lessons import Writer
from training.generated.measure import SEED
from training.models.llm import base_model
from training.run import say

KEPT = Path(__file__).parent / "measured" / "kinds.json"
BESIDE = "adapter beside"
BASE = "base"
KINDS = ("f16", "q8_0", "q5_0", "q4_k_m", "iq4_nl", "q4_0")
_READ, _WRITTEN, _ROUNDS = BATCH, 32, 3

Told = tuple[tuple[int, ...], tuple[int, ...]]
"""The tokens of a prompt and its answer, and where the answer's are."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one file is worth."""

    kind: str
    mebibytes: float
    read: float
    """Tokens a second of processor time, of a prompt."""
    written: float
    """Tokens a second, one after another."""
    loss: Mapping[str, float]
    """Nats for each token of the right answers, by what was asked."""
    exact: Mapping[str, float]
    """Share of answers whose every token is the likeliest: greedily, it is written as it should."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.kinds", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--base", type=Path, help="a GGUF file; default: the app's own")
    parser.add_argument("--adapter", type=Path, default=SMOLLM2.adapter, help="a GGUF LoRA")
    parser.add_argument("--work", type=Path, default=Path("build/training/report"))
    parser.add_argument("--kept", type=Path, default=KEPT, help="where the figures are kept")
    parser.add_argument("--kinds", nargs="+", default=(BASE, BESIDE, *KINDS))
    parser.add_argument("--messages", type=int, default=60, help="of each sort")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args(arguments)
    try:
        _measure_all(options)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _measure_all(options: argparse.Namespace) -> None:
    if not tiles.allowed(paths.models()):
        go_without_tiles()
    llama.begin()
    base = options.base or base_model()
    options.work.mkdir(parents=True, exist_ok=True)
    asked = held_out(Writer(language_model.tokenizer(base)), options.messages)
    found = []
    for kind in options.kinds:
        say(f"measuring {kind}")
        plain = kind in {BASE, BESIDE}
        file = base if plain else made(base, options.adapter, kind, options.work)
        beside = options.adapter if kind == BESIDE else None
        found.append(measure(kind, file, asked, threads=options.threads, adapter=beside))
        options.kept.parent.mkdir(parents=True, exist_ok=True)
        options.kept.write_text(
            json.dumps([asdict(one) for one in found], indent=1) + "\n", "utf-8"
        )


def made(base: Path, adapter: Path, kind: str, work: Path) -> Path:
    """The file of that ``kind``: the adapter merged into the base, quantised."""
    whole = work / "merged.f16.gguf"
    if not whole.exists():
        lora_merge.write_merged(base, adapter, whole)
    if kind == "f16":
        return whole
    target = work / f"merged.{kind}.gguf"
    if not target.exists():
        export.quantise(whole, target, kind)
    return target


def held_out(writer: Writer, number: int) -> dict[str, list[Told]]:
    """Prompts with their right answers, ``number`` of each sort."""
    sorts = {
        "intents, new words": writer.asked(intents.messages(number, SEED, "words")),
        "intents, new phrasings": writer.asked(intents.messages(number, SEED, "phrasings")),
        "sentences of answers": writer.answered(answers.answers(number, SEED, "phrasings")),
    }
    return {
        name: [told for document in found for told in rows(document)]
        for name, found in sorts.items()
    }


def rows(document: Document) -> Iterator[Told]:
    """Each branch of a document after its trunk."""
    trunk, *branches = document.parts
    for part in branches:
        places = tuple(len(trunk.tokens) + offset for offset in part.answers)
        yield (*trunk.tokens, *part.tokens), places


def measure(
    kind: str,
    file: Path,
    asked: Mapping[str, Sequence[Told]],
    *,
    threads: int,
    adapter: Path | None = None,
) -> Cost:
    """Ask the model in ``file``, with ``adapter`` beside it if there is one."""
    language = Language(file, threads=threads, gpu_layers=0, alive=lambda: None)
    context = language.context(1024, 1, shared=False)
    if adapter is not None:
        found = llama_cpp.llama_adapter_lora_init(language._model, str(adapter).encode())
        pointers = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(found)
        scales = (llama_cpp.ctypes.c_float * 1)(1.0)
        llama_cpp.llama_set_adapters_lora(context, pointers, 1, scales)
    reader = _Reader(context, language.vocabulary.size)
    losses, exact = {}, {}
    for name, told in asked.items():
        said = [reader.answer(*one) for one in told]
        losses[name] = float(np.concatenate([loss for loss, _ in said]).mean())
        exact[name] = float(np.mean([right for _, right in said]))
    read, written = reader.speed()
    size = file.stat().st_size + (adapter.stat().st_size if adapter is not None else 0)
    llama_cpp.llama_free(context)
    return Cost(kind, size / 2**20, read, written, losses, exact)


class _Reader:
    """Reads tokens through one context, from its beginning each time."""

    def __init__(self, context: object, size: int) -> None:
        self._context, self._size = context, size
        self._batch = llama.Batch(BATCH)

    def answer(self, tokens: Sequence[int], places: Sequence[int]) -> tuple[np.ndarray, bool]:
        """The loss of each token at ``places``, and whether all of them are the likeliest."""
        wanted = {place - 1 for place in places}
        losses, right = [], True
        self._forget()
        for start in range(0, len(tokens), BATCH):
            self._batch.clear()
            some = tokens[start : start + BATCH]
            for offset, token in enumerate(some):
                place = start + offset
                self._batch.add(token, place, 0, wanted=place in wanted)
            self._batch.decode(self._context)
            for offset in range(len(some)):
                if start + offset in wanted:
                    logits = llama.logits(self._context, offset, self._size)
                    target = tokens[start + offset + 1]
                    losses.append(float(logsumexp(logits.astype(np.float64)) - logits[target]))
                    right = right and int(logits.argmax()) == target
        return np.array(losses), right

    def speed(self) -> tuple[float, float]:
        """Tokens a second of processor time, read together and one by one; the best of some rounds.

        By the clock it is the same with one thread where nothing else runs.
        """
        read, written = [], []
        for _ in range(_ROUNDS):
            self._forget()
            began = time.process_time()
            self._batch.fill([place % self._size for place in range(_READ)], 0, 0)
            self._batch.decode(self._context)
            read.append(_READ / (time.process_time() - began))
            began = time.process_time()
            for place in range(_WRITTEN):
                self._batch.fill([place], _READ + place, 0)
                self._batch.decode(self._context)
            written.append(_WRITTEN / (time.process_time() - began))
        return max(read), max(written)

    def _forget(self) -> None:
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self._context), True)


if __name__ == "__main__":
    sys.exit(main())
