"""Looks into an `Option` or `Result` without taking what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.tree import ancestor, span_of


class BorrowOptionContent(FixRule):
    """Puts `.as_ref()`, `.as_deref()` or `.as_mut()` before a method that takes the value."""

    codes: ClassVar = ("E0507", "E0382", "E0308", "E0505")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
struct User {
    name: Option<String>,
}
impl User {
    fn length(&self) -> usize {
        self.name.map(|n| n.len()).unwrap_or(0)
    }
}
fn main() {
    User { name: None }.length();
}
""",
            after="""\
struct User {
    name: Option<String>,
}
impl User {
    fn length(&self) -> usize {
        self.name.as_ref().map(|n| n.len()).unwrap_or(0)
    }
}
fn main() {
    User { name: None }.length();
}
""",
            code="E0507",
        ),
        Example(
            before="""\
fn main() {
    let name = Some(String::from("a"));
    let n = name.unwrap().len();
    println!("{name:?} {n}");
}
""",
            after="""\
fn main() {
    let name = Some(String::from("a"));
    let n = name.as_ref().unwrap().len();
    println!("{name:?} {n}");
}
""",
            code="E0382",
        ),
        Example(
            before="""\
struct User {
    name: Option<String>,
}
impl User {
    fn name(&self) -> &str {
        self.name.unwrap_or("")
    }
}
fn main() {
    User { name: None }.name();
}
""",
            after="""\
struct User {
    name: Option<String>,
}
impl User {
    fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("")
    }
}
fn main() {
    User { name: None }.name();
}
""",
            code="E0308",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let a = String::new();\n    let b = a;\n    println!("{a}{b}");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        place = _option_place(site)
        if place is None:
            return
        name = short(site.source.slice(place))
        # `&option` becomes `option.as_ref()`.
        borrowed = site.diagnostic.span.start == place.start - 1
        dropped = [Edit.delete(place.start - 1, place.start)] if borrowed else []
        calls = [".as_ref()", ".as_deref()"]
        if "behind a mutable reference" in site.diagnostic.message:
            calls.append(".as_mut()")
        for call in calls:
            yield site.candidate(
                self.id,
                f"Borrow what `{name}` holds with `{call}`",
                *suffix(site.source, place, call),
                *dropped,
            )


def _option_place(site: Site) -> Span | None:
    """Return the span of the option whose content a method takes, or None."""
    if site.diagnostic.code == "E0308":
        types = expected_found(site)
        if types is not None and re.fullmatch(r"&?Option<[^&].*>", types[1]):
            span = site.diagnostic.span
            skip = 1 if site.source.text[span.start : span.start + 1] == b"&" else 0
            return Span(span.start + skip, span.end) if types[0].startswith("Option<&") else None
        # `option.unwrap_or("")`: the argument tells that a reference was meant.
        argument = ancestor(site.node, "arguments")
        call = argument.parent if argument else None
        function = call.child_by_field_name("function") if call else None
        field = function.child_by_field_name("field") if function else None
        value = function.child_by_field_name("value") if function else None
        if field is None or value is None or field.text not in (b"unwrap_or", b"map_or"):
            return None
        return span_of(value)
    kind = site.match(r"has type `([^`]+)`")
    moved = site.label(r"moved due to this method call")
    if kind is None or moved is None:
        return None
    if not kind[1].split("<")[0].endswith(("Option", "Result")):
        return None
    call = ancestor(site.node_of(moved), "call_expression")
    function = call.child_by_field_name("function") if call else None
    value = function.child_by_field_name("value") if function else None
    return span_of(value) if value else None
