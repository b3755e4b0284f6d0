"""Gives `main` the form that a program's start must have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import parameters
from rust_agent_lsp.syntax.names import (
    mentions,
)
from rust_agent_lsp.syntax.tree import descendants, text_of


class SimplifyMain(FixRule):
    """Drops from `main` what it may not have: unused parameters, `where`, an idle `async`."""

    codes: ClassVar = ("E0580", "E0646", "E0752")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='async fn main() {\n    println!("a");\n}\n',
            after='fn main() {\n    println!("a");\n}\n',
            code="E0752",
        ),
        Example(
            before='fn main(args: Vec<String>) {\n    println!("{}", args.len());\n}\n',
            after="fn main() {\n    let args: Vec<String> = std::env::args().collect();\n"
            '    println!("{}", args.len());\n}\n',
            code="E0580",
        ),
        Example(
            before="fn main()\nwhere\n    (): Copy,\n{\n}\n",
            after="fn main()\n{\n}\n",
            code="E0646",
        ),
    )
    refuses: ClassVar = ("async fn g() {}\nasync fn main() {\n    g().await;\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item")
        if function is None:
            mains = descendants(site.source.tree.root_node, "function_item")
            named = ((f, f.child_by_field_name("name")) for f in mains)
            function = next((f for f, n in named if n is not None and text_of(n) == "main"), None)
        body = function.child_by_field_name("body") if function is not None else None
        if function is None or body is None:
            return
        code = site.diagnostic.code
        if code == "E0752":
            words = next((c for c in function.children if c.type == "function_modifiers"), None)
            waits = next(descendants(body, "await_expression"), None)
            if words is not None and text_of(words) == "async" and waits is None:
                edit = Edit.delete(words.start_byte, words.end_byte + 1)
                yield site.candidate(self.id, "Drop `async` from `main`", edit)
        elif code == "E0646":
            clause = next((c for c in function.children if c.type == "where_clause"), None)
            if clause is not None:
                text = site.source.text
                start = len(text[: clause.start_byte].rstrip())
                edit = Edit.delete(start, clause.end_byte)
                yield site.candidate(self.id, "Drop the `where` of `main`", edit)
        else:
            yield from self._parameters(site, function, body)

    def _parameters(self, site: Site, function: Node, body: Node) -> Iterator[Candidate]:
        listed = function.child_by_field_name("parameters")
        given = parameters(function)
        if listed is None or not given:
            return
        pattern, kind = (given[0].child_by_field_name(f) for f in ("pattern", "type"))
        names = {text_of(n) for p in given for n in descendants(p, "identifier")}
        used = any(mentions(body, name) for name in names)
        drop = Edit(Span(listed.start_byte, listed.end_byte), "()")
        if not used:
            yield site.candidate(self.id, "Drop the unused parameters of `main`", drop)
        elif len(given) == 1 and pattern is not None and kind is not None:
            if text_of(kind).replace(" ", "") != "Vec<String>":
                return
            line = f"\n    let {text_of(pattern)}: Vec<String> = std::env::args().collect();"
            edit = Edit.insert(body.start_byte + 1, line)
            title = f"Read `{text_of(pattern)}` from the command line"
            yield site.candidate(self.id, title, drop, edit)
