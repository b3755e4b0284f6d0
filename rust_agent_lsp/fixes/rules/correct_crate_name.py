"""Repairs the name in an `extern crate`, or drops one that is a module of this crate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.names import near
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.uses import path_to
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import text_of

_CRATES = ("std", "core", "alloc", "proc_macro", "test")


class CorrectCrateName(FixRule):
    """Writes the near name of a crate that comes with Rust; takes a module of the crate as such.

    A crate that is found nowhere has to be added to `Cargo.toml`, which no edit does.
    """

    codes: ClassVar = ("E0463",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="extern crate aloc;\npub fn f() {}\n",
            after="extern crate alloc;\npub fn f() {}\n",
        ),
        Example(
            before="extern crate tools;\npub fn f() -> u8 {\n    inner::tools::go()\n}\n"
            "pub mod inner {\n    pub mod tools {\n        pub fn go() -> u8 {\n            1\n"
            "        }\n    }\n}\n",
            after="use inner::tools;\npub fn f() -> u8 {\n    inner::tools::go()\n}\n"
            "pub mod inner {\n    pub mod tools {\n        pub fn go() -> u8 {\n            1\n"
            "        }\n    }\n}\n",
        ),
    )
    refuses: ClassVar = ("extern crate serde;\npub fn f() {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        crate = site.enclosing("extern_crate_declaration")
        named = crate.child_by_field_name("name") if crate is not None else None
        if crate is None or named is None:
            return
        name = text_of(named)
        module = find_item(site, name, "module")
        if module is not None and not module.local:
            path = path_to(site, module)
            if path != name:
                text = text_of(crate)
                alias = re.search(r"\bas\s+(\w+)", text)
                head = text.partition("extern")[0]
                new = f"{head}use {path}{f' as {alias[1]}' if alias else ''};"
                title = f"Use the module `{path}`"
                yield site.candidate(self.id, title, replace_node(crate, new))
            return
        for choice in near(name, _CRATES)[:2]:
            title = f"Rename `{name}` to `{choice}`"
            yield site.candidate(self.id, title, replace_node(named, choice))
