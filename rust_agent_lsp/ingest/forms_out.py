"""Patterns, commands and errors as plain JSON objects, for other tools and other machines.

The keys are those of the training methodology, no more and no fewer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.command import Command
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.model.pattern import Pattern, PatternFile, PatternKind, fill
from rust_agent_lsp.stores.commands import command_files, read_command
from rust_agent_lsp.stores.knowledge import entry_files, parse_entry, section, without_code
from rust_agent_lsp.stores.patterns import known_crates, parse_pattern, pattern_files

Form = dict[str, Any]

_FENCE = re.compile(r"^```rust([^\n]*)\n(.*?)^```$", re.S | re.M)


def all_forms(*roots: Path) -> dict[str, list[Form]]:
    """Return the objects of all entries below the knowledge folders, by file name.

    Raises `KnowledgeError` at a malformed entry.
    """
    found: defaultdict[str, list[Form]] = defaultdict(list)
    crates = known_crates(roots[0])
    for root in roots:
        for path in pattern_files(root):
            pattern = parse_pattern(path, path.read_text(encoding="utf-8"), crates)
            found[f"patterns/{pattern.category}.json"].append(pattern_form(pattern))
        for path in command_files(root):
            command = read_command(path)
            found[f"knowledge/{command.tool}/commands.json"].append(command_form(command))
        for kind, path in entry_files(root):
            if kind in (EntryKind.ERROR, EntryKind.LINT):
                entry = parse_entry(path, kind, path.read_text(encoding="utf-8"))
                found[f"knowledge/rust/{kind.value}.json"].append(error_form(entry))
    return dict(found)


def pattern_form(pattern: Pattern) -> Form:
    """Return a pattern; the holes of its template hold what makes it compile."""
    defaults = {hole.name: hole.default for hole in pattern.holes}
    files = pattern.template or pattern.example
    if pattern.kind is PatternKind.ANTI_PATTERN:
        files = tuple(PatternFile("", code) for _, code in _FENCE.findall(_bad(pattern)))
    return {
        "pattern_id": pattern.id,
        "category": pattern.category.value,
        "code_template": "\n".join(_shown(file, defaults) for file in files),
        "explanation": f"{pattern.summary}\n\n{pattern.why}".strip(),
        "common_errors": [error.code for error in pattern.common_errors],
        "fixes": [error.way for error in pattern.common_errors],
        "related_patterns": [*pattern.repairs, *pattern.related],
    }


def command_form(command: Command) -> Form:
    """Return a command, its steps a line each."""
    return {
        "command": command.command,
        "category": f"{command.tool}-{command.category}",
        "purpose": command.purpose,
        "use_cases": list(command.use_cases),
        "dangers": list(command.dangers),
        "safe_alternatives": list(command.safe_alternatives),
    }


def error_form(entry: Entry) -> Form:
    """Return an error or lint; its fix is all ways out with their code."""
    example = _FENCE.search(section(entry.body, "Fails"))
    why = without_code(entry.why).strip()
    return {
        "error": f"{entry.name}: {entry.title}",
        "explanation": f"{entry.summary}\n\n{why}".strip(),
        "example_code": example[2] if example else "",
        "fix": section(entry.body, "Ways out"),
        "pattern": entry.patterns[0] if entry.patterns else "",
    }


def _bad(pattern: Pattern) -> str:
    return section(pattern.body, "Bad")


def _shown(file: PatternFile, defaults: dict[str, str]) -> str:
    named = f"// file: {fill(file.path, defaults)}\n" if file.path else ""
    return named + fill(file.text, defaults)
