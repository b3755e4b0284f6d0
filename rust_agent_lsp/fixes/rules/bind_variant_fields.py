"""Copies the other fields of an enum's variant, where `..value` is for structs alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import find_variant, named_fields
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class BindVariantFields(FixRule):
    """Binds the fields in the pattern `v @ Kind { .. }` and names them instead of `..v`."""

    codes: ClassVar = ("E0436",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub enum E {\n    A,\n    B { x: u8, y: u8 },\n}\npub fn f(e: E) -> E {\n"
            "    match e {\n        b @ E::B { .. } => E::B { x: 1, ..b },\n"
            "        other => other,\n    }\n}\n",
            after="pub enum E {\n    A,\n    B { x: u8, y: u8 },\n}\npub fn f(e: E) -> E {\n"
            "    match e {\n        E::B { y, .. } => E::B { x: 1, y },\n"
            "        other => other,\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub enum E {\n    A,\n    B { x: u8, y: u8 },\n}\npub fn f(e: E) -> E {\n"
        "    E::B { x: 1, ..e }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        name, made = text_of(site.node), site.enclosing("struct_expression")
        kind = made.child_by_field_name("name") if made is not None else None
        rest = ancestor(site.node, "base_field_initializer")
        arm = ancestor(made, "match_arm") if made is not None else None
        pattern = arm.child_by_field_name("pattern") if arm is not None else None
        body = arm.child_by_field_name("value") if arm is not None else None
        if made is None or kind is None or rest is None or pattern is None or body is None:
            return
        captures = [
            c
            for c in descendants(pattern, "captured_pattern")
            if c.named_children and text_of(c.named_children[0]) == name
        ]
        variant = find_variant(site, text_of(kind))
        if len(captures) != 1 or variant is None:
            return
        inner = captures[0].named_children[-1]
        listed = made.child_by_field_name("body")
        given = [f for f in (listed.named_children if listed else []) if f != rest]
        used = {text_of(f).partition(":")[0].strip() for f in given}
        fields = [f for f in named_fields(variant) if f not in used]
        others = sum(text_of(n) == name for n in descendants(body, "identifier"))
        written = text_of(inner).replace(" ", "")
        if not fields or others > 1 or not written.endswith("{..}"):
            return
        if any(mentions(body, field) for field in fields):
            return
        head = text_of(inner).partition("{")[0].rstrip()
        text = ", ".join(fields)
        yield site.candidate(
            self.id,
            f"Copy {' and '.join(f'`{f}`' for f in fields)} by name",
            replace_node(captures[0], f"{head} {{ {text}, .. }}"),
            replace_node(rest, text),
        )
