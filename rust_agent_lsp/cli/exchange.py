"""`knowledge export` and `knowledge import`: entries as plain JSON, out and in."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from rust_agent_lsp.cli.check_commands import CommandChecks
from rust_agent_lsp.cli.check_patterns import PatternChecks
from rust_agent_lsp.ingest.check_blocks import check_entry, with_exemplars
from rust_agent_lsp.ingest.forms_in import Draft, draft_of
from rust_agent_lsp.ingest.forms_out import all_forms
from rust_agent_lsp.ingest.lint_entries import lint_entry
from rust_agent_lsp.ingest.style import style_complaints
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import KnowledgeError, RustAgentError
from rust_agent_lsp.stores.knowledge import entry_files, knowledge_root, own_root, parse_entry
from rust_agent_lsp.stores.patterns import Patterns
from rust_agent_lsp.toolchain.locate import default_docs_root

FAILED = 2


def export_forms(folder: Path, console: Console) -> int:
    """Write all entries below `folder`; return the exit code."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        console.print(f"{folder} is not an empty folder.", markup=False, highlight=False)
        return FAILED
    try:
        for name, forms in sorted(all_forms(knowledge_root(), own_root()).items()):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(forms, ensure_ascii=False, indent=2) + "\n"
            path.write_text(text, encoding="utf-8")
            console.print(f"{len(forms):5} {path}", markup=False, highlight=False, soft_wrap=True)
    except (RustAgentError, OSError) as error:
        console.print(f"Not everything was written: {error}", style="red", markup=False)
        return FAILED
    return 0


def import_forms(file: Path, console: Console) -> int:
    """Take in every object of a JSON file that proves itself; return the exit code."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        console.print(f"{file} cannot be read: {error}", markup=False, highlight=False)
        return FAILED
    forms = found if isinstance(found, list) else [found]
    try:
        desk = _Desk()
        results = [_said(desk, form, number, console) for number, form in enumerate(forms, 1)]
    except (RustAgentError, OSError) as error:
        console.print(f"It could not be checked: {error}", style="red", markup=False)
        return FAILED
    console.print(f"{sum(results)} of {len(forms)} taken in", highlight=False)
    return 0 if all(results) and forms else 1


def _said(desk: _Desk, form: object, number: int, console: Console) -> bool:
    """Take one object in, or say why not."""
    name = _name(form) or f"object {number}"
    complaints = desk.take_in(form)
    for complaint in complaints:
        console.print(f"{name}: {complaint}", markup=False, highlight=False, soft_wrap=True)
    if not complaints:
        console.print(f"{name}: taken in", markup=False, highlight=False, soft_wrap=True)
    return not complaints


def _name(form: Any) -> str:
    keys = ("pattern_id", "command", "error")
    return str(next((form[k] for k in keys if k in form), "")) if isinstance(form, dict) else ""


class _Desk:
    """Where an object becomes an entry of the user's own, once all checks are content."""

    def __init__(self) -> None:
        self._patterns = Patterns().all()
        self._docs = default_docs_root()
        self._shipped = {(kind, path.stem) for kind, path in entry_files(knowledge_root())}
        self._pattern_checks = PatternChecks(self._docs, update=False)

    def take_in(self, form: object) -> list[str]:
        """Return why an object is not taken in; nothing: it was."""
        try:
            draft = draft_of(form, self._patterns)
        except KnowledgeError as error:
            return [str(error)]
        if (draft.kind, draft.path.stem) in self._shipped:
            return [f"there is a shipped entry {draft.path.stem} already"]
        with tempfile.TemporaryDirectory(prefix="rust-agent-") as folder:
            path = Path(folder, draft.path)
            path.parent.mkdir(parents=True)
            path.write_text(draft.text, encoding="utf-8")
            complaints = list(self._complaints(draft, path))
            if complaints:
                return [complaint.replace(f"{folder}/", "") for complaint in complaints]
            target = own_root() / draft.path
            target.parent.mkdir(parents=True, exist_ok=True)
            # Whole or not at all: a reader may be there already.
            new = target.with_name(f".{target.name}")
            new.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
            new.replace(target)
        return []

    def _complaints(self, draft: Draft, path: Path) -> Iterator[str]:
        if draft.kind is EntryKind.PATTERN:
            yield from self._pattern_checks.check(path)
            return
        if draft.kind is EntryKind.COMMAND:
            checks = CommandChecks()
            yield from checks.check(path)
            yield from (said for said in checks.report() if "not checked" in said)
            return
        if complaints := lint_entry(path, draft.kind, draft.text, self._docs):
            yield from complaints
            return
        yield from style_complaints(
            path, parse_entry(path, draft.kind, draft.text), draft.text, None
        )
        proof = check_entry(path, draft.kind, draft.text)
        if all("exemplars: run" in c for c in proof.complaints):
            path.write_text(with_exemplars(draft.text, proof.exemplars), encoding="utf-8")
        else:
            yield from proof.complaints
