"""Iterates over references instead of using the collection up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import prefix
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of


class BorrowIterable(FixRule):
    """Turns `for x in v` into `for x in &v`, and `v.into_iter()` into `v.iter()`.

    A second candidate copies each item with `for &x in &v`, for bodies that need the values.
    """

    codes: ClassVar = ("E0382", "E0505", "E0507")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let names = vec![String::from("a")];
    for name in names {
        println!("{name}");
    }
    println!("{}", names.len());
}
""",
            after="""\
fn main() {
    let names = vec![String::from("a")];
    for name in &names {
        println!("{name}");
    }
    println!("{}", names.len());
}
""",
            code="E0382",
        ),
        Example(
            before="""\
struct Team {
    scores: Vec<u32>,
}
impl Team {
    fn best(&self) -> u32 {
        let mut best = 0;
        for score in self.scores {
            if score > best {
                best = score;
            }
        }
        best
    }
}
fn main() {
    println!("{}", Team { scores: vec![1] }.best());
}
""",
            after="""\
struct Team {
    scores: Vec<u32>,
}
impl Team {
    fn best(&self) -> u32 {
        let mut best = 0;
        for &score in &self.scores {
            if score > best {
                best = score;
            }
        }
        best
    }
}
fn main() {
    println!("{}", Team { scores: vec![1] }.best());
}
""",
            code="E0507",
        ),
        Example(
            before="""\
fn main() {
    let v = vec![1, 2, 3];
    let sum: i32 = v.into_iter().sum();
    println!("{sum} {v:?}");
}
""",
            after="""\
fn main() {
    let v = vec![1, 2, 3];
    let sum: i32 = v.iter().sum();
    println!("{sum} {v:?}");
}
""",
            code="E0382",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let a = String::new();\n    let b = a;\n    println!("{a}{b}");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        implicit = site.label(r"moved due to this implicit call to `\.into_iter\(\)`")
        if implicit is not None:
            yield from self._loop(site, implicit.location.span)
            return
        method = site.label(r"moved due to this method call")
        if method is None or not site.source.slice(method.location.span).startswith("into_iter("):
            return
        start = method.location.span.start
        yield site.candidate(
            self.id,
            "Iterate by reference with `iter()`",
            Edit.delete(start, start + len("into_")),
        )
        yield site.candidate(
            self.id,
            "Iterate by reference and copy each item, with `iter().copied()`",
            Edit.delete(start, start + len("into_")),
            Edit.insert(method.location.span.end, ".copied()"),
        )

    def _loop(self, site: Site, span: Span) -> Iterator[Candidate]:
        loop = ancestor(site.source.node_at(span), "for_expression")
        value = loop.child_by_field_name("value") if loop else None
        pattern = loop.child_by_field_name("pattern") if loop else None
        if value is None or pattern is None or span_of(value) != span:
            return
        name = text_of(value)
        edits = prefix(site.source, span, "&")
        yield site.candidate(self.id, f"Iterate over `&{name}`", *edits)
        if pattern.type == "identifier":
            yield site.candidate(
                self.id,
                f"Iterate over `&{name}` and copy each `{text_of(pattern)}`",
                insert_before(pattern, "&"),
                *edits,
            )
