"""Makes the bounds of a method in an `impl` those of its trait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import bound_edit, drop_predicates, parameter_named
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_METHODS = ("function_item", "function_signature_item")


class MatchBounds(FixRule):
    """Demands in the trait what the `impl` demands of a parameter, or no longer in the `impl`.

    A bound in the trait binds every other `impl` and every caller.
    """

    codes: ClassVar = ("E0276",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Foo {\n    fn foo<T>(x: T);\n}\nimpl Foo for bool {\n"
            "    fn foo<T>(x: T)\n    where\n        T: Clone,\n    {\n"
            "        drop(x.clone());\n    }\n}\n",
            after="pub trait Foo {\n    fn foo<T: Clone>(x: T);\n}\nimpl Foo for bool {\n"
            "    fn foo<T>(x: T)\n    where\n        T: Clone,\n    {\n"
            "        drop(x.clone());\n    }\n}\n",
        ),
        Example(
            before="pub trait Foo {\n    fn foo<T>(x: T);\n}\nimpl Foo for bool {\n"
            "    fn foo<T: Copy>(x: T) {\n        drop(x);\n    }\n}\n",
            after="pub trait Foo {\n    fn foo<T>(x: T);\n}\nimpl Foo for bool {\n"
            "    fn foo<T>(x: T) {\n        drop(x);\n    }\n}\n",
        ),
        Example(
            before="pub trait Foo {\n    type List<T>;\n}\nimpl Foo for bool {\n"
            "    type List<T> = Vec<T> where T: Copy;\n}\n",
            after="pub trait Foo {\n    type List<T>;\n}\nimpl Foo for bool {\n"
            "    type List<T> = Vec<T>;\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Foo<A> {\n    fn foo(x: A);\n}\nimpl<A> Foo<A> for bool {\n"
        "    fn foo(x: A)\n    where\n        A: Copy,\n    {\n        drop(x);\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = site.match(r"extra requirement `([^`:]+): ([^`]+)`")
        label = site.label(r"^definition of `")
        method = site.enclosing("function_item", "type_item")
        if found is None or method is None:
            return
        name, bound = found[1], found[2].rpartition("::")[2] if "<" not in found[2] else found[2]
        parameter = parameter_named(method, name)
        declared = ancestor(site.node_of(label), *_METHODS) if label is not None else None
        if parameter is None:
            return
        title = f"`{name}: {bound}`"
        drop = _without(method, name, bound)
        if drop is not None:
            yield site.candidate(self.id, f"No longer demand {title} here", drop)
        theirs = _same_parameter(method, parameter, declared) if declared is not None else None
        if declared is None or theirs is None:
            return
        written = site.source.slice(site.diagnostic.span)
        whole = written if written.rpartition("::")[2] == bound else bound
        edit = bound_edit(declared, theirs, whole)
        if edit is not None:
            yield site.candidate(
                self.id,
                f"Demand `{node_name(theirs)}: {whole}` in the trait's `{node_name(declared)}` too",
                edit,
                safety=self.safety,
            )


def _same_parameter(method: Node, parameter: Node, declared: Node) -> Node | None:
    """Return the trait's parameter at the same place in the list."""
    mine, theirs = (m.child_by_field_name("type_parameters") for m in (method, declared))
    if mine is None or theirs is None:
        return None
    listed = theirs.named_children
    at = mine.named_children.index(parameter)
    found = listed[at] if at < len(listed) else None
    return found if found is not None and found.type == "type_parameter" else None


def _without(method: Node, name: str, bound: str) -> Edit | None:
    """Return the edit that takes one bound of a parameter away."""
    for holder in descendants(method, "type_parameter", "where_predicate"):
        named = holder.child_by_field_name("name") or holder.child_by_field_name("left")
        bounds = holder.child_by_field_name("bounds")
        if named is None or bounds is None or text_of(named) != name:
            continue
        texts = [text_of(b) for b in bounds.named_children]
        kept = [t for t in texts if re.sub(r"^(?:\w+::)+", "", t) != bound]
        if len(kept) == len(texts):
            continue
        if kept:
            return Edit(
                Edit.delete(bounds.start_byte, bounds.end_byte).span, f": {' + '.join(kept)}"
            )
        if holder.type == "type_parameter":
            return Edit.delete(bounds.start_byte, bounds.end_byte)
        where = holder.parent
        return drop_predicates(where, [holder])[0] if where is not None else None
    return None
