"""Leaves the lifetimes of a function to each call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.tree import text_of


class DropLifetimeArguments(FixRule):
    """Drops the lifetimes from `name::<'a, T>`, which every call finds for itself."""

    codes: ClassVar = ("E0794",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn same<'a>(x: &'a str) -> &'a str {\n    x\n}\n"
            "pub fn f() -> &'static str {\n    same::<'static>(\"a\")\n}\n",
            after="fn same<'a>(x: &'a str) -> &'a str {\n    x\n}\n"
            'pub fn f() -> &\'static str {\n    same("a")\n}\n',
        ),
        Example(
            before="fn same<'a, T>(x: &'a T) -> &'a T {\n    x\n}\n"
            "pub fn f<'b>(n: &'b u8) -> &'b u8 {\n    same::<'b, u8>(n)\n}\n",
            after="fn same<'a, T>(x: &'a T) -> &'a T {\n    x\n}\n"
            "pub fn f<'b>(n: &'b u8) -> &'b u8 {\n    same::<u8>(n)\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn same<'a>(x: &'a str) -> &'a str {\n    x\n}\n"
        "macro_rules! go {\n    ($l:lifetime) => {\n"
        '        same::<$l>("a")\n    };\n}\npub fn f() -> usize {\n    go!(\'static).len()\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        listed = site.enclosing("type_arguments")
        if listed is None or site.enclosing("macro_definition", "token_tree") is not None:
            return
        kept = [n for n in listed.named_children if n.type != "lifetime"]
        if len(kept) == len(listed.named_children) or listed.parent is None:
            return
        owner = _name(listed)
        if kept:
            edit = replace_node(listed, f"<{', '.join(text_of(n) for n in kept)}>")
        else:
            before = listed.prev_sibling
            colons = before is not None and before.type == "::"
            start = before.start_byte if before is not None and colons else listed.start_byte
            edit = Edit.delete(start, listed.end_byte)
        yield site.candidate(self.id, f"Leave out the lifetimes of `{owner}`", edit)


def _name(listed: Node) -> str:
    before = listed.prev_named_sibling
    return short_text(before) if before is not None else "the function"
