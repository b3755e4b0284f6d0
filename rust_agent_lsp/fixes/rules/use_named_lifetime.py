"""Gives a reference in a signature the declared lifetime that its use demands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.trait_items import implementation_at, trait_member
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit
from rust_agent_lsp.syntax.generics import generic_items
from rust_agent_lsp.syntax.tree import ancestor, text_of


class UseNamedLifetime(FixRule):
    """Writes `&'a T` for `&T`, in the trait's declaration of the method too.

    Callers must then lend the value for as long as the others of that lifetime.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait T<'a> {\n    fn a(&'a self) -> &'a bool;\n    fn b(&self) {\n"
            "        self.a();\n    }\n}\n",
            after="pub trait T<'a> {\n    fn a(&'a self) -> &'a bool;\n    fn b(&'a self) {\n"
            "        self.a();\n    }\n}\n",
        ),
        Example(
            before="pub trait Pick {\n    fn pick<'a>(x: &i32, y: &'a i32) -> &'a i32;\n}\n"
            "impl Pick for () {\n    fn pick<'a>(x: &i32, y: &'a i32) -> &'a i32 {\n"
            "        if x > y { x } else { y }\n    }\n}\n",
            after="pub trait Pick {\n    fn pick<'a>(x: &'a i32, y: &'a i32) -> &'a i32;\n}\n"
            "impl Pick for () {\n    fn pick<'a>(x: &'a i32, y: &'a i32) -> &'a i32 {\n"
            "        if x > y { x } else { y }\n    }\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f() {\n    let g = |x: &i32| x;\n    g(&1);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        wanted = site.match(
            r"`(?P<one>'\d+)` must outlive `(?P<two>'[a-z]\w*)`"
            r"|with lifetime `(?P<two_>'[a-z]\w*)` but it is returning data with lifetime"
            r" `(?P<one_>'\d+)`"
        )
        if wanted is None:
            return
        short_lived, name = wanted["one"] or wanted["one_"], wanted["two"] or wanted["two_"]
        label = site.label(rf"lifetime of this reference `{short_lived}`")
        if name == "'static" or label is None or site.source.slice(label.location.span) != "&":
            return
        sign = site.node_of(label)
        parameter = ancestor(sign, "parameter", "self_parameter")
        if sign.type in ("parameter", "self_parameter"):
            parameter = sign
        function = ancestor(parameter, "function_item") if parameter is not None else None
        if parameter is None or function is None:
            return
        offset = label.location.span.end - parameter.start_byte
        here = Edit.insert(label.location.span.end, f"{name} ")
        files = [FileEdit(site.source.path, (here,))]
        title = f"Take `{text_of(parameter)}` for the lifetime `{name}`"
        impl = implementation_at(site)
        if impl is not None:
            theirs = trait_member(impl, node_name(function))
            twin = _twin(function, parameter, theirs) if theirs is not None else None
            if impl.declared is None or theirs is None or twin is None:
                return
            declared = {text_of(n) for item in generic_items(twin) for n in _lifetimes(item)}
            if name not in declared:
                return
            there = Edit.insert(twin.start_byte + offset, f"{name} ")
            title += f", in the trait `{impl.trait}` too"
            if impl.declared.file.path == site.source.path:
                files = [FileEdit(site.source.path, tuple(sorted((here, there), key=_start)))]
            else:
                files.append(FileEdit(impl.declared.file.path, (there,)))
        yield Candidate(
            self.id,
            title,
            tuple(files),
            Safety.API_CHANGE,
            f"Callers must lend it as long as the others of lifetime `{name}`.",
        )


def _start(edit: Edit) -> int:
    return edit.span.start


def _lifetimes(item: Node) -> list[Node]:
    """Return the names of the lifetimes that an item declares."""
    listed = item.child_by_field_name("type_parameters")
    names = [
        p.child_by_field_name("name")
        for p in (listed.named_children if listed is not None else ())
        if p.type == "lifetime_parameter"
    ]
    return [n for n in names if n is not None]


def _twin(function: Node, parameter: Node, theirs: Node) -> Node | None:
    """Return the trait's parameter in the same place, if it reads the same."""
    mine, listed = (f.child_by_field_name("parameters") for f in (function, theirs))
    if mine is None or listed is None:
        return None
    at = next((n for n, p in enumerate(mine.named_children) if p.id == parameter.id), -1)
    if not 0 <= at < len(listed.named_children):
        return None
    twin = listed.named_children[at]
    return twin if text_of(twin) == text_of(parameter) else None
