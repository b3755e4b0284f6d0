"""Reaches the items of a loop through their indexes, so that no borrow spans the loop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import borrowing_loop
from rust_agent_lsp.fixes.places import write_place
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import free_name, statement_of, uses_of
from rust_agent_lsp.syntax.tree import text_of

_ITERATED = re.compile(
    r"(?:&(?P<m1>mut )?(?P<a>[\w.]+)|(?P<b>[\w.]+)\.iter(?P<m2>_mut)?\(\)(?P<n>\.enumerate\(\))?)$"
)


class IndexItems(FixRule):
    """Turns `for x in &v` into `for i in 0..v.len()` and each `x` of the body into `v[i]`.

    The length is read once: items added in the body are not visited, and the body must not
    remove any.
    """

    codes: ClassVar = ("E0502", "E0499", "E0506", "E0503")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
struct World {
    units: Vec<u32>,
    events: u32,
}
impl World {
    fn record(&mut self) {
        self.events += 1;
    }
    fn tick(&mut self) {
        for unit in self.units.iter_mut() {
            *unit += 1;
            self.record();
        }
    }
}
fn main() {
    World { units: vec![1], events: 0 }.tick();
}
""",
            after="""\
struct World {
    units: Vec<u32>,
    events: u32,
}
impl World {
    fn record(&mut self) {
        self.events += 1;
    }
    fn tick(&mut self) {
        for i in 0..self.units.len() {
            self.units[i] += 1;
            self.record();
        }
    }
}
fn main() {
    World { units: vec![1], events: 0 }.tick();
}
""",
            code="E0499",
        ),
        Example(
            before="""\
fn main() {
    let mut v = vec![1, 2];
    for (k, x) in v.iter().enumerate() {
        if *x > 1 {
            v[0] += *x + k;
        }
    }
    println!("{v:?}");
}
""",
            after="""\
fn main() {
    let mut v = vec![1, 2];
    for k in 0..v.len() {
        if v[k] > 1 {
            v[0] += v[k] + k;
        }
    }
    println!("{v:?}");
}
""",
            code="E0502",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut v = vec![1, 2];
    for x in &v {
        println!("{x}");
        v.push(1);
    }
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = borrowing_loop(site)
        iterated = _ITERATED.fullmatch(text_of(found.value)) if found is not None else None
        if found is None or iterated is None:
            return
        loop, pattern, value, body = found
        name = iterated["a"] or iterated["b"]
        mutable = bool(iterated["m1"] or iterated["m2"])
        # Whoever grows or empties the collection itself means something else.
        shrinks = rf"\b{re.escape(name)}\s*\.\s*(?:push|remove|clear|retain|insert|pop|drain)"
        if re.search(shrinks, text_of(body)):
            return
        names = _names(pattern, counted=bool(iterated["n"]))
        if names is None:
            return
        index = names[0] or free_name(statement_of(loop) or loop, "i")
        place = f"{name}[{index}]"
        edits = write_place(site.source, uses_of(body, names[1]), place, mutable=mutable)
        if edits is None:
            return
        yield site.candidate(
            self.id,
            f"Loop over the indexes of `{name}`, with `{place}` for `{names[1]}`",
            replace_node(pattern, index),
            replace_node(value, f"0..{name}.len()"),
            *edits,
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Each access checks the index.",
        )


def _names(pattern: Node, *, counted: bool) -> tuple[str, str] | None:
    """Return (name of the index or '', name of the item) that a loop's pattern binds."""
    if not counted:
        return ("", text_of(pattern)) if pattern.type == "identifier" else None
    parts = pattern.named_children if pattern.type == "tuple_pattern" else []
    if len(parts) != 2 or any(part.type != "identifier" for part in parts):
        return None
    return text_of(parts[0]), text_of(parts[1])
