"""Writes type arguments in angle brackets and array types as `[T; n]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.foreign_names import TYPES
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.types import NUMBERS


class UseAngleBrackets(FixRule):
    """Turns `Vec[u8]` into `Vec<u8>`, `u8[3]` into `[u8; 3]`, and adds a missing `>`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(v: Vec[u8]) -> usize {\n    v.len()\n}\n",
            after="pub fn f(v: Vec<u8>) -> usize {\n    v.len()\n}\n",
        ),
        Example(
            before="pub fn f(v: u8[3]) -> u8 {\n    v[0]\n}\n",
            after="pub fn f(v: [u8; 3]) -> u8 {\n    v[0]\n}\n",
        ),
        Example(
            before="pub fn f() -> usize {\n    let v: Vec<u8 = Vec::new();\n    v.len()\n}\n",
            after="pub fn f() -> usize {\n    let v: Vec<u8> = Vec::new();\n    v.len()\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(v: u8 u8) -> u8 {\n    v\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not site.diagnostic.message.startswith("expected one of"):
            return
        source, start = site.source, site.diagnostic.span.start
        begin, end = source.line_start(start), source.line_end(start)
        line = source.text[begin:end].decode(errors="replace")
        for found in re.finditer(r"(?<=[:>] )(&?)([A-Za-z]\w*)\[([\w &<>:, ]*)\]", line):
            kind = TYPES.get(found[2], found[2])
            new = f"{found[1]}{kind}<{found[3]}>"
            if kind in NUMBERS or found[3].isdigit() or not found[3]:
                size = f"; {found[3]}" if found[3] else ""
                new = f"{found[1] or ('' if size else '&')}[{kind}{size}]"
            at = begin + len(line[: found.start()].encode())
            edit = Edit(Span(at, at + len(found[0].encode())), new)
            yield site.candidate(self.id, f"Write `{new}`", edit)
            return
        let = re.match(r"(.*\blet (?:mut )?\w+: [\w:]+<[^=]*?)\s*=(?![=>])", line)
        if let is not None:
            open_ones = let[1].count("<") - let[1].count(">") + let[1].count("->")
            if open_ones > 0:
                at = begin + len(let[1].encode())
                edit = Edit.insert(at, ">" * open_ones)
                yield site.candidate(self.id, "Close the type's `<`", edit)
