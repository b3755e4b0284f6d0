"""Loops over something that does not hold the collection that the body changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import borrowing_loop
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import free_name, statement_of
from rust_agent_lsp.syntax.tree import text_of

_ITERATED = re.compile(r"(?:&(?P<a>[\w.]+)|(?P<b>[\w.]+)\.iter\(\))$")


class IndexInsteadOfIter(FixRule):
    """Loops over the indexes of a collection, or over a copy of it, while the body changes it.

    The indexes are counted once at the start: items added in the body are not visited, and the
    body must not remove any.
    """

    codes: ClassVar = ("E0502", "E0499", "E0506", "E0505")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut v = vec![1, 2];
    for x in &v {
        v.push(*x);
    }
}
""",
            after="""\
fn main() {
    let mut v = vec![1, 2];
    for i in 0..v.len() {
        let x = &v[i].clone();
        v.push(*x);
    }
}
""",
            code="E0502",
        ),
        Example(
            before="""\
use std::collections::HashMap;
fn main() {
    let mut ages: HashMap<String, u32> = HashMap::new();
    for (name, age) in &ages {
        ages.remove(name);
        println!("{age}");
    }
}
""",
            after="""\
use std::collections::HashMap;
fn main() {
    let mut ages: HashMap<String, u32> = HashMap::new();
    for (name, age) in &ages.clone() {
        ages.remove(name);
        println!("{age}");
    }
}
""",
            code="E0502",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut v = vec![1, 2];
    let first = &v[0];
    v.push(3);
    println!("{first}");
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
        if not body.start_byte <= site.diagnostic.span.start < body.end_byte:
            return
        name = iterated["a"] or iterated["b"]
        if pattern.type == "identifier" and body.named_children:
            index = free_name(statement_of(loop) or loop, "i")
            item = f"let {text_of(pattern)} = &{name}[{index}].clone();"
            inner = site.source.indent_at(body.named_children[0].start_byte)
            yield site.candidate(
                self.id,
                f"Loop over the indexes of `{name}`",
                replace_node(pattern, index),
                replace_node(value, f"0..{name}.len()"),
                Edit.insert(body.start_byte + 1, f"\n{inner}{item}"),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="Clones each item, and items added in the loop are not visited.",
            )
        at = Edit.insert(value.start_byte + 1 + len(name.encode()), ".clone()")
        if iterated["b"]:
            at = Edit.insert(value.start_byte + len(name.encode()), ".clone()")
        yield site.candidate(
            self.id,
            f"Loop over a copy of `{name}`",
            at,
            safety=Safety.CHANGES_BEHAVIOUR,
            cost=f"Copies all of `{name}` before the loop.",
        )
