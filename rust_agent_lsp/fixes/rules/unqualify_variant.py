"""Names a type by its own path where it was written as if it were a trait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import find_item, node_name, variants
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import text_of


class UnqualifyVariant(FixRule):
    """Writes `Enum` for the type `<T as Enum>::Variant`, and `Enum::Variant` for the value."""

    codes: ClassVar = ("E0404", "E0575")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub enum Key {\n    Up,\n}\npub fn f(_: <u8 as Key>::Up) {}\n",
            after="pub enum Key {\n    Up,\n}\npub fn f(_: Key) {}\n",
            code="E0404",
        ),
        Example(
            before="pub struct Car;\nimpl Car {\n    pub fn go() {}\n}\npub fn f() {\n"
            "    <u8 as Car>::go();\n}\n",
            after="pub struct Car;\nimpl Car {\n    pub fn go() {}\n}\npub fn f() {\n"
            "    Car::go();\n}\n",
            code="E0404",
        ),
    )
    refuses: ClassVar = ("pub struct Car;\npub fn f(_: <u8 as Car>::Wheel) {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        head = site.enclosing("bracketed_type")
        path = head.parent if head is not None else None
        if head is None or path is None or not path.type.startswith("scoped_"):
            return
        found = re.match(r"<.* as ([\w:]+)>$", text_of(head), re.S)
        item = find_item(site, base_name(found[1]), "type") if found is not None else None
        name = path.child_by_field_name("name")
        if found is None or item is None or name is None:
            return
        new = f"{found[1]}::{text_of(name)}"
        if path.type == "scoped_type_identifier":
            if text_of(name) not in [node_name(v) for v in variants(item.node)]:
                return
            new = found[1]
        yield site.candidate(self.id, f"Write `{new}`", replace_node(path, new))
