"""Assigns to something that can hold a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import call_of, functions_named
from rust_agent_lsp.syntax.expressions import PLACES, prefix, short_text
from rust_agent_lsp.syntax.names import free_name, statement_of, uses_of
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of

_ASSIGNMENTS = ("assignment_expression", "compound_assignment_expr")
_LITERALS = ("integer_literal", "float_literal", "negative_literal", "string_literal")


class AssignToPlace(FixRule):
    """Swaps the sides of `1 = x`, assigns through a returned `&mut`, or makes a constant a `let`.

    A number that is assigned to is kept in a variable, which is what the code could mean.
    """

    codes: ClassVar = ("E0070", "E0067")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(a: u8) -> u8 {\n    let x;\n    a + 1 = x;\n    x\n}\n",
            after="pub fn f(a: u8) -> u8 {\n    let x;\n    x = a + 1;\n    x\n}\n",
            code="E0070",
        ),
        Example(
            before="fn cell(v: &mut [u8; 2]) -> &mut u8 {\n    &mut v[0]\n}\n"
            "pub fn f(v: &mut [u8; 2]) {\n    cell(v) = 2;\n}\n",
            after="fn cell(v: &mut [u8; 2]) -> &mut u8 {\n    &mut v[0]\n}\n"
            "pub fn f(v: &mut [u8; 2]) {\n    *cell(v) = 2;\n}\n",
            code="E0070",
        ),
        Example(
            before="pub fn f() -> i32 {\n    const SUM: i32 = 12;\n    SUM = 3;\n    SUM\n}\n",
            after="pub fn f() -> i32 {\n    let mut sum: i32 = 12;\n    sum = 3;\n    sum\n}\n",
            code="E0070",
        ),
        Example(
            before="pub fn f() {\n    12 += 1;\n}\n",
            after="pub fn f() {\n    let mut value = 12;\n    value += 1;\n}\n",
            code="E0067",
        ),
    )
    refuses: ClassVar = (
        "pub const SUM: i32 = 12;\npub fn f() {\n    SUM = 3;\n}\n",
        "fn make() -> u8 {\n    1\n}\npub fn f() {\n    make() = 3;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        whole = site.enclosing(*_ASSIGNMENTS)
        left = whole.child_by_field_name("left") if whole is not None else None
        right = whole.child_by_field_name("right") if whole is not None else None
        if whole is None or left is None or right is None:
            return
        if _returns_mutable(site, left):
            edits = prefix(site.source, span_of(left), "*")
            title = f"Assign to what `{short_text(left)}` refers to"
            yield site.candidate(self.id, title, *edits, safety=Safety.SAFE)
        yield from self._variable(site, left)
        if whole.type == "assignment_expression" and right.type in PLACES:
            yield site.candidate(
                self.id,
                f"Assign `{short_text(left)}` to `{short_text(right)}`",
                replace_node(left, text_of(right)),
                replace_node(right, text_of(left)),
                safety=self.safety,
            )
        yield from self._literal(site, whole, left)

    def _literal(self, site: Site, whole: Node, left: Node) -> Iterator[Candidate]:
        statement = statement_of(whole)
        if whole.type != "compound_assignment_expr" or left.type not in _LITERALS:
            return
        if statement is not None:
            name = free_name(left, "value")
            yield site.candidate(
                self.id,
                f"Keep `{text_of(left)}` in a variable `{name}`",
                insert_line(site.source, statement, f"let mut {name} = {text_of(left)};"),
                replace_node(left, name),
                safety=Safety.GUESS,
            )

    def _variable(self, site: Site, left: Node) -> Iterator[Candidate]:
        """Make a constant of the same function a variable."""
        function = ancestor(left, "function_item")
        if left.type != "identifier" or function is None:
            return
        old = text_of(left)
        found = [c for c in descendants(function, "const_item") if node_name(c) == old]
        name = found[0].child_by_field_name("name") if len(found) == 1 else None
        word = next((c for c in found[0].children if c.type == "const"), None) if found else None
        if name is None or word is None or found[0].parent is None:
            return
        uses = list(uses_of(found[0].parent, old))
        if any(u.type != "identifier" for u in uses):
            return
        new = free_name(left, old.lower())
        places = dict.fromkeys([name, *uses])
        yield site.candidate(
            self.id,
            f"Make the constant `{old}` a variable `{new}`",
            replace_node(word, "let mut"),
            *(replace_node(n, new) for n in places),
            safety=self.safety,
        )


def _returns_mutable(site: Site, left: Node) -> bool:
    call = call_of(left)
    if call is None:
        return False
    if call.receiver is not None and call.name.endswith("_mut"):
        return True
    return any(
        (kind := f.child_by_field_name("return_type")) is not None
        and text_of(kind).startswith("&")
        and " mut " in f" {text_of(kind)[1:]} "
        for f in functions_named(site.source, call.name)
    )
