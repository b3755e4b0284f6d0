"""Proves an entry: compiles its blocks, holds its templates against what the compiler says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.ingest.fences import Block, blocks, options_of, wanted
from rust_agent_lsp.ingest.native_blocks import Said, is_native
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.entry import Entry, EntryKind, Template
from rust_agent_lsp.model.native import ORIGIN
from rust_agent_lsp.model.template import fill
from rust_agent_lsp.stores.knowledge import parse_entry
from rust_agent_lsp.stores.masking import mask
from rust_agent_lsp.toolchain.snippet import check_snippet

NO_CODE = "an error without code"
_FAILING = ("compile_fail", "lint", ORIGIN)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the check of one entry showed: complaints (`file:line: …`) and the real messages."""

    complaints: tuple[str, ...]
    exemplars: tuple[str, ...]


def check_entry(
    path: Path,
    kind: EntryKind,
    text: str,
    cache: Path | None = None,
    native: Said | None = None,
) -> Proof:
    """Compile every block of the entry and prove its templates; `cache` as in `check_snippet`.

    `native` is what rust-analyzer says of the blocks for it (`native_diagnostics`); without it
    they are passed over, and nothing is asked of the templates in its wording.
    Raises `KnowledgeError` when the file cannot be read as an entry.
    """
    entry = parse_entry(path, kind, text)
    complaints: list[str] = []
    failing: list[tuple[Block, Diagnostic]] = []
    found = blocks(path, text)
    passed_over = native is None and any(map(is_native, found))
    for block in found:
        if not is_native(block):
            said = check_snippet(block.code, options_of(block), cache)
        elif native is not None:
            said = list(native.get(block, ()))
        else:
            continue
        complaint = _verdict(block, said)
        if complaint:
            complaints.append(f"{path}:{block.line}: {complaint}")
        elif block.marks[:1] and block.marks[0] in _FAILING and kind is not EntryKind.CONCEPT:
            failing += [(block, d) for d in said if wanted(block) in _names(d)]
    kept = entry.exemplars if passed_over else ()
    exemplars = tuple(dict.fromkeys([*kept, *(mask(d.message) for _, d in failing)]))
    needed = [t for t in entry.templates if not (entry.unchecked or (passed_over and t.native))]
    complaints += _template_complaints(path, entry, failing, needed)
    if not complaints and set(exemplars) != set(entry.exemplars):
        complaints.append(f"{path}:2: exemplars: run `knowledge check --update`")
    return Proof(tuple(complaints), exemplars)


def with_exemplars(text: str, exemplars: Iterable[str]) -> str:
    """Return an entry's text with its `exemplars` replaced."""
    lines = "".join(f"  {json.dumps(e, ensure_ascii=False)},\n" for e in exemplars)
    field = re.compile(r"^exemplars = \[(?:[^\n]*|\n.*?^)\]$", re.S | re.M)
    return field.sub(lambda _: f"exemplars = [\n{lines}]", text, count=1)


def _names(diagnostic: Diagnostic) -> tuple[str, ...]:
    return (diagnostic.code,) if diagnostic.code else ("",)


def _verdict(block: Block, said: list[Diagnostic]) -> str:
    """Return what is wrong with a block, given what the compiler said of it; empty: nothing."""
    errors = [d for d in said if d.severity == Severity.ERROR]
    codes = sorted({d.code or NO_CODE for d in errors})
    if "compile_fail" in block.marks:
        code = wanted(block) or NO_CODE
        if codes != [code]:
            return f"the block should fail with {code} alone; rustc gives {codes}"
        return ""
    if is_native(block):
        if not any(wanted(block) in _names(d) for d in said):
            return f"rust-analyzer does not say {wanted(block)}, but {[d.code for d in said]}"
        others = [c for c in codes if c not in block.marks]
        return f"rust-analyzer finds other errors: {others}" if others else ""
    if "lint" in block.marks:
        if not any(wanted(block) in _names(d) for d in said):
            return f"lint {wanted(block)} does not fire; rustc gives {[d.code for d in said]}"
        others = [c for c in codes if c != wanted(block)]
        return f"the block does not compile: {others}" if others else ""
    if said:
        return f"the block should compile clean: {said[0].code}: {said[0].message}"
    return ""


def _template_complaints(
    path: Path,
    entry: Entry,
    failing: list[tuple[Block, Diagnostic]],
    needed: list[Template],
) -> Iterable[str]:
    used = set()
    for block, diagnostic in failing:
        fits = ((t, fill(t, diagnostic, lambda place: 1)) for t in entry.templates)
        template, filled = next(((t, f) for t, f in fits if f), (None, None))
        if template is None or filled is None:
            yield f"{path}:{block.line}: no template matches {diagnostic.message!r}"
            continue
        used.add(id(template))
        if not filled.sentences:
            said = [label.text for label in diagnostic.labels if label.text]
            yield f"{path}:{block.line}: no sentence is filled; labels: {said}"
    for template in needed:
        if id(template) not in used:
            yield f"{path}:2: no failing block shows the template {template.message!r}"
