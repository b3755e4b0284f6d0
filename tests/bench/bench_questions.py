"""How often a learner's question, or a compiler message without its code, finds the right entry.

The questions are those of tests/bench/retrieval/questions.toml; the model was trained on one part
of them. The messages are those that rustc gives for programs which no entry was made from.
Run: python -m tests.bench.bench_questions [--model DIR]… [--misses]
"""

from __future__ import annotations

import argparse
import tempfile
import time
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from rust_agent_lsp.matching.match import Matcher
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.stores import ranking
from rust_agent_lsp.stores.embedding import load_encoder
from rust_agent_lsp.stores.index_open import open_or_build
from rust_agent_lsp.stores.index_read import Index
from rust_agent_lsp.stores.index_search import search
from rust_agent_lsp.stores.index_texts import documents_of
from rust_agent_lsp.stores.intents import Intents
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.models import SHIPPED_MODEL
from rust_agent_lsp.toolchain.snippet import Options, check_snippet

HERE = Path(__file__).parent
KINDS = ("errors", "lints")
# What the features of `ranking.Evidence` weigh.
WAYS = {
    "words alone": ((1.0, 0, 0, 0, 0, 0), (1.0, 0, 0, 0, 0, 0, 0, 0, 0)),
    "nearness alone": ((0, 1.0, 1.0, 1.0, 0, 0), (0, 1.0, 1.0, 1.0, 0, 0, 0, 0, 0)),
    "intents alone": ((0, 0, 0, 0, 0, 1.0), (0, 0, 0, 0, 0, 1.0, 0, 0, 0)),
    "as shipped": (ranking.FIRST_WEIGHTS, ranking.WEIGHTS),
}


@dataclass(frozen=True)
class Asked:
    """What is asked, and the entries that answer it."""

    text: str
    right: frozenset[str]


def questions(part: str) -> list[Asked]:
    found = tomllib.loads((HERE / "retrieval" / "questions.toml").read_text("utf-8"))["questions"]
    return [
        Asked(q["ask"], frozenset({q["entry"], *q.get("also", ())}))
        for q in found
        if q["part"] == part
    ]


def diagnostics() -> list[Diagnostic]:
    """Return the errors of the corpus of the fix benchmark, each headline once."""
    files = sorted((HERE / "fixes" / "programs").rglob("*.rs"))
    broken = [file for file in files if not file.name.endswith(".fixed.rs")]
    with ThreadPoolExecutor(2) as pool:
        said = pool.map(lambda f: check_snippet(f.read_text("utf-8"), Options("2021")), broken)
        found = {d.message: d for diagnostics in said for d in diagnostics if d.code}
    return list(found.values())


def shares(index: Index, intents: Intents, asked: Sequence[Asked], misses: bool = False) -> str:
    first = three = 0
    seconds = []
    for question in asked:
        began = time.perf_counter()
        hits = [hit.entry for hit in search([index], question.text, KINDS, 3, intents=intents)]
        seconds.append(time.perf_counter() - began)
        first += hits[:1] != [] and hits[0] in question.right
        three += any(hit in question.right for hit in hits)
        if misses and (not hits or hits[0] not in question.right):
            print(f"    {question.text} → {hits}, wanted {sorted(question.right)}")
    middle = 1000 * sorted(seconds)[len(seconds) // 2]
    return f"{first / len(asked):6.1%} {three / len(asked):6.1%} {middle:6.1f} ms"


def by_template(found: Iterable[Diagnostic], index: Index, intents: Intents) -> str:
    """Return the share of messages whose entry the matcher finds without the code."""
    matcher = Matcher(Knowledge())
    first = count = 0
    for diagnostic in found:
        count += 1
        match = matcher.match(replace(diagnostic, code=None), lambda _: 1)
        if match is not None:
            entry = match.entry.id
        else:
            entry = search([index], diagnostic.message, KINDS, 1, intents=intents)[0].entry
        first += entry == diagnostic.code
    return f"{first / count:6.1%}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, action="append", help="default: the shipped one")
    parser.add_argument("--misses", action="store_true", help="print what is not found first")
    options = parser.parse_args()
    messages = diagnostics()
    coded = [Asked(d.message, frozenset({d.code or ""})) for d in messages]
    documents = documents_of(Knowledge().load_all())
    intents = Intents.load()
    print("shares: first, among three; median time")
    for model in options.model or [SHIPPED_MODEL]:
        with tempfile.TemporaryDirectory() as cache:
            index = open_or_build(Path(cache), documents, load_encoder(model), lambda *_: None)
            for way, weights in WAYS.items():
                ranking.FIRST_WEIGHTS, ranking.WEIGHTS = weights
                shown = options.misses and way == "as shipped"
                print(f"{model.name}, {way}")
                print("  questions, held out", shares(index, intents, questions("held-out"), shown))
                print("  questions, trained on", shares(index, intents, questions("train")))
                print(f"  {len(coded)} messages without code", shares(index, intents, coded))
            print("  … by template first", by_template(messages, index, intents))
            index.close()


if __name__ == "__main__":
    main()
