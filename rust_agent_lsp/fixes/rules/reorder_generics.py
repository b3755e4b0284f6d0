"""Puts generic parameters or arguments into the order that the language asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import descendants, text_of


class ReorderGenerics(FixRule):
    """Puts lifetimes before types, constants and types where they are declared, and a parameter
    before the default that mentions it or that it must not follow.

    Who gives the arguments by position has to give them in the new order.
    """

    codes: ClassVar = ("E0128", "E0747", "")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Pair<T = U, U = ()> {\n    pub a: T,\n    pub b: U,\n}\n",
            after="pub struct Pair<U = (), T = U> {\n    pub a: T,\n    pub b: U,\n}\n",
            code="E0128",
        ),
        Example(
            before="pub struct S<'a, T>(&'a T);\npub fn f(s: S<u8, 'static>) -> u8 {\n    *s.0\n"
            "}\n",
            after="pub struct S<'a, T>(&'a T);\npub fn f(s: S<'static, u8>) -> u8 {\n    *s.0\n}\n",
            code="E0747",
        ),
        Example(
            before="pub struct Ring<T, const N: usize>(pub [T; N]);\n"
            "pub fn f(r: Ring<3, u8>) -> u8 {\n    r.0[0]\n}\n",
            after="pub struct Ring<T, const N: usize>(pub [T; N]);\n"
            "pub fn f(r: Ring<u8, 3>) -> u8 {\n    r.0[0]\n}\n",
            code="E0747",
        ),
        Example(
            before="pub struct Map<K = u8, V>(pub K, pub V);\n",
            after="pub struct Map<V, K = u8>(pub K, pub V);\n",
            code="",
        ),
    )
    refuses: ClassVar = ("pub struct S<T = Vec<T>>(T);\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        group = site.enclosing("type_parameters", "type_arguments")
        parts = group.named_children if group is not None else []
        message = site.diagnostic.message
        if group is None or len(parts) < 2:
            return
        if group.type == "type_arguments":
            ordered = sorted(parts, key=lambda p: p.type != "lifetime")
            if ordered == parts and "provided when a" in message:
                ordered = _swapped(parts, site.diagnostic.span.start)
        elif "must be trailing" in message:
            ordered = sorted(parts, key=_has_default)
        else:
            ordered = _by_need(parts)
        if ordered == parts or (not site.diagnostic.code and "trailing" not in message):
            return
        text = ", ".join(map(text_of, ordered))
        yield site.candidate(
            self.id,
            f"Write them in the order `<{text}>`",
            Edit(Span(parts[0].start_byte, parts[-1].end_byte), text),
            safety=Safety.SAFE if group.type == "type_arguments" else self.safety,
        )


def _has_default(parameter: Node) -> bool:
    fields = ("default_type", "value")
    return any(parameter.child_by_field_name(field) is not None for field in fields)


def _swapped(arguments: list[Node], at: int) -> list[Node]:
    """Put the argument at the offset `at` behind the next one, the last before the one before."""
    here = next((n for n, a in enumerate(arguments) if a.start_byte <= at < a.end_byte), None)
    if here is None or len(arguments) != 2 + sum(a.type == "lifetime" for a in arguments):
        return arguments
    return [a for a in arguments if a.type == "lifetime"] + arguments[:-3:-1]


def _by_need(parameters: list[Node]) -> list[Node]:
    """Put every parameter behind those that its default mentions; give up on a circle."""
    names = {node_name(p) for p in parameters}
    done: list[Node] = []
    todo = list(parameters)
    while todo:
        ready = [p for p in todo if not (_needs(p) & names) - {node_name(d) for d in done}]
        if not ready:
            return parameters
        done.append(ready[0])
        todo.remove(ready[0])
    return done


def _needs(parameter: Node) -> set[str]:
    default = parameter.child_by_field_name("default_type")
    if default is None:
        return set()
    return {text_of(n) for n in descendants(default, "type_identifier")}
