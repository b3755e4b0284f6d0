"""How many templates compile at once in a file whose names they also have, and by which way.

Run: python -m tests.bench.insert.crowded. Crates come from RUST_AGENT_CRATES.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rust_agent_lsp.features.draft import Draft, Place, drafts
from rust_agent_lsp.ingest.check_patterns import Workbench
from rust_agent_lsp.matching.wish import read_wish
from rust_agent_lsp.model.diagnostic import Severity
from rust_agent_lsp.model.pattern import Pattern
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.stores.knowledge import knowledge_root
from rust_agent_lsp.stores.patterns import Patterns, known_crates
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.snippet import Options, check_snippet

CROWDED = Path(__file__).with_name("crowded.rs")
ASKED = (
    "{} for Order with required title and 4 workers on port 8080",
    "{} called Widget for String and u8",
)


def way(pattern: Pattern, asked: str, place: Place, arguments: tuple[str, ...]) -> str:
    """Return which way compiled first: `1`, `2` …, `project` or what is wrong with the last."""
    said = ""
    for number, draft in enumerate(drafts(pattern, read_wish(asked), place), 1):
        if draft.insertion is None:
            return "project"
        said = _errors(draft, place, arguments)
        if not said:
            return str(number)
    return said


def _errors(draft: Draft, place: Place, arguments: tuple[str, ...]) -> str:
    (edits,) = draft.edits(place.file.path)
    code = apply_edits(place.file.text, edits.edits).decode()
    errors = [
        d for d in check_snippet(code, Options(arguments=arguments)) if d.severity is Severity.ERROR
    ]
    return f"{errors[0].code} {errors[0].message}" if errors else ""


def main() -> None:
    text = CROWDED.read_bytes()
    place = Place(SourceFile.parse(Path("src/main.rs"), text), text.index(b"fn retry"))
    bench = Workbench(known_crates(knowledge_root()))
    for asked in ASKED:
        ways: Counter[str] = Counter()
        for pattern in Patterns().all().values():
            if not pattern.template:
                continue
            names = [d.name for d in pattern.dependencies]
            arguments = bench.crates().arguments(names) if names else ()
            found = way(pattern, asked.format(pattern.title.lower()), place, arguments)
            ways[found if found.isdigit() or found == "project" else "fails"] += 1
            if found not in ways:
                print(f"{pattern.id}: {found.splitlines()[0]}")
        tried = ways.total() - ways["project"]
        print(
            f"{asked}: {1 - ways['fails'] / tried:.1%} of {tried} compile; {sorted(ways.items())}"
        )


if __name__ == "__main__":
    main()
