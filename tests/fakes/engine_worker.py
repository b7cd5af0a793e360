"""A stand-in for the engine's process, started as ``python engine_worker.py SCRIPT-FILE``.

Each request takes the next line of the file, over all its lives; when none is left it answers.
"""

import os
import sys
import time
from pathlib import Path

import numpy as np

from eventpal.engine.minilm import DIMENSIONS
from eventpal.engine.protocol import read_frame, write_frame
from tests.fakes.engine import meaning


def main(script: Path) -> None:
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            request, _ = read_frame(requests)
        except EOFError:
            return
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
                write_frame(answers, {"rows": 1}, b"\0" * 7)
            case "refuse":
                write_frame(answers, {"error": "The file is no model."})
            case "answer":
                texts = request.get("texts", [])
                rows = np.array([meaning(text) for text in texts], dtype=np.float32)
                write_frame(answers, {"rows": len(texts), "dimensions": DIMENSIONS}, rows.tobytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
