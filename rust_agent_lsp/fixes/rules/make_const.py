"""Lets a function be called where a constant is computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import contents, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of, callee
from rust_agent_lsp.syntax.tree import SourceFile, ancestor, descendants


class MakeConst(FixRule):
    """Declares the called function `const`, and those of this file that it calls itself.

    A function of a trait cannot be `const`; such a call is left alone.
    """

    codes: ClassVar = ("E0015",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn square(n: usize) -> usize {\n    n * n\n}\n"
            "pub const AREA: usize = square(4);\n",
            after="pub const fn square(n: usize) -> usize {\n    n * n\n}\n"
            "pub const AREA: usize = square(4);\n",
        ),
        Example(
            before="fn one() -> u8 {\n    1\n}\nfn two() -> u8 {\n    one() + one()\n}\n"
            "pub static TWO: u8 = two();\n",
            after="const fn one() -> u8 {\n    1\n}\nconst fn two() -> u8 {\n    one() + one()\n}\n"
            "pub static TWO: u8 = two();\n",
        ),
        Example(
            before="pub struct S<T>(T);\nimpl<T> S<T> {\n    pub fn new(t: T) -> Self {\n"
            "        S(t)\n    }\n}\npub static ONE: S<u8> = S::new(1);\n",
            after="pub struct S<T>(T);\nimpl<T> S<T> {\n    pub const fn new(t: T) -> Self {\n"
            "        S(t)\n    }\n}\npub static ONE: S<u8> = S::new(1);\n",
        ),
    )
    refuses: ClassVar = (
        'pub const NAME: String = String::from("x");\n',
        "trait Zero {\n    fn zero() -> Self;\n}\nimpl Zero for u8 {\n    fn zero() -> u8 {\n"
        "        0\n    }\n}\npub const Z: u8 = u8::zero();\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = _called(site)
        if function is None or not _may_be_const(function):
            return
        edits = [_edit(f) for f in _with_callees(site.source, function)]
        name = node_name(function)
        title = f"Declare `{name}` as `const fn`"
        if len(edits) > 1:
            title += ", with the functions that it calls"
        yield site.candidate(self.id, title, *edits)


def _called(site: Site) -> Node | None:
    """Return the function of this file that the diagnostic speaks of."""
    label = site.label(r"is not const")
    if label is not None:
        return ancestor(site.node_of(label), "function_item", "function_signature_item")
    named = re.search(r"non-const [\w ]+ `(.+)::(\w+)` in ", site.diagnostic.message)
    if named is None:
        return None
    found = contents(site.source).members.get(named[2], [])
    nodes = [node for owner, node in found if owner == base_name(named[1].partition("::<")[0])]
    return nodes[0] if len(nodes) == 1 else None


def _may_be_const(function: Node) -> bool:
    """Say whether `function` has a body, is outside of traits and not `const` or `async` yet."""
    if function.type != "function_item" or ancestor(function, "trait_item") is not None:
        return False
    block = ancestor(function, "impl_item")
    if block is not None and block.child_by_field_name("trait") is not None:
        return False
    words = {
        c.type for m in function.children if m.type == "function_modifiers" for c in m.children
    }
    return not words & {"const", "async"}


def _edit(function: Node) -> Edit:
    front = next(c for c in function.children if c.type in ("function_modifiers", "fn"))
    return Edit.insert(front.start_byte, "const ")


def _with_callees(source: SourceFile, function: Node) -> list[Node]:
    """Return `function` and the functions of this file that it calls, directly or not."""
    found = [function]
    for at in found:
        for node in descendants(at, "call_expression"):
            call = call_of(node)
            called = callee(source, call) if call is not None else None
            if called is not None and called not in found and _may_be_const(called):
                found.append(called)
    return found
