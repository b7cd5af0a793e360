"""A stand-in for the engine's process, started as ``python engine_worker.py SCRIPT-FILE``.

Each request takes the next line of the file, over all its lives; when none is left it answers.
"""

import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np

from eventpal.engine.messages import ModelInfo
from eventpal.engine.protocol import read_frame, write_frame
from tests.fakes.engine import meaning


def main(script: Path) -> None:  # noqa: PLR0912 - a flat list of what can happen
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    layers = 0
    while True:
        try:
            request, _ = read_frame(requests)
        except EOFError:
            return
        if request["do"] in ("cancel", "ping"):
            continue
        known = {"id": request["id"], "done": True}
        steps = script.read_text().splitlines()
        script.write_text("\n".join(steps[1:]))
        match steps[0] if steps else "answer":
            case "die":
                print("last words", file=sys.stderr, flush=True)
                os._exit(3)
            case "hang":
                time.sleep(60)
            case "garble":
                answers.write(b"not a frame at all, but long enough to be read as one")
                answers.flush()
                time.sleep(60)
            case "short":
                write_frame(answers, {"rows": 1} | known, b"\0" * 7)
            case "refuse":
                write_frame(answers, {"error": "The file is no model."} | known)
            case "die on the graphics processor":
                write_frame(answers, {"gpu": True, "id": request["id"]})
                os._exit(3)
            case "fail on the graphics processor":
                layers = 0
                write_frame(answers, {"gpu": True, "id": request["id"]})
                write_frame(answers, {"gpu_failed": True} | known)
            case "write and die":
                write_frame(answers, {"text": "Hel", "id": request["id"]})
                os._exit(3)
            case "write and hang":
                write_frame(answers, {"text": "Hel", "id": request["id"]})
                time.sleep(60)
            case "answer" if request["do"] == "load":
                layers = request.get("gpu_layers")
                write_frame(answers, known)
            case "answer" if request["do"] == "info":
                # Tells the test what it was loaded with.
                info = ModelInfo("Scripted", "", "fake", 2048, "processor", layers, 0)
                write_frame(answers, {"info": asdict(info)} | known)
            case "answer":
                texts = request.get("texts", [])
                rows = np.array([meaning(text) for text in texts], dtype=np.float32)
                write_frame(answers, {"rows": len(texts)} | known, rows.tobytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
