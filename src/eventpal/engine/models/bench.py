"""How fast the language model is on this computer."""

import statistics
from dataclasses import dataclass

from eventpal.engine.client import Engine
from eventpal.engine.messages import Generated, Message, ModelInfo
from eventpal.progress import Progress

_ROUNDS = 3
_TOLD = 40
_WRITTEN = 48


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured, the median of each.

    Attributes:
        model: the model.
        prompt_tokens: tokens of the prompt.
        prompt_per_second: tokens read a second.
        written_per_second: tokens written a second.
        first_token_s: seconds to the first token when only the question is new.
        naive_first_token_s: the same when the whole prompt is read for each question.
    """

    model: ModelInfo
    prompt_tokens: int
    prompt_per_second: float
    written_per_second: float
    first_token_s: float
    naive_first_token_s: float


def measure(engine: Engine, progress: Progress) -> Speed:
    """Ask some questions, each once after a prompt that is known and once after one that is new.

    Raises:
        EngineError: the language model cannot answer.
        Cancelled: the progress was cancelled.
    """
    model = engine.language_model()
    known, new = [], []
    _ask(engine, "the guide", 0, progress)
    for number in range(1, _ROUNDS + 1):
        progress.step("Asking the language model", number, _ROUNDS)
        new.append(_ask(engine, f"guide number {number}", number, progress))
        known.append(_ask(engine, "the guide", number, progress))
    return Speed(
        model=model,
        prompt_tokens=new[0].prompt_tokens,
        prompt_per_second=statistics.median(
            (one.prompt_tokens - one.reused_tokens) / one.first_token_s for one in new
        ),
        written_per_second=statistics.median(
            (one.tokens - 1) / max(one.total_s - one.first_token_s, 1e-6) for one in known + new
        ),
        first_token_s=statistics.median(one.first_token_s for one in known),
        naive_first_token_s=statistics.median(one.first_token_s for one in new),
    )


def _ask(engine: Engine, who: str, number: int, progress: Progress) -> Generated:
    # What differs at the beginning makes all that follows new.
    told = f"You are {who}. " + "You tell people briefly what is on in their town. " * _TOLD
    return engine.generate(
        [Message("system", told), Message("user", f"What is on in week {number}?")],
        max_tokens=_WRITTEN,
        token=progress.token,
    )
