"""Computes a static on its first use where the compiler cannot compute it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import wrap
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of

_LOCK = "std::sync::LazyLock"


class UseLazyLock(FixRule):
    """Wraps the value of a `static` (or a `const`, which becomes one) in a `LazyLock`.

    The value is then made when it is first used, at run time, and each use checks for that.
    """

    codes: ClassVar = ("E0015", "E0010", "E0493")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::collections::HashMap;\n"
            "static PORTS: HashMap<u8, u8> = HashMap::from([(1, 2)]);\n"
            'fn main() {\n    println!("{}", PORTS.len());\n}\n',
            after="use std::collections::HashMap;\n"
            "static PORTS: std::sync::LazyLock<HashMap<u8, u8>> ="
            " std::sync::LazyLock::new(|| HashMap::from([(1, 2)]));\n"
            'fn main() {\n    println!("{}", PORTS.len());\n}\n',
            code="E0015",
        ),
        Example(
            before='const NAME: String = String::from("x");\n'
            'fn main() {\n    let own = NAME;\n    println!("{} {own}", NAME);\n}\n',
            after="static NAME: std::sync::LazyLock<String> = std::sync::LazyLock::new(||"
            ' String::from("x"));\n'
            'fn main() {\n    let own = NAME.clone();\n    println!("{} {own}", *NAME);\n}\n',
            code="E0015",
        ),
    )
    refuses: ClassVar = (
        "fn size() -> usize {\n    3\n}\nfn main() {\n    let _ = [0; size()];\n}\n",
        "struct S;\nimpl S {\n    const ALL: Vec<u8> = vec![1];\n}\nfn main() {\n"
        "    let _ = S::ALL;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        item = site.enclosing("static_item", "const_item", "function_item", "array_expression")
        if item is None or not item.type.endswith(("static_item", "const_item")):
            return
        kind, value = item.child_by_field_name("type"), item.child_by_field_name("value")
        inside = ancestor(item, "impl_item", "trait_item", "function_item")
        in_type = inside is not None and inside.type != "function_item"
        if kind is None or value is None or in_type or not node_name(item):
            return
        if any(c.type == "mutable_specifier" for c in item.children):
            return
        constant = item.type == "const_item"
        edits = [
            *wrap(span_of(kind), f"{_LOCK}<", ">"),
            *wrap(span_of(value), f"{_LOCK}::new(|| ", ")"),
        ]
        if constant:
            edits.append(
                replace_node(next(c for c in item.children if c.type == "const"), "static")
            )
        name = node_name(item)
        for use in uses_of(site.source.tree.root_node, name):
            if use.type == "identifier" and use.parent != item:
                edits += _use_edits(use, constant=constant)
        yield site.candidate(
            self.id,
            f"Make `{name}` when it is first used, in a `LazyLock`",
            *edits,
            safety=self.safety,
            cost="Every use checks whether the value is there already.",
        )


def _use_edits(use: Node, *, constant: bool) -> list[Edit]:
    """Return the edits that reach through the lock where method calls do not do it."""
    parent = use.parent
    if parent is None:
        return []
    if parent.type == "token_tree":
        after = use.next_sibling
        alone = after is not None and text_of(after) in (",", ")", "]", ";")
        before = use.prev_sibling
        first = before is not None and text_of(before) in (",", "(", "[", "=")
        return [Edit.insert(use.start_byte, "*")] if alone and first else []
    owned = ("let_declaration", "arguments", "field_initializer", "return_expression", "block")
    if constant and parent.type in owned:
        return [Edit.insert(use.end_byte, ".clone()")]
    if parent.type == "for_expression" and parent.child_by_field_name("value") == use:
        return [Edit.insert(use.end_byte, ".clone()" if constant else ".iter()")]
    if parent.type != "binary_expression":
        return []
    added = constant and parent.child_by_field_name("left") == use and "+" in _operator(parent)
    return [Edit.insert(use.end_byte, ".clone()") if added else Edit.insert(use.start_byte, "*")]


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return text_of(operator) if operator is not None else ""
