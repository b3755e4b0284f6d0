"""How often a description finds its pattern, and how often the code that comes back compiles.

Run: python -m tests.bench.insert [--half tuning|held_out] [--misses] [--no-compile]
Crates come from RUST_AGENT_CRATES. `--misses` shows those of the tuning half only.
"""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rust_agent_lsp.features.draft import Draft
from rust_agent_lsp.features.insert import HITS, Suggestions, suggest
from rust_agent_lsp.features.insert_check import check_alone
from rust_agent_lsp.ingest.check_patterns import Workbench
from rust_agent_lsp.model.diagnostic import Severity
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.fix import Verdict, Verification
from rust_agent_lsp.stores.embedding import load_encoder
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.index_open import open_shipped
from rust_agent_lsp.stores.index_search import search
from rust_agent_lsp.stores.intents import Intents
from rust_agent_lsp.stores.knowledge import knowledge_root
from rust_agent_lsp.stores.models import SHIPPED_MODEL
from rust_agent_lsp.stores.patterns import Patterns, known_crates
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.toolchain.crates import source_arguments, target_folder
from rust_agent_lsp.toolchain.locate import own_toolchain
from rust_agent_lsp.toolchain.run_snippet import cargo_environment, run_command
from rust_agent_lsp.toolchain.snippet import Options, check_snippet
from tests.bench._common import machine, table

HERE = Path(__file__).parent
HALVES = ("tuning", "held_out")


@dataclass(frozen=True)
class Case:
    ask: str
    pattern: str
    also: tuple[str, ...]


def cases(half: str) -> list[Case]:
    rows = tomllib.loads((HERE / f"{half}.toml").read_text(encoding="utf-8"))["cases"]
    return [Case(row["ask"], row["pattern"], tuple(row.get("also", ()))) for row in rows]


def searcher() -> Callable[[str], Sequence[Hit]]:
    encoder, intents = load_encoder(SHIPPED_MODEL), Intents.load()
    index = open_shipped(Places.of_user().cache, knowledge_root(), encoder, lambda *_: None)
    return lambda text: search([index], text, [EntryKind.PATTERN.value], HITS, intents=intents)


@cache
def _bench() -> Workbench:
    return Workbench(known_crates(knowledge_root()))


def compiles(draft: Draft) -> str:
    """Return what the compiler has against the code, with the crates that it needs."""
    if draft.is_project:
        return _project(draft)
    names = [d.name for d in draft.pattern.dependencies]
    crates = _bench().crates().arguments(names) if names else ()
    said = check_snippet(draft.code, Options(arguments=crates))
    return next((d.rendered for d in said if d.severity is Severity.ERROR), "")


def _project(draft: Draft) -> str:
    texts = {file.path: file.text for file in draft.files}
    for name, text in texts.items():
        if name.endswith(".toml"):
            try:
                tomllib.loads(text)
            except tomllib.TOMLDecodeError as error:
                return f"{name}: {error}"
    if "Cargo.toml" not in texts:
        return ""
    target = target_folder() / "inserted"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rust-agent-") as folder:
        root = Path(folder).resolve()
        for name, text in texts.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        argv = [str(own_toolchain().cargo), "check", *source_arguments(), "--all-targets"]
        environment = {**cargo_environment(target), "TMPDIR": str(root)}
        writable = (root, target, Path.home() / ".cargo")
        code, said = run_command(argv, root, environment, writable, False, 900)
    return said[-1500:] if code else ""


def report(half: str, *, misses: bool, with_compiler: bool) -> list[str]:
    patterns, search = Patterns(), searcher()
    asked = cases(half)
    first = three = sure = tried = failed = 0
    for case in asked:
        found = suggest(
            case.ask, patterns, search, _unchecked if not with_compiler else check_alone
        )
        ids = [c.pattern.id for c in found.candidates] if found else []
        right = (case.pattern, *case.also)
        first += bool(ids) and ids[0] in right
        three += bool({*ids[:3]} & {*right})
        sure += bool(found and found.confident)
        if misses and (not ids or ids[0] not in right):
            scores = [(c.pattern.id, c.score) for c in found.candidates[:3]] if found else []
            print(f"{case.ask!r}: wanted {case.pattern}, found {scores}")
        if with_compiler and found and found.candidates:
            tried += 1
            complaint = _complaint(found)
            failed += bool(complaint)
            if misses and complaint:
                print(f"{case.ask!r}: {ids[0]} does not compile: {complaint}")
    share = f"{1 - failed / tried:.1%}" if tried else "not tried"
    count = len(asked)
    return [
        half,
        str(count),
        f"{first / count:.1%}",
        f"{three / count:.1%}",
        f"{sure / count:.1%}",
        share,
    ]


def _complaint(found: Suggestions) -> str:
    return compiles(found.candidates[0].draft)


def _unchecked(_: Draft) -> Verdict:
    return Verdict(Verification.PENDING)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--no-compile", action="store_true")
    given = parser.parse_args()
    rows = [
        report(half, misses=given.misses and half == "tuning", with_compiler=not given.no_compile)
        for half in ([given.half] if given.half else HALVES)
    ]
    print(table(["half", "n", "first", "in three", "sure", "compiles"], rows))
    print(machine())


if __name__ == "__main__":
    main()
