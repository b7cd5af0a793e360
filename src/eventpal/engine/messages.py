"""What goes to the language model and what comes back."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["system", "user", "assistant"]
Stopped = Literal["end", "length", "stop"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation. Nothing in ``content`` is a mark of the model's format."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Generated:
    """What the language model wrote.

    Attributes:
        text: what it wrote, without the prefill and without the stop string.
        prompt_tokens: tokens of the messages and the prefill.
        reused_tokens: how many of them it had read before.
        tokens: tokens it wrote.
        first_token_s: seconds from the call to the first token, waiting and loading included.
        total_s: seconds of the whole call.
        stopped: the model ended its turn, wrote as much as it was allowed to, or wrote a stop
            string.
    """

    text: str
    prompt_tokens: int
    reused_tokens: int
    tokens: int
    first_token_s: float
    total_s: float
    stopped: Stopped


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The language model that answers.

    Attributes:
        name: what its file calls it, or the file's name.
        path: the file.
        architecture: llama.cpp's name for its kind.
        context: tokens that the messages and the answer together may have.
        device: where it computes, in plain words.
        gpu_layers: how many of its layers are on a graphics processor.
        memory: bytes of its weights; about half as much again is for the texts it remembers.
    """

    name: str
    path: str
    architecture: str
    context: int
    device: str
    gpu_layers: int
    memory: int
