"""Writes declarations in Rust's order: `let name: Type = value`."""

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

_NUMBERS_BY_NAME = {name: name for name in (*NUMBERS, "bool", "char", "String", "usize")}
_KINDS = {**TYPES, **_NUMBERS_BY_NAME}


class DeclareWithLet(FixRule):
    """Turns `x := 1`, `let x := 1`, `int x = 1`, `let u8 x = 1` and `let x 1` into a `let`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> u8 {\n    x := 5;\n    x\n}\n",
            after="pub fn f() -> u8 {\n    let x = 5;\n    x\n}\n",
        ),
        Example(
            before="pub fn f() -> i32 {\n    int x = 5;\n    x\n}\n",
            after="pub fn f() -> i32 {\n    let x: i32 = 5;\n    x\n}\n",
        ),
        Example(
            before="pub fn f() -> u8 {\n    let x 5;\n    x\n}\n",
            after="pub fn f() -> u8 {\n    let x = 5;\n    x\n}\n",
        ),
        Example(
            before="pub fn add(u8 a, u8 b) -> u8 {\n    a + b\n}\n",
            after="pub fn add(a: u8, b: u8) -> u8 {\n    a + b\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> u8 {\n    other x = 5;\n    x\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, start = site.source, site.diagnostic.span.start
        if not site.diagnostic.message.startswith("expected "):
            return
        begin, end = source.line_start(start), source.line_end(start)
        line = source.text[begin:end].decode(errors="replace")
        column = len(source.text[begin:start].decode(errors="replace"))
        for pattern, new in _FORMS:
            for found in re.finditer(pattern, line):
                if not found.start() <= column <= found.end():
                    continue
                parts = found.groupdict()
                parts["kind"] = _KINDS.get(parts.get("kind", ""), "")
                edit = Edit(
                    Span(
                        begin + len(line[: found.start()].encode()),
                        begin + len(line[: found.end()].encode()),
                    ),
                    new.format(**parts),
                )
                yield site.candidate(self.id, f"Write `{edit.text.strip()}`", edit)
                return
        yield from self._parameters(site)

    def _parameters(self, site: Site) -> Iterator[Candidate]:
        """Turn all parameters of the list around the span that are written `Type name`."""
        source, start = site.source, site.diagnostic.span.start
        begin = source.text.rfind(b"(", 0, start) + 1
        end = source.text.find(b")", start)
        head = source.text[source.line_start(begin) : begin]
        if end < 0 or not re.search(rb"\bfn \w+(?:<[^()]*>)?\($", head):
            return
        parts = source.text[begin:end].decode(errors="replace").split(",")
        turned = [re.sub(r"^(\s*)([&\w<>]+) +(\w+)\s*$", _turn, part) for part in parts]
        if turned != parts:
            edit = Edit(Span(begin, end), ",".join(turned))
            yield site.candidate(self.id, f"Write `{','.join(turned).strip()}`", edit)


def _turn(found: re.Match[str]) -> str:
    kind = _KINDS.get(found[2], found[2])
    return f"{found[1]}{found[3]}: {kind}" if found[2] not in ("mut", "dyn") else found[0]


_NAMES = "|".join(sorted(_KINDS, key=len, reverse=True))
# What stands around the unexpected token -> what it should be; the first that fits is taken.
_FORMS = (
    (r"\blet (?P<mut>(?:mut )?)(?P<name>\w+)\s*:=", "let {mut}{name} ="),
    (r"(?<![\w.] )\b(?P<name>[a-z_]\w*)\s*:=", "let {name} ="),
    (rf"\blet (?P<kind>{_NAMES}) (?P<name>[a-z_]\w*)(?=\s*[=;])", "let {name}: {kind}"),
    (
        rf"(?<!let )(?<![\w<:&] )(?<![\w<:&,])\b(?P<kind>{_NAMES}) (?P<name>[a-z_]\w*)(?=\s*[=;])",
        "let {name}: {kind}",
    ),
    (r"\blet (?P<name>[a-z_]\w*)\s+(?=[\d\"'])", "let {name} = "),
)
