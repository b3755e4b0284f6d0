"""Keeps two imports or items of one name apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, ancestors, text_of


class RenameImport(FixRule):
    """Drops an import that is there twice, else gives one of the two another name with `as`.

    Code below that meant the renamed one by its old name means the other one then.
    """

    codes: ClassVar = ("E0252", "E0254", "E0255")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::fmt::Result;\nuse std::io::Result;\n\npub fn f() -> Result {\n"
            "    Ok(())\n}\n",
            after="use std::fmt::Result;\nuse std::io::Result as IoResult;\n\n"
            "pub fn f() -> Result {\n    Ok(())\n}\n",
            code="E0252",
        ),
        Example(
            before="use std::collections::HashMap;\nuse std::collections::{BTreeMap, HashMap};\n\n"
            "pub type A = (BTreeMap<u8, u8>, HashMap<u8, u8>);\n",
            after="use std::collections::HashMap;\nuse std::collections::{BTreeMap};\n\n"
            "pub type A = (BTreeMap<u8, u8>, HashMap<u8, u8>);\n",
            code="E0252",
        ),
        Example(
            before="mod a {\n    pub fn go() {}\n}\nuse a::go;\nfn go() {}\npub fn f() {\n"
            "    go();\n}\n",
            after="mod a {\n    pub fn go() {}\n}\nuse a::go as a_go;\nfn go() {}\npub fn f() {\n"
            "    go();\n}\n",
            code="E0255",
        ),
        Example(
            before="mod a {\n    pub struct P(pub u8);\n}\nmod b {\n    pub struct P;\n}\n"
            "use b::P;\nuse a::P;\npub fn f(_: &b::P) -> P {\n    P(2)\n}\n",
            after="mod a {\n    pub struct P(pub u8);\n}\nmod b {\n    pub struct P;\n}\n"
            "use a::P;\npub fn f(_: &b::P) -> P {\n    P(2)\n}\n",
            code="E0252",
        ),
    )
    refuses: ClassVar = (
        "mod a {\n    pub fn go() {}\n}\nuse a::go as run;\nfn run() {}\npub fn f() {\n"
        "    run();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        places = [site.node]
        label = site.label(r"previous import")
        if label is not None:
            places.append(site.node_of(label))
        imports = [n for p in places if (n := _import(p)) is not None]
        if len(imports) == 2 and _full_path(imports[0]) == _full_path(imports[1]):
            span = _removal(site, imports[0])
            yield site.candidate(
                self.id,
                f"Drop the second import of `{_full_path(imports[0])}`",
                Edit.delete(*span),
                safety=Safety.SAFE,
            )
            return
        for node in imports:
            yield from self._qualified(site, node)
            if node.type == "use_as_clause":
                continue
            alias = _alias(_full_path(node))
            if alias:
                yield site.candidate(
                    self.id,
                    f"Import `{_full_path(node)}` as `{alias}`",
                    Edit.insert(node.end_byte, f" as {alias}"),
                    safety=self.safety,
                    cost=f"What meant `{_full_path(node)}` has to say `{alias}`.",
                )

    def _qualified(self, site: Site, node: Node) -> Iterator[Candidate]:
        """Drop an import whose item the code names with its module anyway."""
        path = "::".join(_full_path(node).split("::")[-2:])
        use = ancestor(node, "use_declaration")
        if use is None or "::" not in path or _full_path(node) != path:
            return
        text = site.source.text[: use.start_byte] + site.source.text[use.end_byte :]
        if re.search(rf"(?<![\w:]){path}\b(?! *;)", text.decode(errors="replace")) is not None:
            yield site.candidate(
                self.id,
                f"Drop the import of `{path}`, which is named with its module",
                Edit.delete(*_removal(site, node)),
                safety=Safety.SAFE,
            )


def _import(node: Node) -> Node | None:
    """Return the whole imported path (or list entry) at `node`."""
    if ancestor(node, "use_declaration") is None:
        return None
    at = node
    while at.parent is not None and at.parent.type in ("scoped_identifier", "use_as_clause"):
        at = at.parent
    return at if at.type in ("identifier", "scoped_identifier", "use_as_clause", "self") else None


def _full_path(node: Node) -> str:
    text = text_of(node)
    for outer in ancestors(node):
        head = outer.child_by_field_name("path") if outer.type == "scoped_use_list" else None
        if head is not None:
            text = f"{text_of(head)}::{text}"
    return text.removesuffix("::self")


def _alias(path: str) -> str:
    """Name an import after its module: `std::io::Result` -> `IoResult`, `a::go` -> `a_go`."""
    parts = [p for p in re.split(r"::", path) if p not in ("std", "core", "crate", "self", "super")]
    if not parts:
        return f"other_{path.rpartition('::')[2]}"
    name = parts[-1]
    before = parts[-2] if len(parts) > 1 else path.partition("::")[0]
    if before == name:
        return f"other_{name}"
    if name[:1].isupper():
        return "".join(w[:1].upper() + w[1:] for w in before.split("_")) + name
    return f"{before.lower()}_{name}"


def _removal(site: Site, node: Node) -> tuple[int, int]:
    parent = node.parent
    if parent is not None and parent.type == "use_list" and len(parent.named_children) > 1:
        index = parent.named_children.index(node)
        if index:
            return parent.named_children[index - 1].end_byte, node.end_byte
        return node.start_byte, parent.named_children[1].start_byte
    use = ancestor(node, "use_declaration") or node
    start, end = site.source.line_start(use.start_byte), site.source.line_end(use.end_byte) + 1
    alone = site.source.text[start : end - 1].strip() == (use.text or b"")
    return (start, min(end, len(site.source.text))) if alone else (use.start_byte, use.end_byte)
