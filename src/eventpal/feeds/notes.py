"""Collects what could not be read of one source, so that 500 equal faults make one sentence."""

from dataclasses import dataclass, field

from eventpal.domain import Problem

_EXAMPLES = 2
_SENTENCES = 20
"""Nobody reads more of one source."""
_LONGEST_NAME = 60


@dataclass(slots=True)
class Notes:
    """What went wrong, by what the publisher did."""

    where: str
    _found: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    _sentences: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything was noted."""
        return bool(self._found or self._sentences)

    def add(self, one: str, many: str, name: str) -> None:
        """Note a fault of the event ``name``.

        ``one`` completes "“name” …" and ``many`` completes "12 events …"; both without the dot.
        """
        _, names = self._found.setdefault(many, (one, []))
        names.append(" ".join(name.split())[:_LONGEST_NAME])

    def add_sentence(self, sentence: str) -> None:
        """Note a fault of the source as a whole."""
        self._sentences.append(sentence)

    def problems(self) -> tuple[Problem, ...]:
        """One sentence for each kind of fault, the first kinds where there are very many."""
        faults = (_sentence(one, many, names) for many, (one, names) in self._found.items())
        sentences = [*self._sentences, *faults]
        if len(sentences) > _SENTENCES:
            more = len(sentences) - _SENTENCES
            sentences[_SENTENCES:] = [f"{more:,} more kinds of faults are not listed here."]
        return tuple(Problem(self.where, sentence) for sentence in sentences)


def _sentence(one: str, many: str, names: list[str]) -> str:
    named = list(dict.fromkeys(name for name in names if name))
    if len(names) == 1:
        return f"“{named[0]}” {one}." if named else f"An event without a title {one}."
    examples = " and ".join(f"“{name}”" for name in named[:_EXAMPLES])
    return f"{len(names):,} events {many}" + (f", such as {examples}." if examples else ".")
