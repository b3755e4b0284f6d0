"""Converts a value by its meaning where its bits cannot be taken for another type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import prefix, short
from rust_agent_lsp.syntax.tree import descendants, text_of

_NUMBER = re.compile(r"[iu](?:8|16|32|64|128|size)|f32|f64")
_INTEGER = re.compile(r"[iu](?:8|16|32|64|128|size)|char|bool")


class ReplaceTransmute(FixRule):
    """Writes `x as u8` for a `transmute` between numbers of different sizes.

    A smaller number keeps the low bits alone. A slice gives its pointer; a type parameter, whose
    size is not known, is read with `transmute_copy`.
    """

    codes: ClassVar = ("E0512",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn low(x: u16) -> u8 {\n    unsafe { std::mem::transmute(x) }\n}\n",
            after="pub fn low(x: u16) -> u8 {\n    x as u8\n}\n",
        ),
        Example(
            before="pub fn address(x: &[u8]) -> usize {\n"
            "    unsafe { std::mem::transmute(x) }\n}\n",
            after="pub fn address(x: &[u8]) -> usize {\n    x.as_ptr() as usize\n}\n",
        ),
        Example(
            before="pub unsafe fn view<T, U>(x: T) -> U {\n"
            "    unsafe { std::mem::transmute(x) }\n}\n",
            after="pub unsafe fn view<T, U>(x: T) -> U {\n"
            "    unsafe { std::mem::transmute_copy(&x) }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn pair(x: [u8; 3]) -> u32 {\n    unsafe { std::mem::transmute(x) }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        call = site.enclosing("call_expression")
        read = call_of(call) if call is not None else None
        notes = "\n".join(note.text for note in site.diagnostic.notes)
        found = re.findall(r"(?:source|target) type: `([^`]+)` \(([^)]*)\)", notes)
        if call is None or read is None or read.name != "transmute" or len(found) != 2:
            return
        if len(read.arguments) != 1:
            return
        span = read.arguments[0]
        source, target = found[0][0], found[1][0]
        value = site.source.slice(span)
        loose = site.source.node_at(span).type not in _TIGHT
        inner = f"({value})" if loose else value
        whole = _whole(call)
        if _NUMBER.fullmatch(source) or (_INTEGER.fullmatch(source) and _INTEGER.fullmatch(target)):
            if _NUMBER.fullmatch(target):
                yield from self._cast(site, whole, f"{inner} as {target}", source, target)
        elif _INTEGER.fullmatch(source) and _NUMBER.fullmatch(target):
            yield from self._cast(site, whole, f"{inner} as {target}", source, target)
        elif re.match(r"&(?:'\w+ )?(?:mut )?(?:\[[^;]*\]|str)$", source) and re.match(
            r"usize$|\*const ", target
        ):
            yield from self._cast(site, whole, f"{inner}.as_ptr() as {target}", source, target)
        elif "bits" not in found[0][1] or "bits" not in found[1][1]:
            function = call.child_by_field_name("function")
            name = _name(function) if function is not None else None
            if name is not None:
                yield site.candidate(
                    self.id,
                    f"Read `{short(value)}` with `transmute_copy`",
                    replace_node(name, "transmute_copy"),
                    *prefix(site.source, span, "&"),
                    safety=Safety.GUESS,
                    cost="The two types must have one size, which nothing checks.",
                )

    def _cast(
        self, site: Site, whole: Node, text: str, source: str, target: str
    ) -> Iterator[Candidate]:
        up = whole.parent
        inside = up is not None and up.type in ("binary_expression", "field_expression")
        floats = source.startswith("f") or target.startswith("f")
        yield site.candidate(
            self.id,
            f"Write `{short(text)}`",
            replace_node(whole, f"({text})" if inside else text),
            safety=Safety.GUESS if floats else self.safety,
            cost=f"The number of a `{source}` is kept as far as a `{target}` can hold it.",
        )


_TIGHT = (
    "identifier", "field_expression", "call_expression", "index_expression", "integer_literal",
    "float_literal", "self", "parenthesized_expression", "char_literal", "boolean_literal",
)  # fmt: skip


def _whole(call: Node) -> Node:
    """Return the `unsafe` block that holds the call alone, else the call."""
    block = call.parent
    outer = block.parent if block is not None else None
    alone = block is not None and block.type == "block" and len(block.named_children) == 1
    return outer if alone and outer is not None and outer.type == "unsafe_block" else call


def _name(function: Node) -> Node | None:
    found = [n for n in descendants(function, "identifier") if text_of(n) == "transmute"]
    return found[0] if found else None
