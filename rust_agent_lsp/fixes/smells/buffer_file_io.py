"""Reads and writes a file by the block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_USE = (
    '\nfn main() {\n    save(&["a"]).unwrap();\n'
    '    assert_eq!(std::fs::read_to_string("out.txt").unwrap(), "a\\n");\n}\n'
)


class BufferFileIo(FixRule):
    """Wraps a file that is written or read in small steps into a buffer.

    What fails when the buffer is emptied at the end goes unnoticed, unless `flush` is called.
    """

    codes: ClassVar = ("unbuffered-file-io",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::fs::File;\nuse std::io::Write;\n\n"
            "fn save(lines: &[&str]) -> std::io::Result<()> {\n"
            '    let mut out = File::create("out.txt")?;\n    for line in lines {\n'
            '        writeln!(out, "{line}")?;\n    }\n    Ok(())\n}\n' + _USE,
            after="use std::fs::File;\nuse std::io::Write;\n\n"
            "fn save(lines: &[&str]) -> std::io::Result<()> {\n"
            '    let mut out = std::io::BufWriter::new(File::create("out.txt")?);\n'
            "    for line in lines {\n"
            '        writeln!(out, "{line}")?;\n    }\n    Ok(())\n}\n' + _USE,
        ),
    )
    refuses: ClassVar = (
        "use std::fs::File;\nuse std::io::{BufWriter, Write};\n\n"
        "fn save(lines: &[&str]) -> std::io::Result<()> {\n"
        '    let mut out = BufWriter::new(File::create("out.txt")?);\n    for line in lines {\n'
        '        writeln!(out, "{line}")?;\n    }\n    out.flush()\n}\n' + _USE,
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        around = ancestor(site.node, "function_item") or site.node
        for binding in descendants(around, "let_declaration"):
            value, pattern = (binding.child_by_field_name(f) for f in ("value", "pattern"))
            if value is None or pattern is None or not span.start <= binding.end_byte:
                continue
            makes, opens = "File::create(" in text_of(value), "File::open(" in text_of(value)
            if not (makes or opens) or "Buf" in text_of(value):
                continue
            kind = "BufWriter" if makes else "BufReader"
            edits = [
                Edit.insert(value.start_byte, f"std::io::{kind}::new("),
                Edit.insert(value.end_byte, ")"),
            ]
            yield site.candidate(
                self.id,
                f"Put a buffer before `{text_of(pattern)}`",
                *edits,
                safety=self.safety,
                cost="Call `flush` at the end, or a last write that fails goes unnoticed."
                if makes
                else "",
            )
            return
