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
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.types import NUMBERS

_NUMBERS_BY_NAME = {name: name for name in (*NUMBERS, "bool", "char", "String", "usize")}
_KINDS = {**TYPES, **_NUMBERS_BY_NAME}


class DeclareWithLet(FixRule):
    """Turns `x := 1`, `x: u8 = 1` and `let x := 1` into a `let`.

    So it does with `int x = 1`, `let u8 x = 1` and `let x 1`.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> u8 {\n    x: u8 = 5;\n    x\n}\n",
            after="pub fn f() -> u8 {\n    let x: u8 = 5;\n    x\n}\n",
        ),
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
        if not site.diagnostic.message.startswith(("expected ", "comparison operators cannot")):
            return
        begin, end = source.line_start(start), source.line_end(start)
        line = source.text[begin:end].decode(errors="replace")
        column = len(source.text[begin:start].decode(errors="replace"))
        for pattern, new in _FORMS:
            for found in re.finditer(pattern, line):
                if not found.start() <= column <= found.end():
                    continue
                parts = found.groupdict()
                parts["kind"] = _kind(parts.get("kind") or "")
                parts["mut"] = parts.get("mut") or _mutable(site, end, parts["name"])
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
        turned = [re.sub(r"^(\s*)([&\w<>]+) +([&\w<>]+)\s*$", _turn, part) for part in parts]
        if turned != parts:
            edit = Edit(Span(begin, end), ",".join(turned))
            yield site.candidate(self.id, f"Write `{','.join(turned).strip()}`", edit)


def _turn(found: re.Match[str]) -> str:
    kind, name = found[2], found[3]
    if kind in ("mut", "dyn", "ref") or not re.fullmatch(r"[\w&<>]+", name):
        return found[0]
    if name.lstrip("&") in _KINDS or not re.fullmatch(r"[a-z_]\w*", name):
        kind, name = name, kind
    return f"{found[1]}{name}: {_KINDS.get(kind, kind)}"


def _kind(text: str) -> str:
    """Return a type in Rust's names, its arguments too."""
    return re.sub(r"\w+", lambda m: _KINDS.get(m[0], m[0]), text)


def _mutable(site: Site, end: int, name: str) -> str:
    """Return `mut ` if the rest of the function changes the variable."""
    rest = site.source.text[end:].decode(errors="replace")
    over = re.search(r"^(?:\}|(?:pub |async )*fn )", rest, re.M)
    return "mut " if is_changed(name, rest[: over.start()] if over else rest) else ""


_NAMES = "|".join(sorted(_KINDS, key=len, reverse=True))
# What stands around the unexpected token -> what it should be; the first that fits is taken.
_FORMS = (
    (
        r"(?P<lead>^\s*)(?P<name>[a-z_]\w*)\s*:\s*(?P<type>[^=;:]+?)\s*=(?=\s[^;]*;\s*$)",
        "{lead}let {mut}{name}: {type} =",
    ),
    (r"\blet (?P<mut>(?:mut )?)(?P<name>\w+)\s*:=", "let {mut}{name} ="),
    (r"(?<![\w.] )\b(?P<name>[a-z_]\w*)\s*:=", "let {mut}{name} ="),
    (rf"\blet (?P<kind>{_NAMES}) (?P<name>[a-z_]\w*)(?=\s*[=;])", "let {mut}{name}: {kind}"),
    (
        rf"(?<!let )(?<![\w<:&] )(?<![\w<:&,])\b(?P<kind>{_NAMES}) (?P<name>[a-z_]\w*)(?=\s*[=;])",
        "let {mut}{name}: {kind}",
    ),
    (
        r"(?<=[ \t])(?<![\w,:>&] )(?P<kind>(?:\w+::)*[A-Z]\w*<[^=;]*>)\s+"
        r"(?P<name>[a-z_]\w*)(?=\s*[=;])",
        "let {mut}{name}: {kind}",
    ),
    (r"\blet (?P<name>[a-z_]\w*)\s+(?=[\d\"'])", "let {mut}{name} = "),
)
