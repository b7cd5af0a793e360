"""Which model does what is asked of the engine's process. Each is loaded when first needed."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eventpal.engine.messages import Message
from eventpal.engine.process import llama
from eventpal.engine.process.embedder import Embedder
from eventpal.engine.process.jobs import Steps
from eventpal.engine.process.language import Language
from eventpal.engine.process.weigher import Weigher
from eventpal.engine.process.writer import Writer
from eventpal.engine.protocol import Header

_URGENCY = {"load": 0, "info": 1, "embed": 2, "write": 3, "embed many": 4, "weigh": 5}

_FEW_TEXTS = 8
"""A query and its like; more are a job in the background, for which no answer waits."""


class Desk:
    """The loaded models. Not thread-safe."""

    def __init__(self, alive: Callable[[], None]) -> None:
        """``alive`` is called now and then while a step takes long."""
        self._alive = alive
        self._embedder: Embedder | None = None
        self._language: Language | None = None
        self._writer: Writer | None = None
        self._weigher: Weigher | None = None
        self._loaded: dict[str, tuple[Header, Header]] = {}
        """Of each model the request that loaded it, and the answer."""

    def urgency(self, request: Header) -> tuple[int, int]:
        """How urgent a request is: its kind, then its size; less is earlier."""
        kind, size = request["do"], request.get("of", 0)
        return _URGENCY["embed many" if size > _FEW_TEXTS else kind], size

    def steps(self, request: Header) -> Steps:
        """The work that a request asks for; UserError at any step of it."""
        match request["do"]:
            case "load":
                return self._load(request)
            case "embed":
                return self._embed(request)
            case "write":
                return self._write(request)
            case "weigh":
                return self._weigh(request)
            case "info":
                return self._info()
            case unknown:
                raise ValueError(unknown)

    def _load(self, request: Header) -> Steps:
        # Said beforehand, since the process may not survive it.
        yield {"gpu": bool(request.get("gpu_layers")) and llama.uses_gpu()}
        kind, asked = request["model"], {**request, "id": 0}
        # Who asked before may have stopped waiting meanwhile.
        if kind not in self._loaded or self._loaded[kind][0] != asked:
            self._loaded[kind] = asked, self._load_model(request)
        return self._loaded[kind][1], b""

    def _load_model(self, request: Header) -> Header:
        path, threads = Path(request["path"]), request["threads"]
        if request["model"] == "sentence":
            self._embedder = Embedder(path, threads)
            return {}
        self._language = Language(
            path, threads=threads, gpu_layers=request["gpu_layers"], alive=self._alive
        )
        self._writer = Writer(self._language)
        self._writer.try_out()
        return {"gpu_failed": self._language.gpu_failed}

    def _info(self) -> Steps:
        yield {}
        assert self._language is not None
        return {"info": asdict(self._language.info())}, b""

    def _embed(self, request: Header) -> Steps:
        yield {}
        assert self._embedder is not None
        rows = self._embedder.embed(request["texts"])
        return {"rows": len(rows)}, rows.tobytes()

    def _write(self, request: Header) -> Steps:
        assert self._writer is not None
        written = yield from self._writer.write(
            _messages(request["messages"]),
            grammar=request["grammar"],
            max_tokens=request["max_tokens"],
            temperature=request["temperature"],
            seed=request["seed"],
            prefill=request["prefill"],
            stop=request["stop"],
        )
        return asdict(written), b""

    def _weigh(self, request: Header) -> Steps:
        assert self._language is not None
        if self._weigher is None:
            self._weigher = Weigher(self._language)
        first, second = request["answers"]
        steps = self._weigher.weigh([_messages(one) for one in request["prompts"]], (first, second))
        found = yield from steps
        return {"rows": len(found)}, found.tobytes()


def _messages(told: list[dict[str, Any]]) -> list[Message]:
    return [Message(one["role"], one["content"]) for one in told]
