"""Writes `new Name(…)` of other languages as `Name::new(…)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span

_NEW = re.compile(
    r"(?<![\w.:])new\s+(?P<name>(?:\w+::)*[A-Z]\w*)(?P<generics><[^;(){}]*>)?\s*(?=[({])"
)


class CallConstructor(FixRule):
    """Turns `new Name(a)` into `Name::new(a)`, or `Name(a)`; drops it before `{`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> Vec<u8> {\n    let v = new Vec<u8>();\n    v\n}\n",
            after="pub fn f() -> Vec<u8> {\n    let v = Vec::<u8>::new();\n    v\n}\n",
        ),
        Example(
            before="pub struct P {\n    pub x: u8,\n}\npub fn f() -> P {\n    new P { x: 1 }\n}\n",
            after="pub struct P {\n    pub x: u8,\n}\npub fn f() -> P {\n    P { x: 1 }\n}\n",
        ),
        Example(
            before="pub struct P(u8);\npub fn f() -> P {\n    return new P(1);\n}\n",
            after="pub struct P(u8);\npub fn f() -> P {\n    return P(1);\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(new: u8) -> u8 {\n    new new\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, start = site.source, site.diagnostic.span.start
        if not site.diagnostic.message.startswith(("expected ", "comparison operators")):
            return
        begin = source.line_start(start)
        line = source.text[begin : source.line_end(start)].decode(errors="replace")
        column = len(source.text[begin:start].decode(errors="replace"))
        found = next((m for m in _NEW.finditer(line) if m.start() <= column <= m.end() + 1), None)
        if found is None:
            return
        name, generics = found["name"], found["generics"] or ""
        whole = source.text.decode(errors="replace")
        plain = line[found.end()] == "{" or re.search(rf"\bstruct\s+{name}\s*(?:<[^>]*>)?\(", whole)
        turbofish = f"::{generics}" if generics not in ("", "<>") else ""
        new = f"{name}{turbofish}" + ("" if plain else "::new")
        new += " " if line[found.end()] == "{" else ""
        at = begin + len(line[: found.start()].encode())
        span = Span(at, at + len(found[0].encode()))
        yield site.candidate(self.id, f"Write `{new.strip()}`", Edit(span, new))
