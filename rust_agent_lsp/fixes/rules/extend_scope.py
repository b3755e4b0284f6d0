"""Moves a declaration out to where its borrower lives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import binding_of, declared_names, statement_of, used_names
from rust_agent_lsp.syntax.statements import has_effect, line_span, statements
from rust_agent_lsp.syntax.tree import ancestor, ancestors, text_of

_BARRIERS = (
    "function_item",
    "closure_expression",
    "async_block",
    "for_expression",
    "while_expression",
    "loop_expression",
    "match_arm",
)


class ExtendScope(FixRule):
    """Moves the `let` of a borrowed value before the block, or before the borrower's own `let`.

    The value then lives longer; what it frees or unlocks at its end happens later.
    """

    codes: ClassVar = ("E0597",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let r;
    {
        let x = 5;
        r = &x;
    }
    println!("{r}");
}
""",
            after="""\
fn main() {
    let r;
    let x = 5;
    {
        r = &x;
    }
    println!("{r}");
}
""",
        ),
        Example(
            before="""\
struct Log<'a>(Vec<&'a str>);
impl Drop for Log<'_> {
    fn drop(&mut self) {
        println!("{:?}", self.0);
    }
}
fn main() {
    let mut log = Log(vec![]);
    let line = String::from("a");
    log.0.push(&line);
}
""",
            after="""\
struct Log<'a>(Vec<&'a str>);
impl Drop for Log<'_> {
    fn drop(&mut self) {
        println!("{:?}", self.0);
    }
}
fn main() {
    let line = String::from("a");
    let mut log = Log(vec![]);
    log.0.push(&line);
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut all: Vec<&u32> = vec![];
    for i in 0..3 {
        let x = i * 2;
        all.push(&x);
    }
    println!("{all:?}");
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"`(\w+)`[\w ]* does not live long enough", site.diagnostic.message)
        binding = binding_of(site.node, found[1]) if found else None
        if found is None or binding is None or binding.holder.type != "let_declaration":
            return
        let = binding.holder
        dropped = site.match(r"when `(\w+)` is dropped")
        targets = [_outside(let)]
        if dropped is not None:
            owner = binding_of(site.node, dropped[1])
            if owner is not None and owner.holder.parent == let.parent:
                targets = [owner.holder]
        for anchor in targets:
            moved = _with_needs(let, anchor) if anchor else None
            if anchor is None or moved is None:
                continue
            edits = _move(site, moved, anchor)
            if edits:
                effect = any(has_effect(m) for m in moved)
                yield site.candidate(
                    self.id,
                    f"Declare `{found[1]}` before `{_first_line(anchor)}`",
                    *edits,
                    safety=Safety.CHANGES_BEHAVIOUR if effect else Safety.SAFE,
                    cost=f"`{found[1]}` is made earlier and freed later." if effect else "",
                )


def _first_line(node: Node) -> str:
    return text_of(node).split("\n", 1)[0].strip()


def _outside(let: Node) -> Node | None:
    """Return the statement of the next outer block that holds the block of `let`."""
    block = let.parent
    if block is None or block.type != "block":
        return None
    for up in ancestors(block):
        if up.type in _BARRIERS:
            return None
        if up.type == "block":
            break
    return statement_of(block)


def _with_needs(let: Node, anchor: Node) -> list[Node] | None:
    """Return `let` and the earlier lets that it needs, in order; None when it cannot leave."""
    block = let.parent
    if block is None:
        return None
    before = [s for s in statements(block) if anchor.start_byte <= s.start_byte < let.start_byte]
    moved, names = [let], used_names(let)
    for statement in reversed(before):
        if declared_names(statement) & names:
            moved.insert(0, statement)
            names |= used_names(statement)
    if any(anchor.start_byte <= m.start_byte < anchor.end_byte and m == anchor for m in moved):
        return None
    for name in names - {n for m in moved for n in declared_names(m)}:
        bound = binding_of(let, name)
        if bound is not None and anchor.start_byte <= bound.node.start_byte < let.start_byte:
            return None
    scope = ancestor(anchor, "block")
    outer = {n for s in (statements(scope) if scope else []) for n in declared_names(s)}
    clash = scope != block and any(declared_names(m) & outer for m in moved)
    return None if clash else moved


def _move(site: Site, moved: list[Node], anchor: Node) -> list[Edit] | None:
    """Move whole lines before `anchor`, with its indent."""
    target = line_span(site.source, anchor)
    lines = [line_span(site.source, m) for m in moved]
    if target is None or any(line is None for line in lines):
        return None
    indent = site.source.indent_at(anchor.start_byte)
    text = "".join(f"{indent}{text_of(m)}\n" for m in moved)
    return [
        Edit.insert(target.start, text),
        *(Edit.delete(line.start, line.end) for line in lines if line is not None),
    ]
