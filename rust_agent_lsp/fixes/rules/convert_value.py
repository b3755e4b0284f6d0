"""Converts a value by a conversion that the types have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short, suffix, wrap
from rust_agent_lsp.syntax.tree import descendants, span_of, text_of
from rust_agent_lsp.syntax.types import NUMBERS, plain, referent, split_generic

# (found, wanted) → the call that converts without loss.
_CALLS = {
    ("String", "Vec<u8>"): ".into_bytes()",
    ("&str", "&[u8]"): ".as_bytes()",
    ("&str", "Vec<u8>"): ".as_bytes().to_vec()",
    ("&str", "Vec<char>"): ".chars().collect()",
    ("String", "Vec<char>"): ".chars().collect()",
    ("Vec<char>", "String"): ".into_iter().collect()",
    ("&str", "Chars<'_>"): ".chars()",
    ("String", "Box<str>"): ".into_boxed_str()",
    ("&str", "PathBuf"): ".into()",
    ("String", "PathBuf"): ".into()",
    ("PathBuf", "&Path"): ".as_path()",
    ("Cow<str>", "String"): ".into_owned()",
}


class ConvertValue(FixRule):
    """Uses `From` where the file implements it, the tuple struct's own constructor, or a method.

    Slices become vectors with `.to_vec()`.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
struct Id {
    n: u32,
}
impl From<u32> for Id {
    fn from(n: u32) -> Id {
        Id { n }
    }
}
fn open(id: Id) -> u32 {
    id.n
}
fn main() {
    open(5u32);
}
""",
            after="""\
struct Id {
    n: u32,
}
impl From<u32> for Id {
    fn from(n: u32) -> Id {
        Id { n }
    }
}
fn open(id: Id) -> u32 {
    id.n
}
fn main() {
    open(Id::from(5u32));
}
""",
        ),
        Example(
            before="""\
struct Meters(f64);
fn far(m: Meters) -> bool {
    m.0 > 10.0
}
fn main() {
    far(3.5);
}
""",
            after="""\
struct Meters(f64);
fn far(m: Meters) -> bool {
    m.0 > 10.0
}
fn main() {
    far(Meters(3.5));
}
""",
        ),
        Example(
            before="""\
fn tail(v: &[u8]) -> Vec<u8> {
    &v[1..]
}
fn main() {
    tail(&[1]);
}
""",
            after="""\
fn tail(v: &[u8]) -> Vec<u8> {
    v[1..].to_vec()
}
fn main() {
    tail(&[1]);
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn half(n: f64) -> f64 {\n    n / 2.0\n}\nfn main() {\n    half("a");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None:
            return
        wanted, found = plain(types[0]), plain(types[1])
        span = site.diagnostic.span
        text = short(site.source.slice(span))
        call = _CALLS.get((found, wanted))
        if call:
            yield site.candidate(
                self.id, f"Convert `{text}` with `{call}`", *suffix(site.source, span, call)
            )
        head = split_generic(wanted)[0]
        for maker in _makers(site, head, found):
            yield site.candidate(
                self.id,
                f"Make a `{head}` of `{text}` with `{maker}`",
                *wrap(span, f"{maker}(", ")"),
            )
        if _into(site, head, found):
            edits = suffix(site.source, span, ".into()")
            yield site.candidate(self.id, f"Convert `{text}` with `.into()`", *edits)
        yield from self._slice(site, wanted, found)
        yield from self._field(site, wanted, found)

    def _slice(self, site: Site, wanted: str, found: str) -> Iterator[Candidate]:
        inner = referent(found)
        if inner is None or not wanted.startswith("Vec<") or not inner.startswith(("[", "Vec<")):
            return
        span = site.diagnostic.span
        node = site.node
        value = node.child_by_field_name("value") if node.type == "reference_expression" else None
        edits = suffix(site.source, span, ".to_vec()")
        if value is not None:
            drop = Edit.delete(span.start, value.start_byte)
            edits = (drop, *suffix(site.source, span_of(value), ".to_vec()"))
        yield site.candidate(
            self.id,
            f"Copy `{short(site.source.slice(span)).lstrip('&')}` into a `Vec`",
            *edits,
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Copies all items.",
        )

    def _field(self, site: Site, wanted: str, found: str) -> Iterator[Candidate]:
        """A tuple struct around the wanted type gives it as `.0`."""
        kinds = _tuple_struct(site, found.lstrip("&"))
        if len(kinds) == 1 and plain(text_of(kinds[0])) == wanted:
            span = site.diagnostic.span
            text = short(site.source.slice(span))
            yield site.candidate(
                self.id, f"Use the value in `{text}`", *suffix(site.source, span, ".0")
            )


def _tuple_struct(site: Site, name: str) -> list[Node]:
    for item in descendants(site.source.tree.root_node, "struct_item"):
        own, body = item.child_by_field_name("name"), item.child_by_field_name("body")
        if own is None or body is None or text_of(own) != name:
            continue
        if body.type == "ordered_field_declaration_list":
            return body.children_by_field_name("type")
    return []


def _fits(kind: str, found: str) -> bool:
    vague = {"integer": NUMBERS[:12], "floating-point number": NUMBERS[12:]}
    vague["{integer}"], vague["{float}"] = vague["integer"], vague["floating-point number"]
    return plain(kind) == found or kind in vague.get(found, ())


def _makers(site: Site, head: str, found: str) -> Iterator[str]:
    """Yield the paths that make a `head` of a `found`: `Id::from`, or the constructor `Id`."""
    for item in descendants(site.source.tree.root_node, "impl_item"):
        trait, target = item.child_by_field_name("trait"), item.child_by_field_name("type")
        if trait is None or target is None or split_generic(text_of(target))[0] != head:
            continue
        name, arguments = split_generic(text_of(trait))
        if name == "From" and len(arguments) == 1 and _fits(arguments[0], found):
            yield f"{head}::from"
    kinds = _tuple_struct(site, head)
    if len(kinds) == 1 and _fits(text_of(kinds[0]), found):
        yield head


def _into(site: Site, head: str, found: str) -> bool:
    """Say whether the file implements `Into<head> for found`."""
    for item in descendants(site.source.tree.root_node, "impl_item"):
        trait, target = item.child_by_field_name("trait"), item.child_by_field_name("type")
        if trait is not None and target is not None and plain(text_of(target)) == found:
            name, arguments = split_generic(text_of(trait))
            if name == "Into" and [split_generic(a)[0] for a in arguments] == [head]:
                return True
    return False
