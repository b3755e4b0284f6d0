"""Makes an associated type and the demand on it agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import descendants, text_of

_RESOLVING = re.compile(r"type mismatch resolving `<.+ as .+>::(?P<name>\w+) == (?P<wanted>[^`]+)`")
_YIELDS = re.compile(
    r"(?:an iterator that yields|to return) `(?P<wanted>[^`]+)`, "
    r"but it (?:yields|returns) `(?P<has>[^`]+)`"
)


class CorrectAssociatedType(FixRule):
    """Writes the type that is there into the bound, or the demanded one into the `impl`.

    A changed bound serves other callers; a changed `impl` serves all that use the type.
    """

    codes: ClassVar = ("E0271",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
trait Shelf {
    type Item;
}
struct Books;
impl Shelf for Books {
    type Item = String;
}
fn tidy<S: Shelf<Item = u32>>(_: S) {}
fn main() {
    tidy(Books);
}
""",
            after="""\
trait Shelf {
    type Item;
}
struct Books;
impl Shelf for Books {
    type Item = String;
}
fn tidy<S: Shelf<Item = String>>(_: S) {}
fn main() {
    tidy(Books);
}
""",
        ),
        Example(
            before="""\
trait Shelf {
    type Item;
}
struct Books;
impl Shelf for Books {
    type Item = String;
}
fn tidy<S: Shelf<Item = u32>>(_: S) {}
fn main() {
    tidy(Books);
}
""",
            after="""\
trait Shelf {
    type Item;
}
struct Books;
impl Shelf for Books {
    type Item = u32;
}
fn tidy<S: Shelf<Item = u32>>(_: S) {}
fn main() {
    tidy(Books);
}
""",
        ),
        Example(
            before="""\
fn odd(v: &[i32]) -> impl Iterator<Item = u32> {
    v.iter().map(|n| n * 2)
}
fn main() {
    println!("{}", odd(&[1]).count());
}
""",
            after="""\
fn odd(v: &[i32]) -> impl Iterator<Item = i32> {
    v.iter().map(|n| n * 2)
}
fn main() {
    println!("{}", odd(&[1]).count());
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
#[derive(Debug)]
struct Bad;
fn read(text: &str) -> Result<u8, Bad> {
    let n: u8 = text.parse()?;
    Ok(n)
}
fn main() {
    println!("{:?}", read("1"));
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        yields = site.match(_YIELDS.pattern)
        if yields is not None:
            for kind in _bindings(site, "Item", yields["wanted"]):
                yield self._candidate(site, kind, "Item", yields["has"])
            return
        told = _RESOLVING.search(site.diagnostic.message)
        label = site.label(r"expected this to be `")
        if told is None or label is None:
            return
        declared = site.node_of(label)
        item = declared.parent
        if item is None or item.type != "type_item":
            return
        for kind in _bindings(site, told["name"], told["wanted"]):
            yield self._candidate(site, kind, told["name"], text_of(declared))
        yield self._candidate(site, declared, told["name"], told["wanted"])

    def _candidate(self, site: Site, kind: Node, name: str, new: str) -> Candidate:
        return site.candidate(
            self.id,
            f"Write `{name} = {new}` for `{name} = {text_of(kind)}`",
            replace_node(kind, new),
            safety=Safety.API_CHANGE,
            cost="Others that use it must agree with the new type.",
        )


def _bindings(site: Site, name: str, wanted: str) -> Iterator[Node]:
    """Yield the types demanded as `name = wanted`, the one that the error names first."""
    found = []
    for binding in descendants(site.source.tree.root_node, "type_binding"):
        own, kind = binding.child_by_field_name("name"), binding.child_by_field_name("type")
        if own is None or kind is None or text_of(own) != name or text_of(kind) != wanted:
            continue
        found.append(kind)
    spans = [label.location.span for label in site.diagnostic.labels]
    for note in site.diagnostic.notes:
        if note.text.startswith("required by"):
            spans += [label.location.span for label in note.labels]
    for kind in found:
        if any(span.start <= kind.start_byte and kind.end_byte <= span.end for span in spans):
            yield kind
