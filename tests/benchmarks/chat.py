"""The chat over all cities, run as a process of its own: answers, facts and times as JSON.

Every title, date, price and venue in a text must be the event's own: at least 500 answers are read.
"""

import json
import statistics
import sys

from tests.exam import facts, running

LEAST_ANSWERS = 500


def main() -> None:
    """Ask everything, again from the start until there are enough answers."""
    right: dict[str, float] = {}
    firsts, totals = [], []
    answers, invented, written = 0, 0, 0
    exams = running.exams()
    for name, stem in exams:
        city = running.city_of(name)
        with running.opened(name) as pal:
            pal.assistant.ask("hello")
            questions = running.questions(name, stem)
            marked = [running.asked(pal.assistant, city, one) for one in questions]
            right[f"{name}/{stem}"] = sum(one.right for one in marked) / len(marked)
            firsts += [one.first_words_s for one in marked]
            totals += [one.total_s for one in marked]
            again = max(0, LEAST_ANSWERS // len(exams) - len(marked))
            marked += [running.asked(pal.assistant, city, one) for one in questions[:again]]
            answers += len(marked)
            invented += sum(len(facts.invented(one, city)) for one in marked)
            written += sum(bool(one.written) for one in marked)
    json.dump(
        {
            "right": right,
            "answers": answers,
            "invented": invented,
            "written": written,
            "first_words_s": centile(firsts),
            "answer_s": centile(totals),
        },
        sys.stdout,
    )


def centile(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    main()
