"""Moves a function with a body out of an `extern` block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, text_of


class MoveOutOfExtern(FixRule):
    """Moves a function with a body behind the `extern` block, with the block's ABI.

    An `extern` block only declares functions that are defined elsewhere. Should the function be
    defined elsewhere, its body is what must go.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before='unsafe extern "C" {\n    fn abs(n: i32) -> i32;\n\n'
            "    pub fn twice(n: i32) -> i32 {\n        n * 2\n    }\n}\n"
            "fn main() {\n    let _ = unsafe { abs(-1) };\n}\n",
            after='unsafe extern "C" {\n    fn abs(n: i32) -> i32;\n}\n\n'
            'pub extern "C" fn twice(n: i32) -> i32 {\n    n * 2\n}\n'
            "fn main() {\n    let _ = unsafe { abs(-1) };\n}\n",
        ),
    )
    refuses: ClassVar = (
        'extern "C" {\n    fn show(&self) {\n        println!();\n    }\n}\nfn main() {}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not site.diagnostic.message.startswith("incorrect function inside `extern` block"):
            return
        function = site.enclosing("function_item")
        block = ancestor(function, "foreign_mod_item") if function is not None else None
        name = function.child_by_field_name("name") if function is not None else None
        listed = function.child_by_field_name("parameters") if function is not None else None
        if function is None or block is None or name is None or listed is None:
            return
        if any(child.type == "self_parameter" for child in listed.named_children):
            return
        abi = next((c for c in block.children if c.type == "extern_modifier"), None)
        word = next((c for c in function.children if c.type == "fn"), None)
        if abi is None or word is None:
            return
        yield site.candidate(
            self.id,
            f"Move `{text_of(name)}` out of the `extern` block",
            Edit.delete(_end_before(function), function.end_byte),
            Edit.insert(block.end_byte, "\n\n" + _moved(site, function, word, text_of(abi))),
            safety=self.safety,
            cost=f"`{text_of(name)}` is then defined here, not in another library.",
        )


def _end_before(function: Node) -> int:
    """Return where that ends which stands before `function` in the block."""
    before = function.prev_sibling
    return before.end_byte if before is not None else function.start_byte


def _moved(site: Site, function: Node, word: Node, abi: str) -> str:
    """Return the function as an item of its own, with the indentation of the block's line."""
    at = word.start_byte - function.start_byte
    text = text_of(function).encode()
    moved = (text[:at] + f"{abi} ".encode() + text[at:]).decode()
    deep = site.source.indent_at(function.start_byte)
    block = ancestor(function, "foreign_mod_item")
    shallow = site.source.indent_at(block.start_byte) if block is not None else ""
    lines = [shallow + line.removeprefix(deep) for line in moved.split("\n")]
    return "\n".join(lines)
