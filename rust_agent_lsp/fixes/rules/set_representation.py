"""Says how something is laid out or called where the compiler needs to know it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.names import near
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import descendants, text_of

_ABIS = ("C", "system", "Rust", "C-unwind", "cdecl", "stdcall", "fastcall", "sysv64", "win64")


class SetRepresentation(FixRule):
    """Adds `#[repr(…)]` to an enum with data and discriminants; replaces an unfit ABI.

    An enum without variants loses its `#[repr]`, since it has no values to lay out.

    The integer type of the discriminants is part of the layout that others may rely on.
    """

    codes: ClassVar = ("E0732", "E0703", "E0045", "E0084")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub enum E {\n    A(u8) = 1,\n    B = 2,\n}\n",
            after="#[repr(u8)]\npub enum E {\n    A(u8) = 1,\n    B = 2,\n}\n",
            code="E0732",
        ),
        Example(
            before='pub extern "c" fn f() {}\n',
            after='pub extern "C" fn f() {}\n',
            code="E0703",
        ),
        Example(
            before='unsafe extern "Rust" {\n    pub fn foo(x: u8, ...);\n}\n',
            after='unsafe extern "C" {\n    pub fn foo(x: u8, ...);\n}\n',
            code="E0045",
        ),
        Example(
            before="#[repr(i32)]\npub enum Never {}\n",
            after="pub enum Never {}\n",
            code="E0084",
        ),
    )
    refuses: ClassVar = ('pub extern "nonsense" fn f() {}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0703":
            name = site.source.slice(site.diagnostic.span).strip('"')
            for abi in near(name, _ABIS) or [a for a in _ABIS if a.lower() == name.lower()]:
                yield site.candidate(
                    self.id,
                    f'Use the ABI `"{abi}"`',
                    Edit(site.diagnostic.span, f'"{abi}"'),
                    safety=self.safety,
                )
            return
        if site.diagnostic.code == "E0045":
            yield from self._c_abi(site)
            return
        if site.diagnostic.code == "E0084":
            yield from self._no_repr(site)
            return
        item = site.enclosing("enum_item")
        if item is None:
            return
        indent = site.source.indent_at(item.start_byte)
        for kind in ("u8", "isize"):
            yield site.candidate(
                self.id,
                f"Keep the discriminants as `{kind}`",
                Edit.insert(item.start_byte, f"#[repr({kind})]\n{indent}"),
                safety=self.safety,
                cost=f"Each value of the enum begins with a `{kind}`.",
            )

    def _c_abi(self, site: Site) -> Iterator[Candidate]:
        block = site.enclosing("foreign_mod_item")
        word = next(descendants(block, "extern_modifier"), None) if block is not None else None
        if word is not None:
            yield site.candidate(
                self.id,
                'Use the ABI `"C"`, which has functions with `...`',
                replace_node(word, 'extern "C"'),
                safety=self.safety,
            )

    def _no_repr(self, site: Site) -> Iterator[Candidate]:
        attribute = site.enclosing("attribute_item")
        after = attribute.next_named_sibling if attribute is not None else None
        if attribute is not None and after is not None and text_of(attribute).count(",") == 0:
            yield site.candidate(
                self.id,
                f"Drop `{text_of(attribute)}` from an enum without values",
                Edit.delete(attribute.start_byte, after.start_byte),
                safety=self.safety,
            )
