"""Lets the last expression of a block be its value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.statements import statements
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class DropSemicolon(FixRule):
    """Removes the semicolon behind the last expression where a value is expected.

    Of a last `if` or `match`, every branch that ends in a semicolon loses it.
    """

    codes: ClassVar = ("E0308", "E0277", "E0317", "E0271")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn add(n: i32) -> i32 {\n    n + 1;\n}\nfn main() {\n    add(1);\n}\n",
            after="fn add(n: i32) -> i32 {\n    n + 1\n}\nfn main() {\n    add(1);\n}\n",
            code="E0308",
        ),
        Example(
            before="""\
fn sign(n: i32) -> i32 {
    if n > 0 {
        1;
    } else {
        -1;
    }
}
fn main() {
    sign(1);
}
""",
            after="""\
fn sign(n: i32) -> i32 {
    if n > 0 {
        1
    } else {
        -1
    }
}
fn main() {
    sign(1);
}
""",
            code="E0308",
        ),
        Example(
            before="""\
fn main() {
    let n: i32 = {
        let a = 1;
        a + 1;
    };
    println!("{n}");
}
""",
            after="""\
fn main() {
    let n: i32 = {
        let a = 1;
        a + 1
    };
    println!("{n}");
}
""",
            code="E0308",
        ),
        Example(
            before="fn main() {\n    let n = {\n        let a = 1;\n        a + 1;\n    };\n"
            "    assert_eq!(n, 2);\n}\n",
            after="fn main() {\n    let n = {\n        let a = 1;\n        a + 1\n    };\n"
            "    assert_eq!(n, 2);\n}\n",
            code="E0308",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let n = ();\n    assert!(n == 1);\n}\n",
        'fn add(n: i32) -> i32 {\n    println!("{n}");\n}\nfn main() {\n    add(1);\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None or "()" not in types or types[0] == types[1]:
            return
        node = _block_bound(site) if types[0] == "()" else _closure_called(site) or site.node
        if node is None:
            return
        block = node if node.type == "block" else None
        if block is None:
            function = ancestor(node, "function_item", "closure_expression")
            body = function.child_by_field_name("body") if function else None
            block = body if body is not None and node.start_byte < body.start_byte else None
        if block is None:
            block = next(descendants(node, "block"), None)
        edits = _semicolons(block) if block is not None and block.type == "block" else []
        if edits:
            whole = ancestor(edits[0][0], "block") or edits[0][0]
            above = [e for n, e in _semicolons(_outer(whole))]
            deletes = above if len(above) > len(edits) else [e for _, e in edits]
            title = f"Return `{short_text(edits[0][0])}` by dropping the semicolon"
            if len(deletes) > 1:
                title = "Drop the semicolons behind the last values"
            yield site.candidate(self.id, title, *deletes)


def _closure_called(site: Site) -> Node | None:
    """Return the body of the closure in a local whose call gives `()` instead of a value."""
    name = site.node.child_by_field_name("function")
    if site.node.type != "call_expression" or name is None or name.type != "identifier":
        return None
    binding = binding_of(name, text_of(name))
    closure = binding.value if binding is not None else None
    if closure is None or closure.type != "closure_expression":
        return None
    return closure.child_by_field_name("body")


def _block_bound(site: Site) -> Node | None:
    """Return the block that gave a variable beside the primary span its `()`."""
    around = ancestor(site.node, "binary_expression", "token_tree", "arguments")
    for name in descendants(around, "identifier") if around is not None else ():
        binding = binding_of(name, text_of(name))
        value = binding.value if binding is not None else None
        if value is not None and value.type in ("block", "unsafe_block"):
            return next(descendants(value, "block"), None)
    return None


def _outer(block: Node) -> Node:
    """Return the body of the function around a branch of its last expression."""
    function = ancestor(block, "function_item", "closure_expression")
    body = function.child_by_field_name("body") if function else None
    return body if body is not None and body.type == "block" else block


def _semicolons(block: Node) -> list[tuple[Node, Edit]]:
    """Return (expression, deletion of its semicolon) for each last expression of `block`."""
    listed = statements(block)
    if not listed or listed[-1].type != "expression_statement":
        return []
    last = listed[-1]
    inner = last.named_children[0] if last.named_children else None
    if inner is None or inner.type in ("assignment_expression", "compound_assignment_expr"):
        return []
    found: list[tuple[Node, Edit]] = []
    if inner.type in ("if_expression", "match_expression") and not text_of(last).endswith(";"):
        for nested in _branches(inner):
            found += _semicolons(nested)
        return found
    if inner.type == "macro_invocation" and not text_of(inner).startswith(("format!", "vec!")):
        return []
    if inner.type in ("return_expression", "break_expression", "continue_expression"):
        return []
    if text_of(last).endswith(";"):
        found.append((inner, Edit.delete(last.end_byte - 1, last.end_byte)))
    return found


def _branches(node: Node) -> Iterator[Node]:
    """Yield the blocks of an `if` or `match`."""
    if node.type == "match_expression":
        body = node.child_by_field_name("body")
        for arm in body.named_children if body else []:
            value = arm.child_by_field_name("value")
            if value is not None and value.type == "block":
                yield value
        return
    then = node.child_by_field_name("consequence")
    if then is not None:
        yield then
    other = node.child_by_field_name("alternative")
    for part in other.named_children if other else []:
        if part.type == "block":
            yield part
        elif part.type == "if_expression":
            yield from _branches(part)
