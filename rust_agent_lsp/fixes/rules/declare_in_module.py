"""Declares in a module the struct that its name was taken for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import text_of


class DeclareInModule(FixRule):
    """Declares a struct with the fields of the literal in the module, where there is none yet.

    The types of the fields are those of the values in the literal.
    """

    codes: ClassVar = ("E0574",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="mod pen_case {}\npub fn f() {\n    let case = pen_case { pens: 3u8 };\n"
            "    drop(case);\n}\n",
            after="mod pen_case {\n    pub struct PenCase {\n        pub pens: u8,\n    }\n}\n"
            "pub fn f() {\n    let case = pen_case::PenCase { pens: 3u8 };\n    drop(case);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub mod pen {\n    pub struct Pen {\n        pub size: u8,\n    }\n}\npub fn f() {\n"
        "    let _ = pen { colour: 1 };\n}\n",
        "pub mod pen {}\npub fn f() {\n    let pen { size } = 1;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"found module `(?:[\w:]*::)?(\w+)`", site.diagnostic.message)
        made = site.enclosing("struct_expression")
        name = made.child_by_field_name("name") if made is not None else None
        listed = made.child_by_field_name("body") if made is not None else None
        module = find_item(site, told[1], "module") if told is not None else None
        if told is None or name is None or listed is None or module is None:
            return
        body = module.node.child_by_field_name("body")
        struct = "".join(word.capitalize() for word in told[1].split("_"))
        fields = _fields(site, listed)
        if not fields or body is None or module.file != site.source:
            return
        if find_item(site, struct, "type") is not None:
            return
        indent = site.source.indent_at(module.node.start_byte)
        lines = "".join(f"{indent}        pub {field}: {kind},\n" for field, kind in fields)
        text = f"\n{indent}    pub struct {struct} {{\n{lines}{indent}    }}"
        end = "" if "\n" in text_of(body) else f"\n{indent}"
        yield site.candidate(
            self.id,
            f"Declare `{struct}` in the module `{told[1]}`",
            Edit.insert(body.start_byte + 1, text + end),
            insert_after(name, f"::{struct}"),
            safety=self.safety,
        )


def _fields(site: Site, listed: Node) -> list[tuple[str, str]]:
    """Return the fields of a literal with their types; none where one is not known."""
    found = []
    for part in listed.named_children:
        field = part.child_by_field_name("field") or part
        value = part.child_by_field_name("value")
        if value is None and part.type == "shorthand_field_initializer":
            value = part.named_children[0]
        kind = None
        if value is not None:
            kind = "()" if text_of(value) == "()" else value_type(site.source, value)
        if kind is None:
            return []
        found.append((text_of(field), kind))
    return found
