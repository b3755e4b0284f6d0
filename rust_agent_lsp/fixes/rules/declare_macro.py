"""Declares a macro that is called but exists nowhere, for the user to write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of


class DeclareMacro(FixRule):
    """Declares `macro_rules! name` with one rule that takes anything and makes nothing.

    The macro may exist in a crate or a module that only lacks an import.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before='pub fn f() {\n    announce!("go");\n}\n',
            after="macro_rules! announce {\n    ($($any:tt)*) => {};\n}\n\n"
            'pub fn f() {\n    announce!("go");\n}\n',
        ),
        Example(
            before="pub trait T {\n    members!();\n}\n",
            after="macro_rules! members {\n    ($($any:tt)*) => {};\n}\n\n"
            "pub trait T {\n    members!();\n}\n",
        ),
        Example(
            before="pub fn f() {\n    drop(given!(3));\n}\n",
            after="macro_rules! given {\n    ($($any:tt)*) => {\n        ()\n    };\n}\n\n"
            "pub fn f() {\n    drop(given!(3));\n}\n",
        ),
    )
    refuses: ClassVar = (
        'pub fn f() {\n    prinln!("go");\n}\n',
        'pub fn f() {\n    later!("go");\n}\nmacro_rules! later {\n    ($e:expr) => {};\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.match(r"cannot find macro `([a-z_]\w*)` in this scope", site.diagnostic.message)
        root = site.source.tree.root_node
        if found is None or site.diagnostic.suggestions or site.diagnostic.notes:
            return
        if any(f"macro_rules! {found[1]}" in text_of(n) for n in _macros(root)):
            return
        path = [site.node, *ancestors(site.node)]
        call = next((n for n in path if n.type == "macro_invocation"), None)
        first = next((n for n in root.named_children if _is_item(n)), None)
        if call is None or first is None or any(n.type == "macro_definition" for n in path):
            return
        outer = next(n for n in reversed(path) if n.type == "macro_invocation")
        up = call.parent
        plain = up is not None and up.type in ("expression_statement", "declaration_list", "block")
        plain = plain or (up is not None and up.type == "source_file")
        made = "{}" if plain and outer == call else "{\n        ()\n    }"
        yield site.candidate(
            self.id,
            f"Declare the macro `{found[1]}!`",
            Edit.insert(
                first.start_byte,
                f"macro_rules! {found[1]} {{\n    ($($any:tt)*) => {made};\n}}\n\n",
            ),
            safety=self.safety,
            cost="The macro does nothing yet.",
        )


def _macros(root: Node) -> list[Node]:
    return list(descendants(root, "macro_definition"))


def _is_item(node: Node) -> bool:
    """Whether a macro may be declared before it: neither a comment nor an inner attribute."""
    return "comment" not in node.type and node.type not in (
        "inner_attribute_item",
        "shebang",
        "ERROR",
    )
