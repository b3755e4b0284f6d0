"""Turns an iterator over references into one over values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.tree import ancestor
from rust_agent_lsp.syntax.types import plain, split_generic


class CopyItems(FixRule):
    """Adds `.copied()`, `.cloned()` or `.map(…)` so that the items have the wanted type."""

    codes: ClassVar = ("E0277", "E0308", "E0271")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let v = vec![1, 2];
    let big: Vec<i32> = v.iter().filter(|n| **n > 1).collect();
    println!("{big:?}");
}
""",
            after="""\
fn main() {
    let v = vec![1, 2];
    let big: Vec<i32> = v.iter().filter(|n| **n > 1).copied().collect();
    println!("{big:?}");
}
""",
            code="E0277",
        ),
        Example(
            before="""\
fn main() {
    let words: Vec<String> = "a b".split(' ').collect();
    println!("{words:?}");
}
""",
            after="""\
fn main() {
    let words: Vec<String> = "a b".split(' ').map(String::from).collect();
    println!("{words:?}");
}
""",
            code="E0277",
        ),
        Example(
            before="""\
fn least(v: &[i32]) -> Option<i32> {
    v.iter().min()
}
fn main() {
    least(&[]);
}
""",
            after="""\
fn least(v: &[i32]) -> Option<i32> {
    v.iter().min().copied()
}
fn main() {
    least(&[]);
}
""",
            code="E0308",
        ),
        Example(
            before="""\
use std::collections::HashMap;
pub fn count(seen: &HashMap<String, u32>, word: &str) -> u32 {
    let count = seen.get(word).unwrap_or_default();
    count + 1
}
""",
            after="""\
use std::collections::HashMap;
pub fn count(seen: &HashMap<String, u32>, word: &str) -> u32 {
    let count = seen.get(word).copied().unwrap_or_default();
    count + 1
}
""",
            code="E0277",
        ),
    )
    refuses: ClassVar = (
        'fn half(n: f64) -> f64 {\n    n / 2.0\n}\nfn main() {\n    half("a");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0308":
            yield from self._option(site)
            return
        if re.match(r"the trait bound `&[^`]+: Default` is not", site.diagnostic.message):
            yield from self._default(site)
            return
        found = re.search(
            r"`(?P<want>[^`]+)` cannot be (?:built from|made by \w+) (?:all elements of )?"
            r"an iterator over elements of type `(?P<item>[^`]+)`",
            site.diagnostic.message,
        )
        receiver = _receiver(site.node)
        if found is None or receiver is None:
            return
        item = plain(found["item"])
        wanted = split_generic(plain(found["want"]))[1][:1] or [plain(found["want"])]
        for call in _calls(item, wanted[0]):
            yield site.candidate(
                self.id,
                f"Add `{call}` before `{site.source.slice(site.diagnostic.span)}`",
                Edit.insert(receiver.end_byte, call),
                cost="Copies each item." if call != ".copied()" else "",
            )

    def _default(self, site: Site) -> Iterator[Candidate]:
        """A reference has no default, what it refers to may have one."""
        receiver = _receiver(site.node)
        if receiver is not None and site.source.slice(site.diagnostic.span) == "unwrap_or_default":
            for call in (".copied()", ".cloned()"):
                edit = Edit.insert(receiver.end_byte, call)
                yield site.candidate(self.id, f"Add `{call}` before `unwrap_or_default`", edit)

    def _option(self, site: Site) -> Iterator[Candidate]:
        types = expected_found(site)
        if types is None:
            return
        wanted, found = split_generic(plain(types[0])), split_generic(plain(types[1]))
        if wanted[0] != found[0] or wanted[0] not in ("Option", "Result"):
            return
        if len(wanted[1]) < 1 or len(found[1]) != len(wanted[1]) or wanted[1][1:] != found[1][1:]:
            return
        text = short(site.source.slice(site.diagnostic.span))
        for call in _calls(found[1][0], wanted[1][0]):
            yield site.candidate(
                self.id,
                f"Add `{call}` to `{text}`",
                *suffix(site.source, site.diagnostic.span, call),
                cost="Copies the value." if call != ".copied()" else "",
            )


def _receiver(node: Node) -> Node | None:
    """Return what the method at the primary span is called on."""
    call = ancestor(node, "call_expression")
    function = call.child_by_field_name("function") if call else None
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    return function.child_by_field_name("value") if function else None


def _calls(item: str, wanted: str) -> list[str]:
    """Return the calls that may turn items of the type `item` into `wanted`."""
    if item in ("&str", "&&str", "&String") and wanted in ("String", "_"):
        return (
            [".map(String::from)"] if item == "&str" else [".cloned()", ".map(|s| s.to_string())"]
        )
    if item == "&&str" and wanted == "&str":
        return [".copied()"]
    if item == "String" and wanted == "&str":
        return [".as_deref()"]
    if item == "char" and wanted == "String":
        return [".map(String::from)"]
    if item.startswith("&") and not wanted.startswith("&"):
        return [".copied()", ".cloned()"]
    if item == wanted[1:] and wanted.startswith("&"):
        return [".as_ref()"]
    if wanted == "String":
        return [".map(|item| item.to_string())"]
    return []
