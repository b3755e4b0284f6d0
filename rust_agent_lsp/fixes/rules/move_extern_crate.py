"""Loads macros of another crate where that is allowed: at the root of the crate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import text_of


class MoveExternCrate(FixRule):
    """Moves `#[macro_use] extern crate …;` from a module to the top of the crate."""

    codes: ClassVar = ("E0468",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub mod foo {\n    #[macro_use(debug_assert)]\n    extern crate core;\n"
            "    pub fn f() {\n        debug_assert!(true);\n    }\n}\n",
            after="#[macro_use(debug_assert)]\nextern crate core;\n\npub mod foo {\n"
            "    pub fn f() {\n        debug_assert!(true);\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub mod foo {\n    #[macro_use(debug_assert)]\n    extern crate core;\n"
        "    pub fn f() -> u8 {\n        core::cmp::max(1, 2)\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        crate = site.enclosing("extern_crate_declaration")
        module = site.enclosing("mod_item")
        name = crate.child_by_field_name("name") if crate is not None else None
        if crate is None or module is None or name is None:
            return
        paths = re.compile(rf"(?<![:\w]){re.escape(text_of(name))}\s*::")
        if paths.search(text_of(module)):
            return  # The name would no longer be known in the module.
        first = crate
        while (above := first.prev_named_sibling) is not None and above.type == "attribute_item":
            first = above
        source = site.source
        start = source.line_start(first.start_byte)
        if source.text[start : first.start_byte].strip():
            start = first.start_byte
        end = source.line_end(crate.end_byte)
        rest = source.text[crate.end_byte : end].decode(errors="replace").strip()
        stop = end + 1 if not rest or rest.startswith("//") else crate.end_byte
        text = source.text[start:stop].decode(errors="replace")
        lines = "\n".join(line.strip() for line in text.strip().splitlines())
        top = _top(source.tree.root_node)
        yield site.candidate(
            self.id,
            f"Move `extern crate {text_of(name)}` to the root of the crate",
            Edit.insert(top.start_byte if top is not None else 0, f"{lines}\n\n"),
            Edit.delete(start, min(stop, len(source.text))),
            safety=self.safety,
        )


def _top(root: Node) -> Node | None:
    """Return the first item of the file with its attributes and comments."""
    inner = ("inner_attribute_item", "line_comment", "block_comment")
    kept = [n for n in root.named_children if n.type not in inner]
    return kept[0] if kept else None
