"""Compares in a guard what a pattern cannot compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.arms import Gap, insert_arms, plain_body
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.derives import derive_edits
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import free_name
from rust_agent_lsp.syntax.tree import ancestor, text_of


class PatternToGuard(FixRule):
    """Turns the pattern of a `match` arm into a name with a guard: `v if v == LIMIT`.

    The compiler does not count an arm with a guard when it asks whether all cases are handled,
    so that an arm `_` may be needed, which takes cases that are added later too.
    """

    codes: ClassVar = ("E0029", "E0158", "E0164", "")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='pub fn f(s: &str) -> u8 {\n    match s {\n        "a"..="f" => 1,\n'
            "        _ => 0,\n    }\n}\n",
            after="pub fn f(s: &str) -> u8 {\n    match s {\n"
            '        value if value >= "a" && value <= "f" => 1,\n        _ => 0,\n    }\n}\n',
            code="E0029",
        ),
        Example(
            before="pub trait Tag {\n    const MARK: char;\n}\n"
            "pub fn f<A: Tag>(c: char) -> bool {\n"
            "    match c {\n        A::MARK if c != 'x' => true,\n        _ => false,\n    }\n}\n",
            after="pub trait Tag {\n    const MARK: char;\n}\n"
            "pub fn f<A: Tag>(c: char) -> bool {\n"
            "    match c {\n        value if value == A::MARK && (c != 'x') => true,\n"
            "        _ => false,\n    }\n}\n",
            code="E0158",
        ),
        Example(
            before="pub enum Mode {\n    On,\n    Off,\n}\npub trait Dev {\n    const M: Mode;\n}\n"
            "pub fn f<D: Dev>(m: Mode) -> u8 {\n    match m {\n        D::M => 1,\n"
            "        Mode::Off => 2,\n    }\n}\n",
            after="#[derive(PartialEq)]\npub enum Mode {\n    On,\n    Off,\n}\n"
            "pub trait Dev {\n    const M: Mode;\n}\n"
            "pub fn f<D: Dev>(m: Mode) -> u8 {\n    match m {\n"
            "        value if value == D::M => 1,\n        Mode::Off => 2,\n"
            "        _ => 0,\n    }\n}\n",
            code="E0158",
        ),
        Example(
            before="pub struct Key(u8);\nimpl PartialEq for Key {\n"
            "    fn eq(&self, o: &Key) -> bool {\n        self.0 % 8 == o.0 % 8\n    }\n}\n"
            "const HOME: Key = Key(1);\npub fn f(k: Key) -> bool {\n    match k {\n"
            "        HOME => true,\n        _ => false,\n    }\n}\n",
            after="pub struct Key(u8);\nimpl PartialEq for Key {\n"
            "    fn eq(&self, o: &Key) -> bool {\n        self.0 % 8 == o.0 % 8\n    }\n}\n"
            "const HOME: Key = Key(1);\npub fn f(k: Key) -> bool {\n    match k {\n"
            "        value if value == HOME => true,\n        _ => false,\n    }\n}\n",
            code="",
        ),
        Example(
            before="pub struct Key(u8);\nconst NONE: Option<Key> = None;\n"
            "pub fn f(k: Option<Key>) -> bool {\n    match k {\n        NONE => true,\n"
            "        _ => false,\n    }\n}\n",
            after="#[derive(PartialEq)]\npub struct Key(u8);\nconst NONE: Option<Key> = None;\n"
            "pub fn f(k: Option<Key>) -> bool {\n    match k {\n        NONE => true,\n"
            "        _ => false,\n    }\n}\n",
            code="",
        ),
    )
    refuses: ClassVar = (
        "pub trait Tag {\n    const MARK: char;\n}\npub fn f<A: Tag>(c: Option<char>) -> bool {\n"
        "    match c {\n        Some(A::MARK) | None => true,\n        _ => false,\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not site.diagnostic.code:
            if not site.diagnostic.message.startswith("constant of non-structural type"):
                return
            yield from self._derived(site)
        arm = site.enclosing("match_arm")
        pattern = arm.child_by_field_name("pattern") if arm is not None else None
        inner = (
            pattern.named_children[0] if pattern is not None and pattern.named_children else None
        )
        span = site.diagnostic.span
        if arm is None or pattern is None or inner is None or ancestor(site.node, "or_pattern"):
            return
        name = free_name(site.node, "value")
        test = _test(site, name)
        if test is None:
            return
        condition = pattern.child_by_field_name("condition")
        edits = [Edit(span, name)]
        if condition is None:
            edits.append(Edit.insert(inner.end_byte, f" if {test}"))
        else:
            edits.append(Edit.insert(condition.start_byte, f"{test} && ("))
            edits.append(Edit.insert(condition.end_byte, ")"))
        if inner.end_byte == span.end and condition is None:
            edits = [Edit(span, f"{name} if {test}")]
        edits += _derive(site)
        title = f"Compare with `{short(site.source.slice(span))}` in a guard"
        yield site.candidate(self.id, title, *edits)
        rest = _other_cases(site, arm)
        if rest:
            yield site.candidate(
                self.id,
                f"{title}, with an arm `_` for all other cases",
                *edits,
                *rest,
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="Cases that come later fall into this arm too.",
            )

    def _derived(self, site: Site) -> Iterator[Candidate]:
        """Let a constant stand in patterns: derive the comparison that its type has not."""
        label = site.label(r"must be annotated with `#\[derive\(PartialEq\)\]`")
        item = ancestor(site.node_of(label), "struct_item", "enum_item") if label else None
        name = item.child_by_field_name("name") if item is not None else None
        edits = derive_edits(site.source, text_of(name), ["PartialEq"]) if name is not None else []
        if name is not None and edits:
            yield site.candidate(self.id, f"Derive `PartialEq` for `{text_of(name)}`", *edits)


def _other_cases(site: Site, arm: Node) -> tuple[Edit, ...]:
    """Return the edits that add an arm `_`, which an arm with a guard may make necessary."""
    match = ancestor(arm, "match_expression")
    arms = tuple(n for n in (arm.parent or arm).named_children if n.type == "match_arm")
    if match is None or any(text_of(n).startswith("_ =>") for n in arms):
        return ()
    gap = Gap(match, arms, ("_",))
    body = plain_body(site, gap)
    return insert_arms(site.source, gap, ("_",), body) if body is not None else ()


def _derive(site: Site) -> list[Edit]:
    """Return the edits that let the type of the constant in the pattern be compared."""
    label = site.label(r"^constant defined here")
    item = ancestor(site.node_of(label), "const_item") if label is not None else None
    kind = item.child_by_field_name("type") if item is not None else None
    return derive_edits(site.source, text_of(kind), ["PartialEq"]) if kind is not None else []


def _test(site: Site, name: str) -> str | None:
    text = site.source.slice(site.diagnostic.span)
    if site.diagnostic.code != "E0029":
        return f"{name} == {text}"
    node = site.node
    if node.type != "range_pattern":
        return None
    ends = node.named_children
    mark = next((c.type for c in node.children if c.type in ("..=", "..", "...")), "")
    if len(ends) != 2 or not mark:
        return None
    less = "<" if mark == ".." else "<="
    return f"{name} >= {text_of(ends[0])} && {name} {less} {text_of(ends[1])}"
