"""Matches on a reference, so that the pattern borrows instead of moving."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.diagnostic import Label
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import prefix, short_text
from rust_agent_lsp.syntax.tree import ancestor, ancestors, span_of, text_of

_MATCHERS = ("match_expression", "let_condition", "let_declaration")


class MatchByReference(FixRule):
    """Adds `&` (or `&mut`) to the value of a `match`, `if let` or `let` with a pattern."""

    codes: ClassVar = ("E0507", "E0382", "E0508", "E0509", "E0505")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
struct User {
    name: Option<String>,
}
fn show(user: &User) {
    match user.name {
        Some(name) => println!("{name}"),
        None => println!("?"),
    }
}
fn main() {
    show(&User { name: None });
}
""",
            after="""\
struct User {
    name: Option<String>,
}
fn show(user: &User) {
    match &user.name {
        Some(name) => println!("{name}"),
        None => println!("?"),
    }
}
fn main() {
    show(&User { name: None });
}
""",
            code="E0507",
        ),
        Example(
            before="""\
fn main() {
    let name = Some(String::from("a"));
    if let Some(n) = name {
        println!("{n}");
    }
    println!("{name:?}");
}
""",
            after="""\
fn main() {
    let name = Some(String::from("a"));
    if let Some(n) = &name {
        println!("{n}");
    }
    println!("{name:?}");
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
        label = site.label(r"^data moved here|^value (?:partially )?moved here|^\.\.\.and here")
        value = _matched(site.node_of(label)) if label else None
        if value is None:
            value = _matched_value(site.node)
        if value is None or value.type in ("reference_expression", "tuple_expression"):
            return
        name = short_text(value)
        if value.type == "unary_expression" and name.startswith("*"):
            bare = replace_node(value, text_of(value)[1:])
            yield site.candidate(self.id, f"Match on `{name[1:]}` itself", bare)
            yield from self._cloned(site, label, name[1:], bare)
            return
        operators = ["&"]
        if "behind a mutable reference" in site.diagnostic.message or label is not None:
            operators.append("&mut ")
        for operator in operators:
            yield site.candidate(
                self.id,
                f"Match on `{operator}{name}`",
                *prefix(site.source, span_of(value), operator),
            )
        yield from self._cloned(site, label, f"&{name}", *prefix(site.source, span_of(value), "&"))

    def _cloned(
        self, site: Site, label: Label | None, name: str, *edits: Edit
    ) -> Iterator[Candidate]:
        """Match on the reference and clone what the pattern binds where the arm is just that."""
        binding = site.node_of(label) if label else None
        arm = ancestor(binding, "match_arm") if binding else None
        value = arm.child_by_field_name("value") if arm else None
        if binding is None or value is None or text_of(value) != text_of(binding):
            return
        yield site.candidate(
            self.id,
            f"Match on `{name}` and clone `{text_of(binding)}`",
            *edits,
            insert_after(value, ".clone()"),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Copies the value each time.",
        )


def _matched(binding: Node) -> Node | None:
    """Return the value that is matched against the pattern around `binding`."""
    child = binding
    for up in ancestors(binding):
        if up.type == "match_arm":
            return _value_of_match(up) if up.child_by_field_name("pattern") == child else None
        if up.type in ("let_condition", "let_declaration"):
            simple = up.type == "let_declaration" and child.type == "identifier"
            is_pattern = up.child_by_field_name("pattern") == child
            return up.child_by_field_name("value") if is_pattern and not simple else None
        if not up.type.endswith("_pattern"):
            return None
        child = up
    return None


def _value_of_match(arm: Node) -> Node | None:
    match = arm.parent.parent if arm.parent else None
    return match.child_by_field_name("value") if match else None


def _matched_value(node: Node) -> Node | None:
    """Return `node` where it is itself what is matched."""
    parent = node.parent
    if parent is None or parent.type not in _MATCHERS:
        return None
    pattern = parent.child_by_field_name("pattern")
    if pattern is not None and pattern.type == "identifier":
        return None
    return node if parent.child_by_field_name("value") == node else None
