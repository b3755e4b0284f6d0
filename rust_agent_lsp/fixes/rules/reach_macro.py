"""Makes a macro of this file reachable where it is called, or calls the function meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.statements import line_span
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of

_CALLS = {
    "print_line": "println",
    "printline": "println",
    "printf": "println",
    "puts": "println",
    "echo": "println",
    "log": "println",
    "sprintf": "format",
    "throw": "panic",
    "raise": "panic",
    "fail": "panic",
    "die": "panic",
    "assert_equal": "assert_eq",
    "assert_not_eq": "assert_ne",
    "assert_equals": "assert_eq",
    "array": "vec",
    "list": "vec",
}


class ReachMacro(FixRule):
    """Drops the `!` of a function's call, adds `#[macro_use]`, moves a macro before its use.

    A macro's name from another language becomes that of Rust.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn inc(n: u8) -> u8 {\n    n + 1\n}\npub fn f() -> u8 {\n    inc!(1)\n}\n",
            after="fn inc(n: u8) -> u8 {\n    n + 1\n}\npub fn f() -> u8 {\n    inc(1)\n}\n",
        ),
        Example(
            before="mod m {\n    macro_rules! one {\n        () => {\n            1\n        };\n"
            "    }\n}\npub fn f() -> u8 {\n    one!()\n}\n",
            after="#[macro_use]\nmod m {\n    macro_rules! one {\n        () => {\n"
            "            1\n        };\n    }\n}\npub fn f() -> u8 {\n    one!()\n}\n",
        ),
        Example(
            before="pub fn f() -> u8 {\n    one!()\n}\n\nmacro_rules! one {\n    () => {\n"
            "        1\n    };\n}\n",
            after="macro_rules! one {\n    () => {\n        1\n    };\n}\n\n"
            "pub fn f() -> u8 {\n    one!()\n}\n\n",
        ),
    )
    refuses: ClassVar = ("pub fn f() {\n    entirely_unknown!(1);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"cannot find macro `(\w+)`", site.diagnostic.message)
        if found is None:
            return
        name, span = found[1], site.diagnostic.span
        if name in _CALLS:
            yield site.candidate(self.id, f"Call `{_CALLS[name]}!`", Edit(span, _CALLS[name]))
        root = site.source.tree.root_node
        for item in descendants(root, "macro_definition"):
            own = item.child_by_field_name("name")
            if own is not None and text_of(own) == name:
                yield from self._definition(site, item, name)
                return
        function = find_item(site, name, "function")
        sign = site.source.text.find(b"!", span.end)
        if function is not None and site.source.text[span.end : sign].strip() == b"":
            edit = Edit.delete(span.end, sign + 1)
            yield site.candidate(self.id, f"Call the function `{name}`", edit)

    def _definition(self, site: Site, item: Node, name: str) -> Iterator[Candidate]:
        at = site.diagnostic.span.start
        module = ancestor(item, "mod_item")
        if module is not None and module.end_byte <= at and module.parent == _root(item):
            edit = insert_before(module, "#[macro_use]\n")
            title = f"Let `{name}!` be used outside of its module"
            yield site.candidate(self.id, title, edit)
            return
        top = next((n for n in (site.node, *ancestors(site.node)) if n.parent == item.parent), None)
        lines = line_span(site.source, item)
        if top is None or lines is None or item.start_byte < at:
            return
        first, above = top, top.prev_named_sibling
        while above is not None and re.search("attribute|comment", above.type):
            first, above = above, above.prev_named_sibling
        start = site.source.line_start(first.start_byte)
        text = site.source.slice(lines)
        yield site.candidate(
            self.id,
            f"Define `{name}!` before its first use",
            Edit.insert(start, text if text.endswith("\n\n") else text.rstrip("\n") + "\n\n"),
            Edit.delete(lines.start, lines.end),
        )


def _root(node: Node) -> Node:
    return list(ancestors(node))[-1]
