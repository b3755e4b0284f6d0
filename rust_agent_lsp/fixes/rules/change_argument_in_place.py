"""Lends a value mutably to a function that would take it, change it and drop it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import moved_value
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.calls import (
    argument_at,
    calls_of,
    parameter_of_argument,
    parameters,
    self_parameter,
)
from rust_agent_lsp.syntax.expressions import prefix
from rust_agent_lsp.syntax.mutable import (
    mut_word,
    owner_edits,
    through_edits,
    without_mut,
)
from rust_agent_lsp.syntax.tree import ancestor, text_of

_UNIT = re.compile(r"\(\)|(?:\w+::)*Result<\s*\(\).*>", re.S)


class ChangeArgumentInPlace(FixRule):
    """Makes a `mut` parameter a `&mut` one where the function gives nothing back.

    All calls in the file change with it. A clone would compile too, but what the function changes
    in it would be lost.
    """

    codes: ClassVar = ("E0382", "E0505", "E0507", "E0508", "E0509")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
fn add(mut names: Vec<String>, name: &str) {
    names.push(name.to_string());
}
fn main() {
    let guests = Vec::new();
    add(guests, "Ida");
    println!("{guests:?}");
}
""",
            after="""\
fn add(names: &mut Vec<String>, name: &str) {
    names.push(name.to_string());
}
fn main() {
    let mut guests = Vec::new();
    add(&mut guests, "Ida");
    println!("{guests:?}");
}
""",
            code="E0382",
        ),
    )
    refuses: ClassVar = (
        """\
fn median(mut values: Vec<i32>) -> i32 {
    values.sort();
    values[values.len() / 2]
}
fn main() {
    let values = vec![3, 1];
    println!("{} {}", median(values), values[0]);
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = moved_value(site)
        if span is not None:
            yield from self._parameter(site, span)

    def _parameter(self, site: Site, span: Span) -> Iterator[Candidate]:
        found = argument_at(site.source, span)
        call, index = found if found is not None else (None, 0)
        if call is None or call.arguments[index] != span:
            return
        target = parameter_of_argument(site.source, call, index)
        if target is None or (mark := mut_word(target[1])) is None:
            return
        function, parameter = target
        kind, body = parameter.child_by_field_name("type"), function.child_by_field_name("body")
        gives = function.child_by_field_name("return_type")
        home = ancestor(function, "impl_item", "trait_item")
        if kind is None or body is None or kind.type in ("reference_type", "abstract_type"):
            return
        if gives is not None and not _UNIT.fullmatch(text_of(gives)):
            return
        if home is not None and home.child_by_field_name("trait") is not None:
            return
        edits = [without_mut(mark), insert_before(kind, "&mut ")]
        at = parameters(function).index(parameter)
        shift = 0 if self_parameter(function) is None else 1
        for other in calls_of(site.source, call.name):
            place = at if other.receiver is not None else at + shift
            if place < len(other.arguments):
                edits += prefix(site.source, other.arguments[place], "&mut ")
                edits += owner_edits(site.source.node_at(other.arguments[place]))
        pattern = parameter.child_by_field_name("pattern")
        name = text_of(pattern) if pattern is not None else ""
        edits += through_edits(body, name, body.start_byte)
        public = any(child.type == "visibility_modifier" for child in function.children)
        yield site.candidate(
            self.id,
            f"Let `{call.name}` change `{site.source.slice(span)}` itself, through `&mut`",
            *dict.fromkeys(edits),
            safety=Safety.API_CHANGE if public else Safety.SAFE,
        )
