"""Declares a variable outside the block that it was declared in, for its later use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import bound_names, missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import plain_value, type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

_BARRIERS = ("closure_expression", "function_item", "async_block", "const_item", "static_item")
_LOOPS = ("for_expression", "while_expression", "loop_expression")
_SIMPLE = re.compile(r"\(?\s*\w+(?:\s*,\s*\w+)*\s*,?\s*\)?")


class DeclareInOuterBlock(FixRule):
    """Declares a variable before the block, branch or loop that declared it, and assigns it there.

    Where a branch or loop may not run, the variable gets a first value that says "nothing yet".
    """

    codes: ClassVar = ("E0425",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    {
        let inner = 5;
        println!("{inner}");
    }
    println!("{}", inner);
}
""",
            after="""\
fn main() {
    let inner;
    {
        inner = 5;
        println!("{inner}");
    }
    println!("{}", inner);
}
""",
        ),
        Example(
            before="""\
fn label(n: i32) -> String {
    if n > 0 {
        let text = String::from("plus");
    } else {
        let text = String::from("minus");
    }
    text
}
fn main() {
    println!("{}", label(2));
}
""",
            after="""\
fn label(n: i32) -> String {
    let text;
    if n > 0 {
        text = String::from("plus");
    } else {
        text = String::from("minus");
    }
    text
}
fn main() {
    println!("{}", label(2));
}
""",
        ),
        Example(
            before="""\
fn main() {
    for i in 0..4 {
        let square = i * i;
    }
    println!("{}", square);
}
""",
            after="""\
fn main() {
    let mut square = Default::default();
    for i in 0..4 {
        square = i * i;
    }
    println!("{}", square);
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let f = || {\n        let a = 1;\n    };\n    println!("{}", a);\n}\n',
        'fn main() {\n    println!("{}", a);\n    {\n        let a = 1;\n    }\n}\n',
        'fn f() {\n    let a = 1;\n}\nfn main() {\n    println!("{}", a);\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        if lost is None or lost.what not in ("value", "function"):
            return
        anchor = _earlier(site, lost.name)
        if anchor is None:
            return
        lets = _lets(anchor, lost.name)
        if lets:
            yield from self._outwards(site, lost.name, anchor, lets)

    def _outwards(
        self, site: Site, name: str, anchor: Node, lets: list[Node]
    ) -> Iterator[Candidate]:
        first = lets[0]
        pattern, value = first.child_by_field_name("pattern"), first.child_by_field_name("value")
        if pattern is None or value is None:
            return
        edits = [_as_assignment(let) for let in lets]
        looped = any(a.type in _LOOPS for a in _up_to(first, anchor))
        mutable = looped or any(_is_mutable(let) for let in lets)
        kind = first.child_by_field_name("type")
        hint = f": {text_of(kind)}" if kind is not None else ""
        word = "let mut " if mutable and not text_of(pattern).startswith("(") else "let "
        made = [e for e in edits if e is not None]
        if len(made) != len(edits):
            return
        yield site.candidate(
            self.id,
            f"Declare `{name}` before {_told(anchor)}",
            insert_line(site.source, anchor, f"{word}{text_of(pattern)}{hint};"),
            *made,
            safety=Safety.SAFE,
        )
        if text_of(pattern) != name:
            return
        known = text_of(kind) if kind is not None else type_of(value)
        start = (plain_value(site, known) if known else None) or "Default::default()"
        yield site.candidate(
            self.id,
            f"Declare `{name}` before {_told(anchor)}, `{start}` at first",
            insert_line(site.source, anchor, f"let mut {name}{hint} = {start};"),
            *made,
            safety=self.safety,
            cost=f"`{name}` keeps its first value where the code inside does not run.",
        )


def _earlier(site: Site, name: str) -> Node | None:
    """Return the statement before the use, the nearest one, that declares `name` inside."""
    for block in ancestors(site.node):
        if block.type in _BARRIERS and block.type != "closure_expression":
            return None
        if block.type != "block":
            continue
        before = [c for c in block.named_children if c.end_byte <= site.node.start_byte]
        for statement in reversed(before):
            if statement.type in (*_BARRIERS, "let_declaration"):
                continue
            if _lets(statement, name):
                return statement
    return None


def _binds(node: Node, name: str) -> bool:
    pattern = node.child_by_field_name("pattern")
    return pattern is not None and any(text_of(n) == name for n in bound_names(pattern))


def _up_to(node: Node, outer: Node) -> Iterator[Node]:
    """Yield the nodes around `node` up to `outer`, that one included."""
    for around in ancestors(node):
        yield around
        if around == outer:
            return


def _lets(anchor: Node, name: str) -> list[Node]:
    """Return the `let`s of `name` below `anchor`, one for each branch; [] where it is unclear."""
    found: list[Node] = []
    for let in descendants(anchor, "let_declaration"):
        around = list(_up_to(let, anchor))
        if not _binds(let, name) or any(a.type in _BARRIERS for a in around):
            continue
        # A second one in the same block, or deeper, shadows the first.
        if any(f.parent in around for f in found):
            return []
        value = let.child_by_field_name("value")
        if value is not None and mentions(value, name):
            return []
        found.append(let)
    return found


def _is_mutable(let: Node) -> bool:
    return any(c.type == "mutable_specifier" for c in let.children)


def _as_assignment(let: Node) -> Edit | None:
    """Return the edit that turns `let mut x: T = v;` into `x = v;`; None for other patterns."""
    pattern, value = let.child_by_field_name("pattern"), let.child_by_field_name("value")
    if pattern is None or value is None or let.child_by_field_name("alternative") is not None:
        return None
    if not _SIMPLE.fullmatch(text_of(pattern)):
        return None
    return Edit(Span(let.start_byte, value.start_byte), f"{text_of(pattern)} = ")


def _told(anchor: Node) -> str:
    inner = anchor.named_children[0] if anchor.type == "expression_statement" else anchor
    if inner.type in _LOOPS:
        return "the loop"
    return {"if_expression": "the `if`", "match_expression": "the `match`"}.get(
        inner.type, "the block"
    )
