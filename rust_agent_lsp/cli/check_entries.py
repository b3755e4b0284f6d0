"""`rust-agent-lsp knowledge check`: every entry held to its form, and proven."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console

from rust_agent_lsp.cli.check_commands import CommandChecks
from rust_agent_lsp.cli.check_patterns import PatternChecks
from rust_agent_lsp.ingest.check_blocks import check_entry, with_exemplars
from rust_agent_lsp.ingest.fences import blocks
from rust_agent_lsp.ingest.lint_entries import lint_entry
from rust_agent_lsp.ingest.native_blocks import Said, native_diagnostics
from rust_agent_lsp.ingest.style import style_complaints
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import RustAgentError
from rust_agent_lsp.stores.knowledge import entry_files, knowledge_root, parse_entry
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.toolchain.locate import default_docs_root
from rust_agent_lsp.toolchain.own_text import own_text

_OWN_FORM = (EntryKind.PATTERN, EntryKind.COMMAND)


def check_entries(files: Sequence[Path], update: bool) -> int:
    """Check `files`, all entries when empty, and report; return the exit code."""
    console = Console()
    wanted = {file.resolve() for file in files}
    entries = [
        (kind, path)
        for kind, path in entry_files(knowledge_root())
        if not wanted or path.resolve() in wanted
    ]
    docs = default_docs_root()
    if docs is None:
        console.print("Links are not followed: the toolchain's documentation is not installed.")
    native = _native(console, [path for kind, path in entries if kind not in _OWN_FORM])
    patterns = PatternChecks(docs, update)
    commands = CommandChecks()

    def check_one(entry: tuple[EntryKind, Path]) -> list[str]:
        kind, path = entry
        if kind is EntryKind.PATTERN:
            return patterns.check(path)
        if kind is EntryKind.COMMAND:
            return commands.check(path)
        return _check_one(kind, path, docs, update, native)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(check_one, entries))
    if not wanted:
        results += [patterns.check_library(), commands.check_together()]
    for reason in (*sorted(patterns.skipped), *commands.report()):
        console.print(reason, highlight=False, markup=False, soft_wrap=True)
    for complaint in (c for complaints in results for c in complaints):
        console.print(complaint, highlight=False, markup=False, soft_wrap=True)
    wrong = sum(map(bool, results))
    console.print(f"{len(entries)} entries checked, {wrong} with complaints")
    return 1 if wrong or not entries else 0


def _native(console: Console, paths: Sequence[Path]) -> Said | None:
    """Return what rust-analyzer says of all blocks for it, or say why it was not asked."""
    try:
        return native_diagnostics(
            block for path in paths for block in blocks(path, path.read_text(encoding="utf-8"))
        )
    except RustAgentError as error:
        console.print(str(error), markup=False, highlight=False)
        return None


def _check_one(
    kind: EntryKind, path: Path, docs: Path | None, update: bool, native: Said | None
) -> list[str]:
    text = path.read_text(encoding="utf-8")
    complaints = lint_entry(path, kind, text, docs)
    if complaints:
        return complaints
    entry = parse_entry(path, kind, text)
    official = own_text(entry.codes[0]) if entry.codes else None
    if complaints := style_complaints(path, entry, text, official):
        return complaints
    proof = check_entry(path, kind, text, Places.of_user().cache / "blocks", native)
    if update and all("exemplars: run" in c for c in proof.complaints):
        path.write_text(with_exemplars(text, proof.exemplars), encoding="utf-8")
        return []
    return list(proof.complaints)
