"""Lets a closure give an owned value where it gave a reference into its argument."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import exact_node, is_mutable_reference, short_text, suffix
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import SourceFile, ancestor, span_of, text_of
from rust_agent_lsp.syntax.types import NUMBERS, plain, split_generic

_COPIED = (*NUMBERS, "bool", "char")
# A method that takes a key of each item -> the one that takes a comparison of two.
_COMPARING = {
    "sort_by_key": "sort_by",
    "sort_unstable_by_key": "sort_unstable_by",
    "max_by_key": "max_by",
    "min_by_key": "min_by",
}


class ReturnOwnedFromClosure(FixRule):
    """Compares the items instead of borrowed keys, or copies what the closure returns.

    The copy costs time and memory at each call of the closure.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub struct Person {\n    pub name: String,\n}\n"
            "pub fn sort(people: &mut Vec<Person>) {\n"
            "    people.sort_by_key(|p| &p.name);\n}\n",
            after="pub struct Person {\n    pub name: String,\n}\n"
            "pub fn sort(people: &mut Vec<Person>) {\n"
            "    people.sort_by(|a, b| a.name.cmp(&b.name));\n}\n",
        ),
        Example(
            before="pub struct Person {\n    pub name: String,\n}\n"
            "pub fn sort(people: &mut Vec<Person>) {\n"
            "    people.sort_by_key(|p| &p.name);\n}\n",
            after="pub struct Person {\n    pub name: String,\n}\n"
            "pub fn sort(people: &mut Vec<Person>) {\n"
            "    people.sort_by_key(|p| p.name.clone());\n}\n",
        ),
        Example(
            before="fn with<R>(f: impl FnOnce(&u64) -> R) -> R {\n    f(&3)\n}\n"
            "pub fn three() -> bool {\n    let n = with(|n| n);\n    n == n\n}\n",
            after="fn with<R>(f: impl FnOnce(&u64) -> R) -> R {\n    f(&3)\n}\n"
            "pub fn three() -> bool {\n    let n = with(|n| *n);\n    n == n\n}\n",
        ),
        Example(
            before='fn with<R>(f: impl FnOnce(&str) -> R) -> R {\n    f("a b")\n}\n'
            "pub fn first() -> usize {\n"
            "    let word = with(|text| text.split(' ').next());\n"
            "    word.map_or(0, |w| w.len())\n}\n",
            after='fn with<R>(f: impl FnOnce(&str) -> R) -> R {\n    f("a b")\n}\n'
            "pub fn first() -> usize {\n"
            "    let word = with(|text| text.split(' ').next().map(str::to_owned));\n"
            "    word.map_or(0, |w| w.len())\n}\n",
        ),
        Example(
            before="pub fn f() -> usize {\n    let mut log = vec![1];\n"
            "    let mut add = |n| {\n        log.push(n);\n        &log\n    };\n"
            "    add(2).len()\n}\n",
            after="pub fn f() -> usize {\n    let mut log = vec![1];\n"
            "    let mut add = |n| {\n        log.push(n);\n        log.clone()\n    };\n"
            "    add(2).len()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn longer<'a, 'b>(x: &'a str, y: &'b str) -> &'a str {\n"
        "    if x.len() > y.len() { x } else { y }\n}\n",
        "pub trait Shape {}\nfn with<R>(f: impl FnOnce(&dyn Shape) -> R) -> R {\n    todo!()\n}\n"
        "pub fn f() {\n    with(|shape| shape);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"return type of closure is ")
        value = exact_node(site.source, site.diagnostic.span)
        closure = ancestor(value, "closure_expression") if value is not None else None
        if value is None or closure is None:
            return
        if label is not None:
            kind = re.sub(r"'\w+ ", "", label.text.partition("closure is ")[2])
        elif _captured(site, value):
            kind = "&_"
        else:
            return
        yield from self._compare(site, closure, value, kind)
        edits = list(_own(site.source, value, kind))
        if edits:
            copied = plain(kind).lstrip("&") in _COPIED
            yield site.candidate(
                self.id,
                f"Return a copy of `{short_text(value)}` from the closure",
                *edits,
                safety=Safety.SAFE if copied else Safety.CHANGES_BEHAVIOUR,
                cost="" if copied else "Makes a copy each time it runs.",
            )

    def _compare(self, site: Site, closure: Node, key: Node, kind: str) -> Iterator[Candidate]:
        """Write `sort_by(|a, b| a.name.cmp(&b.name))` for `sort_by_key(|p| &p.name)`."""
        call = closure.parent.parent if closure.parent is not None else None
        method = call.child_by_field_name("function") if call is not None else None
        name = method.child_by_field_name("field") if method is not None else None
        parameters = closure.child_by_field_name("parameters")
        if name is None or parameters is None or closure.child_by_field_name("body") != key:
            return
        other = _COMPARING.get(text_of(name))
        names = [n for n in parameters.named_children if n.type == "identifier"]
        if other is None or len(names) != 1 or parameters.named_child_count != 1:
            return
        left, right = (_renamed(site.source, key, text_of(names[0]), new) for new in "ab")
        if {"a", "b"} & _words(text_of(key)) - {text_of(names[0])}:
            return
        if kind.startswith("("):
            left, right = left, f"&{right}"
        elif left.startswith("&"):
            left = left.lstrip("&")
        yield site.candidate(
            self.id,
            f"Sort with `{other}`, which compares the items in place"
            if "sort" in other
            else f"Find it with `{other}`, which compares the items in place",
            Edit(span_of(name), other),
            Edit(span_of(closure), f"|a, b| {left}.cmp({right})"),
            safety=Safety.SAFE,
        )


def _captured(site: Site, value: Node) -> bool:
    """Say whether the closure returns a shared reference to what it has captured and changes."""
    lent = value.type == "reference_expression" and not is_mutable_reference(value)
    return lent and site.diagnostic.message.startswith("captured variable cannot escape")


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _renamed(source: SourceFile, node: Node, old: str, new: str) -> str:
    """Return the text of `node` with the local `old` called `new`."""
    text, start = source.text, node.start_byte
    pieces = []
    for use in uses_of(node, old):
        if use.type == "string_content":
            continue
        pieces += [text[start : use.start_byte], new.encode()]
        start = use.end_byte
    return b"".join([*pieces, text[start : node.end_byte]]).decode(errors="replace")


def _own(source: SourceFile, value: Node, kind: str) -> Iterator[Edit]:
    """Yield the edits that make `value`, of the type `kind` with references, an owned one."""
    if kind.startswith("("):
        parts = value.named_children if value.type == "tuple_expression" else []
        for part, inner in zip(parts, split_generic(f"T<{kind[1:-1]}>")[1], strict=False):
            yield from _own(source, part, inner)
        return
    head, arguments = split_generic(plain(kind))
    if head == "Option" and arguments and arguments[0].startswith("&"):
        yield from suffix(source, span_of(value), _owning_items(arguments[0][1:]))
    if not kind.startswith("&") or kind.startswith(("&mut", "&dyn ", "&(dyn ")):
        return
    whole = plain(kind[1:])
    borrowed = value.child_by_field_name("value") if value.type == "reference_expression" else None
    if borrowed is not None:
        yield Edit.delete(value.start_byte, borrowed.start_byte)
    if whole in _COPIED:
        if borrowed is None:
            yield Edit.insert(value.start_byte, "*")
        return
    call = {"str": ".to_owned()"}.get(whole, ".to_vec()" if whole.startswith("[") else ".clone()")
    target = borrowed if borrowed is not None else value
    yield from suffix(source, Span(target.start_byte, target.end_byte), call)


def _owning_items(kind: str) -> str:
    if kind == "str":
        return ".map(str::to_owned)"
    return ".copied()" if kind in _COPIED else ".cloned()"
