"""Lets the compiler look as deep as the program goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import descendants, text_of

_MEASURED = r'recursion_limit = "(\d+)"'


class RaiseRecursionLimit(FixRule):
    """Raises `#![recursion_limit]` to what the compiler asks for, and doubles it when that is low.

    A recursion without an end stays an error, which the check of the edit shows.
    """

    codes: ClassVar = ("E0055", "")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='#![recursion_limit = "4"]\npub struct Foo;\nimpl Foo {\n'
            "    pub fn foo(&self) {}\n}\npub fn f() {\n    let deep = &&&&&Foo;\n"
            "    deep.foo();\n}\n",
            after='#![recursion_limit = "8"]\npub struct Foo;\nimpl Foo {\n'
            "    pub fn foo(&self) {}\n}\npub fn f() {\n    let deep = &&&&&Foo;\n"
            "    deep.foo();\n}\n",
            code="E0055",
        ),
        Example(
            before="macro_rules! deep {\n    () => { 0 };\n"
            "    ($x:tt $($rest:tt)*) => { 1 + deep!($($rest)*) };\n}\npub fn f() -> i32 {\n"
            f"    deep!({' '.join('x' * 140)})\n}}\n",
            after='#![recursion_limit = "256"]\n\nmacro_rules! deep {\n    () => { 0 };\n'
            "    ($x:tt $($rest:tt)*) => { 1 + deep!($($rest)*) };\n}\npub fn f() -> i32 {\n"
            f"    deep!({' '.join('x' * 140)})\n}}\n",
            code="",
        ),
    )
    refuses: ClassVar = (
        "pub struct Foo;\npub fn f() {\n    Foo.missing();\n}\npub fn g() {\n    let x = ;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = site.match(_MEASURED)
        if told is None or "recursion limit" not in site.diagnostic.message:
            return
        root = site.source.tree.root_node
        old = next(
            (
                a
                for a in descendants(root, "inner_attribute_item")
                if "recursion_limit" in text_of(a)
            ),
            None,
        )
        for factor in (1, 8):
            limit = int(told[1]) * factor
            attribute = f'#![recursion_limit = "{limit}"]'
            if old is not None:
                edit = replace_node(old, re.sub(r'".*?"', f'"{limit}"', text_of(old)))
            elif site.source.path.name in ("lib.rs", "main.rs") or "mod " not in text_of(root):
                edit = Edit.insert(0, f"{attribute}\n\n")
            else:
                return
            yield site.candidate(
                self.id,
                f"Raise the recursion limit to {limit}",
                edit,
                safety=self.safety if factor == 1 else Safety.CHANGES_BEHAVIOUR,
                cost="The compiler may take longer.",
            )
