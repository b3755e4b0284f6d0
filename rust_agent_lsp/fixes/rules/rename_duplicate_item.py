"""Gives the second of two items of one name a name of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

_DECLARED = ("field_declaration", "enum_variant", "associated_type")


class RenameDuplicateItem(FixRule):
    """Renames the second definition, or drops it where it repeats the first to the letter.

    What meant the second by its old name means the first one afterwards.
    """

    codes: ClassVar = ("E0428", "E0592", "E0124", "E0201", "E0260")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub struct Bar(u8);\npub struct Bar(u16);\n",
            after="pub struct Bar(u8);\npub struct Bar2(u16);\n",
            code="E0428",
        ),
        Example(
            before="pub struct P {\n    pub x: u8,\n    pub x: u16,\n}\n",
            after="pub struct P {\n    pub x: u8,\n    pub x_2: u16,\n}\n",
            code="E0124",
        ),
        Example(
            before="pub struct P;\nimpl P {\n    pub fn go(&self) {}\n    pub fn go(&self) {}\n}\n",
            after="pub struct P;\nimpl P {\n    pub fn go(&self) {}\n}\n",
            code="E0592",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! twice {\n    ($n:ident) => {\n        pub struct $n;\n"
        "        pub struct $n;\n"
        "    };\n}\ntwice!(S);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        item = _declaration(site.node)
        name = item.child_by_field_name("name") if item is not None else None
        if item is None or name is None:
            return
        old = text_of(name)
        label = site.label(r"previous definition|first declared|other definition")
        first = _declaration(site.node_of(label)) if label is not None else None
        if first is not None and first != item and text_of(first) == text_of(item):
            yield site.candidate(
                self.id,
                f"Drop the second `{old}`, which repeats the first",
                Edit.delete(*_lines(site, item)),
                # Behind the renaming: what stands there twice may have been meant to differ.
                safety=Safety.API_CHANGE,
                cost="One of the two definitions is gone.",
            )
        new = _free(site, old)
        yield site.candidate(
            self.id,
            f"Rename the second `{old}` to `{new}`",
            replace_node(name, new),
            safety=self.safety,
            cost=f"`{old}` means the first one from now on.",
        )


def _declaration(node: Node) -> Node | None:
    for at in (node, *ancestors(node)):
        if at.type in _DECLARED or at.type.endswith("_item"):
            return at
        if at.type in ("token_tree", "macro_definition", "block"):
            return None
    return None


def _free(site: Site, name: str) -> str:
    kinds = ("identifier", "type_identifier", "field_identifier")
    taken = {text_of(n) for n in descendants(site.source.tree.root_node, *kinds)}
    joint = "" if name[:1].isupper() and not name.isupper() else "_"
    return next(new for n in range(2, 10_000) if (new := f"{name}{joint}{n}") not in taken)


def _lines(site: Site, item: Node) -> tuple[int, int]:
    source = site.source
    end = item.end_byte + (source.text[item.end_byte : item.end_byte + 1] == b",")
    start = source.line_start(item.start_byte)
    stop = source.line_end(end)
    alone = not source.text[start : item.start_byte].strip() and not source.text[end:stop].strip()
    return (
        (start, min(stop + 1, len(source.text)))
        if alone and node_name(item)
        else (item.start_byte, end)
    )
