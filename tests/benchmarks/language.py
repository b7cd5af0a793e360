"""The language model as the engine runs it, beside the same file called naively."""

import contextlib
import itertools
import json
import os
import statistics
import time
from dataclasses import replace

import psutil

from eventpal import paths
from eventpal.chat.answering.prompt import ANSWER_TOKENS, answer_grammar, answer_messages
from eventpal.chat.answering.writing import INTENT_TOKENS
from eventpal.chat.intent import Act, grammar, intent_messages
from eventpal.engine.child import SPIN_TURNS
from eventpal.engine.client import Engine
from eventpal.engine.messages import Message
from eventpal.engine.models import bench, library, tiles
from eventpal.engine.process.confinement import go_without_tiles
from eventpal.progress import Progress
from eventpal.recommend.language import ASKED, TOLD
from eventpal.recommend.prompt import Told, preference_messages

ROUNDS = 3
QUESTIONS = (
    "my sister is visiting, any jazz this weekend?",
    "we are new in town, where can we meet people on friday?",
    "what a week! something quiet outdoors on sunday, not too far",
    "the kids are bored, is there a workshop for a six-year-old tomorrow?",
)
SLOTS = ("wishes", "1", "2", "3", "when", "where", "price", "why")
TITLES = (
    "Jazz in the Cellar",
    "A Walk through the Old Town",
    "Brass Band in the Park",
    "Chess Club Night",
    "Sourdough without Tears",
    "Poetry and Tea",
    "Bird Watching at the Lagoon",
    "Swing for Beginners",
    "How Robots Learn to Walk",
    "Sunday Flea Market",
)
DETAILS = (
    "Music, Fri evening, Guildhall, 14 EUR",
    "Walks & Tours, Sun morning, Market Square, free",
    "Workshops, Sat afternoon, The Lantern Room, 8 EUR",
    "Community, Wed evening, Harbour Library, free",
    "Family, Sat morning, Cedar House, 5 EUR",
)


def main() -> None:
    """Print both."""
    folder = paths.models()
    with contextlib.closing(Engine(folder)) as engine:
        found = _ours(engine)
    # The naive call is in this process, which the engine's never touches.
    if not tiles.allowed(folder):
        go_without_tiles()
    found |= _naive(str(library.language_model(folder)))
    print(json.dumps(found))


def _ours(engine: Engine) -> dict[str, float]:
    speed = bench.measure(engine, Progress())
    firsts, wholes, scored, read = [], [], [], 0
    for number in range(ROUNDS + 1):
        question = QUESTIONS[number]
        began = time.perf_counter()
        intent = engine.generate(
            intent_messages(question), grammar=grammar(), max_tokens=INTENT_TOKENS
        )
        answer = engine.generate(
            _answer(question),
            grammar=answer_grammar(SLOTS),
            max_tokens=ANSWER_TOKENS,
            on_text=_noted(firsts, began),
        )
        wholes.append(time.perf_counter() - began)
        began = time.perf_counter()
        engine.answer_odds(_prompts(number))
        scored.append(time.perf_counter() - began)
        read = intent.prompt_tokens + answer.prompt_tokens
    engine.embed(["both models are loaded"])
    return {
        "reads_per_second": speed.prompt_per_second,
        "writes_per_second": speed.written_per_second,
        # The first round is for the model to settle; its prompts are new to it as well.
        "first_words_s": statistics.median(firsts[1:]),
        "answer_s": statistics.median(wholes[1:]),
        "scored_s": statistics.median(scored[1:]),
        "prompt_tokens": read,
        "engine_mib": psutil.Process(engine.pid).memory_info().rss / 2**20,
    }


def _naive(path: str) -> dict[str, float]:
    # As in the engine's process; read when llama.cpp is loaded.
    os.environ["GOMP_SPINCOUNT"] = SPIN_TURNS
    import llama_cpp

    model = llama_cpp.Llama(path, n_ctx=2048, n_threads=os.cpu_count(), verbose=False)

    def ask(messages: list[Message], tokens: int) -> float:
        """Seconds to the first words of an answer of so many tokens."""
        model.reset()
        began = time.perf_counter()
        told = [{"role": one.role, "content": one.content} for one in messages]
        first = 0.0
        for piece in model.create_chat_completion(
            told, max_tokens=tokens, temperature=0.0, stream=True
        ):
            if not first and piece["choices"][0]["delta"].get("content"):
                first = time.perf_counter() - began
        return first

    began = time.perf_counter()
    ask(intent_messages(QUESTIONS[1]), INTENT_TOKENS)
    before = time.perf_counter() - began
    first = before + ask(_answer(QUESTIONS[1]), ANSWER_TOKENS)
    whole = time.perf_counter() - began
    began = time.perf_counter()
    for prompt in _prompts(1):
        ask(prompt, 1)
    return {
        "naive_first_words_s": first,
        "naive_answer_s": whole,
        "naive_scored_s": time.perf_counter() - began,
    }


def _noted(firsts: list[float], began: float):
    """Notes when the first words come."""
    seen: list[bool] = []

    def note(_text: str) -> None:
        if not seen:
            seen.append(True)
            firsts.append(time.perf_counter() - began)

    return note


def _answer(question: str) -> list[Message]:
    return answer_messages(question, Act.FIND, 3, SLOTS, german=False)


def _prompts(number: int) -> list[list[Message]]:
    """What is asked about events after a history that nobody told before."""
    things = [
        Told(f"{title} {number}", details) for details, title in itertools.product(DETAILS, TITLES)
    ]
    history = [replace(one, liked=place % 3 > 0) for place, one in enumerate(things[:TOLD])]
    return [preference_messages(history, one) for one in things[TOLD : TOLD + ASKED]]


if __name__ == "__main__":
    main()
