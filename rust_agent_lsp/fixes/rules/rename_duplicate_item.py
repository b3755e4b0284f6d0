"""Gives the second of two items of one name a name of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import named_fields, node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import callee_name, calls_of, parameters
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

_DECLARED = ("field_declaration", "enum_variant", "associated_type")


class RenameDuplicateItem(FixRule):
    """Renames the second definition, or drops it where it repeats the first to the letter.

    Uses that fit the second alone, by their fields or the number of arguments, follow it; all
    others mean the first one afterwards.
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
            before="struct Job {\n    x: u8,\n}\nstruct Job {\n    y: u8,\n}\npub fn f() -> u8 {\n"
            "    Job { x: 1 }.x + Job { y: 2 }.y\n}\n",
            after="struct Job {\n    x: u8,\n}\nstruct Job2 {\n    y: u8,\n}\npub fn f() -> u8 {\n"
            "    Job { x: 1 }.x + Job2 { y: 2 }.y\n}\n",
            code="E0428",
        ),
        Example(
            before="fn area(w: u8) -> u8 {\n    w * w\n}\nfn area(w: u8, h: u8) -> u8 {\n"
            "    w * h\n}\npub fn f() -> u8 {\n    area(2) + area(2, 3)\n}\n",
            after="fn area(w: u8) -> u8 {\n    w * w\n}\nfn area_2(w: u8, h: u8) -> u8 {\n"
            "    w * h\n}\npub fn f() -> u8 {\n    area(2) + area_2(2, 3)\n}\n",
            code="E0428",
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
        # In another impl the same words may stand for another type.
        beside = first is not None and first != item and first.parent == item.parent
        if first is not None and beside and text_of(first) == text_of(item):
            yield site.candidate(
                self.id,
                f"Drop the second `{old}`, which repeats the first",
                Edit.delete(*_lines(site, item)),
                # Behind the renaming: what stands there twice may have been meant to differ.
                safety=Safety.API_CHANGE,
                cost="One of the two definitions is gone.",
            )
        new = _free(site, old)
        uses = _meant(site, old, first, item) if first is not None else []
        if uses:
            yield site.candidate(
                self.id,
                f"Rename the second `{old}` to `{new}`, where it is used too",
                replace_node(name, new),
                *(replace_node(use, new) for use in uses),
                safety=self.safety,
                cost=f"`{old}` means the first one from now on.",
            )
            return
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


def _meant(site: Site, name: str, first: Node, second: Node) -> list[Node]:
    """Return the uses that fit the second item and not the first: by fields, by arguments."""
    root = site.source.tree.root_node
    if second.type == first.type == "struct_item":
        found = []
        for made in descendants(root, "struct_expression", "struct_pattern"):
            own = made.child_by_field_name("name" if made.type.endswith("sion") else "type")
            body = made.child_by_field_name("body") or made
            kinds = ("field_initializer", "shorthand_field_initializer", "field_pattern")
            fields = {
                re.split(r"[\s:]", text_of(part))[0]
                for part in body.named_children
                if part.type in kinds
            }
            fits = fields and fields <= set(named_fields(second))
            other = fields <= set(named_fields(first))
            if own is not None and text_of(own) == name and fits and not other:
                found.append(own)
        return found
    functions = ("function_item", "function_signature_item")
    if second.type not in functions or first.type not in functions:
        return []
    wanted, others = (len(parameters(item)) for item in (second, first))
    calls = [c for c in calls_of(site.source, name) if len(c.arguments) == wanted != others]
    nodes = []
    for call in calls:
        function = call.node.child_by_field_name("function")
        named = callee_name(function) if function is not None else call.node
        if named is not None and text_of(named) == name:
            nodes.append(named)
    return nodes


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
