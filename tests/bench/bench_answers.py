"""How `ask` answers the questions of all evaluation sets: as the user gets it, bands and all.

Run: python -m tests.bench.bench_answers [--part held-out|train] [--misses]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from rust_agent_lsp.cli.indexes import Indexes
from rust_agent_lsp.features.answer import Library
from rust_agent_lsp.features.ask import ask
from rust_agent_lsp.model.answer import Answer
from rust_agent_lsp.stores.knowledge import Knowledge
from tests.bench.answers import SETS, Asked, asked


def is_right(one: Asked, answer: Answer) -> bool:
    """Say whether an answer is the right entry, or the right place as its first source."""
    return answer.entry in one.right or (not answer.entry and answer.source[0] in one.right)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", default="held-out", choices=("held-out", "train"))
    parser.add_argument("--misses", action="store_true", help="print what is not answered first")
    options = parser.parse_args()
    indexes = Indexes(Console(stderr=True))
    library, search = Library(Knowledge(), indexes.concepts), indexes.search()
    seconds: list[float] = []
    for name in SETS:
        counts: Counter[str] = Counter()
        for one in asked(options.part):
            if one.set != name:
                continue
            began = time.perf_counter()
            found = ask(one.ask, library, search)
            seconds.append(time.perf_counter() - began)
            answers: Sequence[Answer] = found.answers if found else ()
            right = [is_right(one, answer) for answer in answers]
            counts["answerable" if one.right else "foreign"] += 1
            counts["first"] += bool(right[:1] == [True])
            counts["three"] += any(right[:3])
            counts["refused"] += not one.right and not answers
            counts["kept back"] += bool(one.right) and not answers
            surely = bool(found and found.confident)
            counts["sure"] += surely
            counts["sure and wrong"] += surely and right[:1] != [True]
            if one.command and answers:
                counts["commands"] += 1
                counts["to the letter"] += answers[0].command == one.command
            if options.misses and one.right and right[:1] != [True]:
                print(f"    {one.ask} → {[a.entry or a.source[0] for a in answers[:3]]}")
        n, foreign = counts["answerable"], max(1, counts["foreign"])
        print(
            f"{name:9} {n:4} first {counts['first'] / n:6.1%} three {counts['three'] / n:6.1%}"
            f" kept back {counts['kept back'] / n:6.1%} refused {counts['refused'] / foreign:6.1%}"
            f" sure {counts['sure']} of them wrong {counts['sure and wrong']}"
            f" commands {counts['to the letter']} of {counts['commands']}"
        )
    times = sorted(1000 * second for second in seconds)
    print(f"p50 {times[len(times) // 2]:.0f} ms, p99 {times[-len(times) // 100]:.0f} ms")
    indexes.close()


if __name__ == "__main__":
    main()
