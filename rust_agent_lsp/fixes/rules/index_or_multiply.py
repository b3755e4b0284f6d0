"""Writes what the parentheses behind a value were meant to be: an index, a product, nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short, short_text
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import NUMBERS


class IndexOrMultiply(FixRule):
    """Turns `list(0)` into `list[0]`, `3(x + 1)` into `3 * (x + 1)` and `count()` into `count`."""

    codes: ClassVar = ("E0618",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(v: &[u8]) -> u8 {\n    v(0)\n}\n",
            after="pub fn f(v: &[u8]) -> u8 {\n    v[0]\n}\n",
        ),
        Example(
            before="pub fn f(x: i32) -> i32 {\n    3(x + 1)\n}\n",
            after="pub fn f(x: i32) -> i32 {\n    3 * (x + 1)\n}\n",
        ),
        Example(
            before="pub fn f(n: u8) -> u8 {\n    n()\n}\n",
            after="pub fn f(n: u8) -> u8 {\n    n\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(s: String) -> char {\n    s(0)\n}\n",
        "fn half(n: i32) -> i32 {\n    n / 2\n}\npub fn f(half: i32) -> i32 {\n    half(3)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"found `([^`]+)`", site.diagnostic.message)
        call = site.enclosing("call_expression")
        function = call.child_by_field_name("function") if call is not None else None
        arguments = call.child_by_field_name("arguments") if call is not None else None
        if function is None and site.node.next_sibling is not None:  # Among a macro's tokens.
            function, arguments = site.node, site.node.next_sibling
        if found is None or function is None or arguments is None:
            return
        if not text_of(arguments).startswith("("):
            return
        if site.label("same name is available here, but it's shadowed") is not None:
            return
        given = arguments.named_children
        text = short_text(function)
        kind = re.sub(r"^&(?:'\w+ )?(?:mut )?", "", found[1])
        if not given:
            edit = Edit.delete(function.end_byte, arguments.end_byte)
            yield site.candidate(self.id, f"Use `{text}` itself", edit)
        elif len(given) == 1 and re.match(r"\[|(?:Vec|VecDeque|HashMap|BTreeMap)<", kind):
            new = f"[{text_of(given[0])}]"
            yield site.candidate(
                self.id, f"Index `{text}{short(new)}`", replace_node(arguments, new)
            )
        elif len(given) == 1 and (kind in NUMBERS or kind in ("{integer}", "{float}")):
            edit = Edit.insert(arguments.start_byte, " * ")
            yield site.candidate(self.id, f"Multiply `{text}` by `{short_text(given[0])}`", edit)
