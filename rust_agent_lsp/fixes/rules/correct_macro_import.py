"""Repairs the list of macros that an `extern crate` brings in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.names import near
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.std_names import words
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_MACROS = words(
    "assert assert_eq assert_ne debug_assert debug_assert_eq debug_assert_ne matches panic print"
    " println eprint eprintln format write writeln vec todo unimplemented unreachable dbg"
    " thread_local include_str include_bytes env option_env concat stringify line file column cfg"
)


class CorrectMacroImport(FixRule):
    """Writes the near name of a macro that exists, or leaves out one that nothing here calls."""

    codes: ClassVar = ("E0469",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="#[macro_use(drink, vec)]\nextern crate alloc;\npub fn f() {}\n",
            after="#[macro_use(vec)]\nextern crate alloc;\npub fn f() {}\n",
        ),
        Example(
            before="#[macro_use(debug_asert)]\nextern crate core;\npub fn f() {}\n",
            after="#[macro_use(debug_assert)]\nextern crate core;\npub fn f() {}\n",
        ),
        Example(
            before="#[macro_use(drink)]\nextern crate alloc;\npub fn f() {}\n",
            after="extern crate alloc;\npub fn f() {}\n",
        ),
    )
    refuses: ClassVar = (
        "#[macro_use(drink)]\nextern crate alloc;\npub fn f() {\n    drink!();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = site.node
        attribute, listed = ancestor(node, "attribute_item"), node.parent
        if attribute is None or listed is None or listed.type != "token_tree":
            return
        name = text_of(node)
        for choice in near(name, _MACROS)[:2]:
            yield site.candidate(
                self.id, f"Rename `{name}` to `{choice}`", replace_node(node, choice)
            )
        root = site.source.tree.root_node
        called = {
            text_of(macro)
            for call in descendants(root, "macro_invocation")
            if (macro := call.child_by_field_name("macro")) is not None
        }
        if name in called:
            return
        names = [text_of(n) for n in listed.named_children if n != node]
        edit = replace_node(listed, f"({', '.join(names)})")
        if not names:
            end = attribute.end_byte
            text = site.source.text
            end += len(text[end:]) - len(text[end:].lstrip())
            edit = Edit.delete(attribute.start_byte, end)
        yield site.candidate(
            self.id,
            f"Leave out `{name}`, which nothing here calls",
            edit,
            safety=Safety.CHANGES_BEHAVIOUR,
        )
