"""Hands a failure to the caller with `?`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of


class PropagateError(FixRule):
    """Adds `?` to an `Option` or `Result` where its content is needed.

    Only in a function that returns the same kind, or an `Option`, which `.ok()` makes of others.
    """

    codes: ClassVar = ("E0308", "E0599", "E0369", "E0277", "E0609")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
use std::num::ParseIntError;
fn twice(text: &str) -> Result<i32, ParseIntError> {
    let n: i32 = text.parse::<i32>();
    Ok(n * 2)
}
fn main() {
    let _ = twice("1");
}
""",
            after="""\
use std::num::ParseIntError;
fn twice(text: &str) -> Result<i32, ParseIntError> {
    let n: i32 = text.parse::<i32>()?;
    Ok(n * 2)
}
fn main() {
    let _ = twice("1");
}
""",
            code="E0308",
        ),
        Example(
            before="""\
fn next(v: &[i32]) -> Option<i32> {
    let n = v.first();
    Some(n + 1)
}
fn main() {
    next(&[1]);
}
""",
            after="""\
fn next(v: &[i32]) -> Option<i32> {
    let n = v.first();
    Some(n? + 1)
}
fn main() {
    next(&[1]);
}
""",
            code="E0369",
        ),
        Example(
            before="""\
fn length(v: &[Vec<u8>]) -> Option<usize> {
    Some(v.first().capacity())
}
fn main() {
    length(&[]);
}
""",
            after="""\
fn length(v: &[Vec<u8>]) -> Option<usize> {
    Some(v.first()?.capacity())
}
fn main() {
    length(&[]);
}
""",
            code="E0599",
        ),
        Example(
            before="""\
fn twice(text: &str) -> Option<i32> {
    let n: i32 = text.parse();
    Some(n * 2)
}
fn main() {
    twice("1");
}
""",
            after="""\
fn twice(text: &str) -> Option<i32> {
    let n: i32 = text.parse().ok()?;
    Some(n * 2)
}
fn main() {
    twice("1");
}
""",
            code="E0308",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let n: i32 = "4".parse::<i32>();\n    println!("{n}");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item", "closure_expression")
        kind = function.child_by_field_name("return_type") if function else None
        found = re.match(r"(?:\w+::)*(Option|Result)\b", text_of(kind)) if kind else None
        if found is None or kind is None:
            return
        calls = [("?", span) for span in _places(site, found[1])]
        if found[1] == "Option":
            calls += [(".ok()?", span) for span in _places(site, "Result")]
        for call, span in calls:
            yield site.candidate(
                self.id,
                f"Return early from `{short(site.source.slice(span))}` with `{call}`",
                *suffix(site.source, span, call),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="Returns from the function when there is no value.",
            )


def _places(site: Site, kind: str) -> Iterator[Span]:
    """Yield the spans of expressions that are an `Option` or `Result` in the way."""
    message = site.diagnostic.message
    code = site.diagnostic.code
    if code == "E0308":
        types = expected_found(site)
        if types is not None and types[1].startswith(kind) and not types[0].startswith(kind):
            yield site.diagnostic.span
    elif code in ("E0599", "E0609"):
        field = site.node.parent
        value = field.child_by_field_name("value") if field else None
        if value is not None and re.search(rf"(?:enum|type|on) `&?(?:\w+::)*{kind}<", message):
            yield span_of(value)
    elif code in ("E0369", "E0277"):
        operation = ancestor(site.node, "binary_expression")
        if operation is None or f"{kind}<" not in message:
            return
        for label in site.diagnostic.labels:
            if not label.primary and label.text.startswith(f"{kind}<"):
                yield label.location.span
