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
from rust_agent_lsp.syntax.expressions import short, short_text
from rust_agent_lsp.syntax.loops import LOOPS as _LOOPS
from rust_agent_lsp.syntax.loops import may_start_anew, needs_no_loop, runs_in_each_pass
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.statements import insert_line, line_span
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, span_of, text_of

_BARRIERS = ("closure_expression", "function_item", "async_block", "const_item", "static_item")
_ANY = "Default::default()"
_SIMPLE = re.compile(r"\(?\s*\w+(?:\s*,\s*\w+)*\s*,?\s*\)?")


class DeclareInOuterBlock(FixRule):
    """Declares a variable before the block, branch or loop that declared it, and assigns it there.

    What a loop sets out from without need of the loop is moved before it with its value, and no
    longer set back by each pass. Where a branch or loop may not run, the variable gets a first
    value that says "nothing yet".
    """

    codes: ClassVar = ("E0425", "E0423")
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
            before="fn main() {\n    for i in 0..4 {\n        let square = i * i;\n    }\n"
            '    println!("{}", square);\n}\n',
            after="fn main() {\n    let mut square = Default::default();\n    for i in 0..4 {\n"
            '        square = i * i;\n    }\n    println!("{}", square);\n}\n',
        ),
        Example(
            before="""\
pub fn highest(heights: &[u32], floor: u32) -> u32 {
    for height in heights {
        let mut top = floor;
        if *height > top {
            top = *height;
        }
    }
    top
}
""",
            after="""\
pub fn highest(heights: &[u32], floor: u32) -> u32 {
    let mut top = floor;
    for height in heights {
        if *height > top {
            top = *height;
        }
    }
    top
}
""",
        ),
        Example(
            before="pub fn last(text: &str) {\n    for part in text.lines() {\n"
            '        let line = part.trim();\n    }\n    println!("{}", line);\n}\n',
            after="pub fn last(text: &str) {\n    let mut line = Default::default();\n"
            "    for part in text.lines() {\n        line = part.trim();\n    }\n"
            '    println!("{}", line);\n}\n',
            code="E0423",
        ),
        Example(
            before="fn main() {\n    while tries < 3 {\n        let mut tries = 0;\n"
            "        tries += 1;\n    }\n}\n",
            after="fn main() {\n    let mut tries = 0;\n    while tries < 3 {\n"
            "        tries += 1;\n    }\n}\n",
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
        macro = re.match(r"expected value, found macro `(\w+)`", site.diagnostic.message)
        name = lost.name if lost is not None and lost.what in ("value", "function") else ""
        name = macro[1] if macro is not None else name
        anchor = _earlier(site, name)
        if anchor is None:
            return
        lets = _lets(anchor, name)
        if lets:
            yield from self._outwards(site, name, anchor, lets)

    def _outwards(
        self, site: Site, name: str, anchor: Node, lets: list[Node]
    ) -> Iterator[Candidate]:
        first = lets[0]
        value = first.child_by_field_name("value")
        if value is None:
            return
        looped = any(a.type in _LOOPS for a in _up_to(first, anchor))
        alone = looped and len(lets) == 1 and runs_in_each_pass(first)
        alone = alone and needs_no_loop(value, anchor)
        after = anchor.end_byte <= site.node.start_byte
        mutable = any(_is_mutable(let) for let in lets)
        moved = alone and not (after and mutable and may_start_anew(first, name))
        if moved:
            yield from self._move_out(site, name, anchor, first)
        made = [edit for let in lets if (edit := _as_assignment(let)) is not None]
        if len(made) != len(lets) or not after:
            return
        pattern, kind = first.child_by_field_name("pattern"), first.child_by_field_name("type")
        bound = text_of(pattern) if pattern is not None else name
        hint = f": {text_of(kind)}" if kind is not None else ""
        word = "let mut " if (mutable or looped) and not bound.startswith("(") else "let "
        yield site.candidate(
            self.id,
            f"Declare `{name}` before {_told(anchor)}",
            insert_line(site.source, anchor, f"{word}{bound}{hint};"),
            *made,
            safety=Safety.GUESS if moved else Safety.SAFE,
        )
        if bound != name:
            return
        known = text_of(kind) if kind is not None else type_of(value)
        start = text_of(value) if alone else plain_value(site, known) if known else None
        # What is changed in each pass, from a made-up value on, was hardly meant so.
        guessed = moved or (looped and mutable and not alone)
        yield site.candidate(
            self.id,
            f"Declare `{name}` before {_told(anchor)}, `{short(start or _ANY)}` at first",
            insert_line(site.source, anchor, f"let mut {name}{hint} = {start or _ANY};"),
            *made,
            safety=Safety.GUESS if guessed else Safety.SAFE if alone else self.safety,
            cost=f"`{name}` keeps its first value where the code inside does not run.",
        )

    def _move_out(self, site: Site, name: str, anchor: Node, let: Node) -> Iterator[Candidate]:
        line = line_span(site.source, let)
        if line is None:
            return
        yield site.candidate(
            self.id,
            f"Move `{short_text(let).rstrip(';')}` before {_told(anchor)}",
            insert_line(site.source, anchor, site.source.slice(line).strip()),
            Edit.delete(line.start, line.end),
            safety=self.safety if _is_mutable(let) else Safety.SAFE,
            cost=f"`{name}` keeps its value from one pass to the next." if _is_mutable(let) else "",
        )


def _earlier(site: Site, name: str) -> Node | None:
    """Return the statement before the use, the nearest one, that declares `name` inside."""
    for block in ancestors(site.node):
        if block.type in _BARRIERS and block.type != "closure_expression":
            break
        if block.type != "block":
            continue
        before = [c for c in block.named_children if c.end_byte <= site.node.start_byte]
        for statement in reversed(before):
            if statement.type in (*_BARRIERS, "let_declaration"):
                continue
            if _lets(statement, name):
                return statement
    return _condition_of(site, name)


def _condition_of(site: Site, name: str) -> Node | None:
    """Return the `while` whose condition names what its own body declares."""
    loop = ancestor(site.node, "while_expression", *_BARRIERS)
    condition = loop.child_by_field_name("condition") if loop is not None else None
    if loop is None or condition is None or not span_of(condition).contains(span_of(site.node)):
        return None
    holder = loop.parent
    whole = holder if holder is not None and holder.type == "expression_statement" else loop
    return whole if _lets(whole, name) else None


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
