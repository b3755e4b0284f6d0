"""Derives the trait that a type of this file lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.derives import DERIVABLE, derive_edits, is_copy, type_items
from rust_agent_lsp.syntax.tree import descendants, text_of
from rust_agent_lsp.syntax.types import plain

_METHODS = {
    "clone": "Clone",
    "cmp": "Ord",
    "max": "Ord",
    "min": "Ord",
    "partial_cmp": "PartialOrd",
    "eq": "PartialEq",
    "hash": "Hash",
    "default": "Default",
    "fmt": "Debug",
}
_OPERATORS = {"==": "PartialEq", "!=": "PartialEq"}
_COMPARISONS = ("<", ">", "<=", ">=")


class DeriveTrait(FixRule):
    """Adds `#[derive(…)]`, with what the trait needs, to the type and to those in its fields.

    For a moved value it derives `Copy`, where all fields allow it: the type is then copied
    silently everywhere.
    """

    codes: ClassVar = ("E0277", "E0369", "E0599", "E0382", "E0507", "E0505", "E0204", "E0508")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
struct Point {
    x: i32,
}
fn main() {
    println!("{:?}", Point { x: 1 });
}
""",
            after="""\
#[derive(Debug)]
struct Point {
    x: i32,
}
fn main() {
    println!("{:?}", Point { x: 1 });
}
""",
            code="E0277",
        ),
        Example(
            before="""\
#[derive(Debug)]
enum Kind {
    Small,
}
#[derive(Clone)]
struct Item {
    kind: Kind,
}
fn main() {
    println!("{:?}", Item { kind: Kind::Small }.clone().kind);
}
""",
            after="""\
#[derive(Debug, Clone)]
enum Kind {
    Small,
}
#[derive(Clone)]
struct Item {
    kind: Kind,
}
fn main() {
    println!("{:?}", Item { kind: Kind::Small }.clone().kind);
}
""",
            code="E0277",
        ),
        Example(
            before="""\
struct Inner(u8);
struct Outer {
    inner: Inner,
}
fn main() {
    let a = Outer { inner: Inner(1) };
    if a == (Outer { inner: Inner(2) }) {
        println!("{}", a.inner.0);
    }
}
""",
            after="""\
#[derive(PartialEq)]
struct Inner(u8);
#[derive(PartialEq)]
struct Outer {
    inner: Inner,
}
fn main() {
    let a = Outer { inner: Inner(1) };
    if a == (Outer { inner: Inner(2) }) {
        println!("{}", a.inner.0);
    }
}
""",
            code="E0369",
        ),
        Example(
            before="""\
struct Point {
    x: i32,
}
fn main() {
    let a = Point { x: 1 };
    let b = a;
    println!("{} {}", a.x, b.x);
}
""",
            after="""\
#[derive(Clone, Copy)]
struct Point {
    x: i32,
}
fn main() {
    let a = Point { x: 1 };
    let b = a;
    println!("{} {}", a.x, b.x);
}
""",
            code="E0382",
        ),
        Example(
            before="""\
pub struct Key;
pub struct Pair<A, B>(A, B);
impl<A: Clone + PartialEq, B: Clone> Pair<A, B> {
    fn twice(&self) -> [Self; 2] {
        [Pair(self.0.clone(), self.1.clone()), Pair(self.0.clone(), self.1.clone())]
    }
}
pub fn f() -> [Pair<Key, u8>; 2] {
    Pair(Key, 1).twice()
}
""",
            after="""\
#[derive(Clone, PartialEq)]
pub struct Key;
pub struct Pair<A, B>(A, B);
impl<A: Clone + PartialEq, B: Clone> Pair<A, B> {
    fn twice(&self) -> [Self; 2] {
        [Pair(self.0.clone(), self.1.clone()), Pair(self.0.clone(), self.1.clone())]
    }
}
pub fn f() -> [Pair<Key, u8>; 2] {
    Pair(Key, 1).twice()
}
""",
            code="E0599",
        ),
    )
    refuses: ClassVar = (
        'struct Point;\nfn main() {\n    println!("{}", Point);\n}\n',
        "struct Name(String);\nfn main() {\n    let a = Name(String::new());\n    let b = a;\n"
        '    println!("{}{}", a.0, b.0);\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.match("trait bounds were not satisfied") is not None:
            yield from self._together(site)
        for name, trait in dict.fromkeys(_missing(site)):
            if trait == "Copy" and not _all_copy(site, name):
                continue
            edits = derive_edits(site.source, name, (trait,))
            if edits:
                cost = "Values are then copied without a word." if trait == "Copy" else ""
                yield site.candidate(
                    self.id,
                    f"Derive `{trait}` for `{name}`",
                    *edits,
                    safety=Safety.CHANGES_BEHAVIOUR if trait == "Copy" else Safety.SAFE,
                    cost=cost,
                )
                if trait in ("Eq", "Ord", "PartialOrd"):
                    yield from self._hashed(site, name, trait)

    def _together(self, site: Site) -> Iterator[Candidate]:
        """Derive all that a method demands of several types, or of one type several times."""
        wanted: dict[str, list[str]] = {}
        for name, trait in dict.fromkeys(_missing(site)):
            if trait != "Copy":
                wanted.setdefault(name, []).append(trait)
        if sum(map(len, wanted.values())) < 2:
            return
        parts = [derive_edits(site.source, name, traits) for name, traits in wanted.items()]
        edits = dict.fromkeys(edit for part in parts for edit in part)
        if all(parts):
            told = ", ".join(f"`{t}` for `{name}`" for name, all_ in wanted.items() for t in all_)
            yield site.candidate(self.id, f"Derive {told}", *edits)

    def _hashed(self, site: Site, name: str, trait: str) -> Iterator[Candidate]:
        """A key of a map needs more than the first error says."""
        more = {"Eq": ("Eq", "Hash"), "PartialOrd": ("Ord",)}.get(trait)
        if more is not None:
            edits = derive_edits(site.source, name, more)
            words = " and ".join(f"`{m}`" for m in more)
            yield site.candidate(self.id, f"Derive {words} for `{name}`", *edits)


def _missing(site: Site) -> Iterator[tuple[str, str]]:
    """Yield (type, trait) that the diagnostic asks for."""
    message = site.diagnostic.message
    code = site.diagnostic.code
    texts = [
        message,
        *(x.text for x in site.diagnostic.labels),
        *(n.text for n in site.diagnostic.notes),
    ]
    items = type_items(site.source)
    if code in ("E0382", "E0507", "E0505", "E0508"):
        found = site.match(r"has type `([^`]+)`, which does not implement the `Copy`")
        if found is not None:
            yield plain(found[1]).partition("<")[0], "Copy"
        return
    for text in texts:
        for name, trait in _pairs(text):
            head = plain(name).lstrip("&").partition("<")[0]
            if head in items and trait in DERIVABLE:
                yield head, trait
    if code == "E0369":
        yield from _operator(site, set(items))
    if code == "E0599":
        found = re.match(r"(?:no|the) (?:\w+ )*?(?:named )?`(\w+)`", message)
        owner = re.search(r"(?:struct|enum|union|reference|type|for) `&?(?:mut )?([\w:]+)", message)
        if found is not None and owner is not None and found[1] in _METHODS:
            yield plain(owner[1]), _METHODS[found[1]]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for pattern in (
        r"`(?P<n>[^`]+)` doesn't implement `(?P<t>[^`]+)`",
        r"the trait bound `(?P<n>[^`:]+): (?P<t>[^`]+)` is not satisfied",
        r"the trait `(?P<t>[^`]+)` is not implemented for `(?P<n>[^`]+)`",
        r"`(?P<n>[^`:]+): (?P<t>[^`]+)`",
        r"implementation of `(?P<t>[^`]+)` (?:might|must) be \w+ for `(?P<n>[^`]+)`",
    ):
        for found in re.finditer(pattern, text):
            yield found["n"], plain(found["t"]).partition("<")[0]
    compared = re.search(r"can't compare `([^`]+)` with `\1`", text)
    if compared is not None:
        yield compared[1], "PartialEq"


def _operator(site: Site, items: set[str]) -> Iterator[tuple[str, str]]:
    found = re.search(
        r"operation `([^`]+)` cannot be applied to type `([^`]+)`", site.diagnostic.message
    )
    if found is None:
        return
    for name in re.findall(r"\w+", found[2]):
        if name in items:
            trait = "PartialOrd" if found[1] in _COMPARISONS else _OPERATORS.get(found[1])
            if trait is not None:
                yield name, trait


def _all_copy(site: Site, name: str) -> bool:
    """Say whether every field of the type is `Copy`, as far as the file tells."""
    item = type_items(site.source).get(name)
    body = item.child_by_field_name("body") if item else None
    if item is None or item.child_by_field_name("type_parameters") is not None:
        return False
    kinds = []
    for field in (
        descendants(body, "field_declaration", "ordered_field_declaration_list") if body else []
    ):
        kinds += field.children_by_field_name("type")
    return all(is_copy(site.source, text_of(kind)) for kind in kinds)
