"""How many questions are answered rightly, by kind, beside a search by words alone.

    python -m tests.exam [--city NAME] [--questions FILE] [--reader both|rules|model] [--wrong]
                         [--json]
    python -m tests.exam [--city NAME] [--questions FILE] --check

``rules`` answers without a language model; ``model`` lets the model alone understand the messages.
``--check`` asks nothing: it prints how many events are right for each question, and fails where a
question can't be marked.
"""

import argparse
import json
import statistics
import sys
from collections import defaultdict
from dataclasses import replace

from eventpal.app import EventPal
from eventpal.chat.assistant import Assistant
from tests.exam import checking, running
from tests.exam.alone import ModelAlone
from tests.exam.cities import CityError


def main() -> None:
    """Ask, mark and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.exam")
    parser.add_argument("--city", choices=running.names(), default=running.SAMPLE)
    parser.add_argument("--questions", default="exam", help="a file, without .jsonl")
    parser.add_argument("--check", action="store_true", help="only check the questions")
    parser.add_argument("--reader", choices=["both", "rules", "model"], default="both")
    parser.add_argument("--wrong", action="store_true", help="show the wrong answers")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.check:
        sys.exit(check(options.city, options.questions))
    city = running.city_of(options.city)
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    words, totals, firsts = [], [], []
    with running.opened(options.city) as pal:
        assistant = chosen(pal, options.reader)
        assistant.ask("hello")
        for question in running.questions(options.city, options.questions):
            marked = running.asked(assistant, city, question)
            kinds[question.kind].append(marked.right)
            words.append(running.searched(pal, city, question))
            totals.append(marked.total_s)
            firsts.append(marked.first_words_s)
            if options.wrong and not marked.right:
                print("\n".join(running.told(city, marked)))
    every = [one for found in kinds.values() for one in found]
    result = {
        "city": options.city,
        "questions_file": options.questions,
        "reader": options.reader,
        "questions": len(every),
        "right": sum(every) / len(every),
        "words_only": sum(words) / len(words),
        "kinds": {kind: [sum(found), len(found)] for kind, found in kinds.items()},
        "total_s": {"median": statistics.median(totals), "most": max(totals)},
        "first_words_s": {"median": statistics.median(firsts), "most": max(firsts)},
    }
    print(json.dumps(result, indent=1) if options.json else table(result))


def check(name: str, stem: str) -> int:
    """Print what is right for each question; 1 where some can't be marked."""
    try:
        city, path = running.city_of(name), running.file_of(name, stem)
        found = list(checking.checked(city, path))
    except (CityError, OSError) as error:
        print(error)
        return 1
    for one in found:
        if one.question and not one.faults:
            print(f"{one.count:4}  {one.question.kind:12} {' → '.join(one.question.ask)}")
    faults = [(one.line, fault) for one in found for fault in one.faults]
    for line, fault in faults:
        print(f"{path.name}:{line}: {fault}")
    return 1 if faults else 0


def chosen(pal: EventPal, reader: str) -> Assistant:
    """The assistant with both readers, or with one of them."""
    services = pal.assistant.services
    if reader == "rules":
        return Assistant(replace(services, writer=None))
    return pal.assistant if reader == "both" else ModelAlone(services)


def table(result: dict) -> str:  # type: ignore[type-arg]
    """The result for people."""
    lines = [f"{kind:12} {got:3} of {of}" for kind, (got, of) in result["kinds"].items()]
    lines.append(
        f"{result['right']:.1%} of {result['questions']} right ({result['reader']}); "
        f"{result['words_only']:.1%} by a search for the words alone"
    )
    lines += [
        f"{name}: median {result[name]['median']:.2f}, most {result[name]['most']:.2f}"
        for name in ("first_words_s", "total_s")
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
