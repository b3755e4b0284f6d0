"""Corrects several arguments of one call together, each as it would be alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.rules.add_reference import AddReference
from rust_agent_lsp.fixes.rules.change_quotes import ChangeQuotes
from rust_agent_lsp.fixes.rules.collect_iterator import CollectIterator
from rust_agent_lsp.fixes.rules.convert_number import ConvertNumber
from rust_agent_lsp.fixes.rules.convert_value import ConvertValue
from rust_agent_lsp.fixes.rules.dereference import Dereference
from rust_agent_lsp.fixes.rules.own_text import OwnText
from rust_agent_lsp.fixes.rules.parse_text import ParseText
from rust_agent_lsp.fixes.rules.remove_reference import RemoveReference
from rust_agent_lsp.fixes.rules.wrap_value import WrapValue
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.diagnostic import Label
from rust_agent_lsp.model.fix import Candidate, Safety

_RULES: tuple[FixRule, ...] = (
    OwnText(),
    ChangeQuotes(),
    ConvertNumber(),
    ConvertValue(),
    WrapValue(),
    AddReference(),
    RemoveReference(),
    Dereference(),
    CollectIterator(),
    ParseText(),
)
_ORDER = tuple(Safety)


class CorrectArguments(FixRule):
    """Makes the first correction known for every argument of the wrong type.

    The whole is as safe as the least safe of its parts.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
fn send(to: String, weight: f64) -> bool {
    to.len() as f64 > weight
}
fn main() {
    println!("{}", send("Ada", 3));
}
""",
            after="""\
fn send(to: String, weight: f64) -> bool {
    to.len() as f64 > weight
}
fn main() {
    println!("{}", send("Ada".to_string(), 3.0));
}
""",
        ),
        Example(
            before="""\
fn both(a: &String, b: Option<u8>) -> bool {
    a.is_empty() && b.is_none()
}
fn main() {
    let name = String::new();
    println!("{}", both(name, 3));
}
""",
            after="""\
fn both(a: &String, b: Option<u8>) -> bool {
    a.is_empty() && b.is_none()
}
fn main() {
    let name = String::new();
    println!("{}", both(&name, Some(3)));
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
struct A;
struct B;
fn both(_: A, _: u8) {}
fn main() {
    both(B, 'c');
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not site.diagnostic.message.endswith("are incorrect"):
            return
        told = [
            *site.diagnostic.labels,
            *(replace(x, text=note.text) for note in site.diagnostic.notes for x in note.labels),
        ]
        wrong = [
            label
            for label in told
            if label.location.path == site.source.path and label.text.startswith("expected ")
        ]
        if len(wrong) < 2:
            return
        parts = [_alone(site, label) for label in wrong]
        made = [part for part in parts if part is not None]
        if len(made) < len(wrong):
            return
        edits = [edit for part in made for file in part.edits for edit in file.edits]
        yield site.candidate(
            self.id,
            "; ".join(part.title for part in made),
            *edits,
            safety=max((part.safety for part in made), key=_ORDER.index),
            cost=" ".join(dict.fromkeys(part.cost for part in made if part.cost)),
        )


def _alone(site: Site, label: Label) -> Candidate | None:
    """Return the first correction of one argument, or None."""
    primary = replace(label, primary=True)
    diagnostic = replace(
        site.diagnostic,
        message="mismatched types",
        span=label.location.span,
        labels=(primary,),
        notes=(),
        suggestions=(),
    )
    alone = replace(site, diagnostic=diagnostic)
    found = (candidate for rule in _RULES for candidate in rule.propose(alone))
    return next(found, None)
