"""Where a function puts a local, or takes it from, that it returns a reference to."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.mutable import is_place, root_of
from rust_agent_lsp.syntax.names import Binding, binding_of, declared_names, mentions
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of

GROWING = ("push", "push_back", "push_front", "insert")


@dataclass(frozen=True, slots=True)
class Lent:
    """A reference `&name` or `&mut name` to a local, among what a function returns."""

    node: Node
    name: Node
    mutable: bool


@dataclass(frozen=True, slots=True)
class Store:
    """A statement that puts a local (`value`, perhaps its clone) into the `place`.

    `call` is None for an assignment; `wrapped` says that `Some(local)` is assigned.
    """

    statement: Node
    place: Node
    value: Node
    call: Node | None
    wrapped: bool = False

    @property
    def cloned(self) -> bool:
        """Say whether the place gets a copy of the local."""
        return self.value.type == "call_expression"


def lent_at(site: Site) -> Lent | None:
    """Return the borrow of a local at the diagnostic's place that leaves the function, or None."""
    at = site.node
    around = (n for n in (at, *ancestors(at)) if n.type == "reference_expression")
    return lent_in(next(around, None) or at)


def lent_in(value: Node) -> Lent | None:
    """Return the first borrow in a returned value, if it is one of a local."""
    found = next(descendants(value, "reference_expression"), None)
    inner = found.child_by_field_name("value") if found is not None else None
    if found is None or inner is None or inner.type != "identifier":
        return None
    mutable = any(c.type == "mutable_specifier" for c in found.children)
    return Lent(found, inner, mutable)


def outer_place(place: Node) -> bool:
    """Say whether a place belongs to `self` or to a reference that the function was given."""
    if not is_place(place):
        return False
    root = root_of(place)
    if root.type == "self":
        return True
    binding = binding_of(root, text_of(root)) if root.type == "identifier" else None
    kind = binding.type if binding is not None and binding.holder.type == "parameter" else None
    return kind is not None and kind.type == "reference_type"


def store_before(lent: Lent) -> Store | None:
    """Return the last statement before a returned borrow that keeps the local, or None.

    It must always have run then, and nothing may touch the local or the place after it.
    """
    name = text_of(lent.name)
    for at in (lent.node, *ancestors(lent.node)):
        if at.type in ("function_item", "closure_expression"):
            return None
        before = (
            at.prev_named_sibling if at.parent is not None and at.parent.type == "block" else None
        )
        passed: list[Node] = []
        while before is not None:
            found = _store(before, name)
            if found is not None:
                stays = not any(_touches(found.place, node) for node in passed)
                return found if stays and outer_place(found.place) else None
            if mentions(before, name) or name in declared_names(before):
                return None
            passed.append(before)
            before = before.prev_named_sibling
    return None


def is_kept(lent: Lent) -> bool:
    """Say whether the function puts the local or a copy of it anywhere that outlives it."""
    function = ancestor(lent.node, "function_item")
    kinds = ("call_expression", "assignment_expression")
    found = (
        (_kept(n, n, text_of(lent.name)) for n in descendants(function, *kinds)) if function else ()
    )
    return any(store is not None and outer_place(store.place) for store in found)


def _touches(place: Node, statement: Node) -> bool:
    """Say whether a statement may change what is in a place."""
    root = root_of(place)
    for node in descendants(statement, "call_expression"):
        call = call_of(node)
        if call is not None and call.receiver is not None and call.receiver.text == root.text:
            return True
    return is_changed(text_of(place), text_of(statement))


def _store(statement: Node, name: str) -> Store | None:
    if statement.type != "expression_statement" or not statement.named_children:
        return None
    return _kept(statement, statement.named_children[0], name)


def _kept(statement: Node, node: Node, name: str) -> Store | None:
    if node.type == "assignment_expression":
        place, value = (node.child_by_field_name(field) for field in ("left", "right"))
        if place is None or value is None:
            return None
        call = call_of(value)
        given = value.child_by_field_name("arguments")
        wrapped = call is not None and call.name == "Some" and given is not None
        held = given.named_children[0] if wrapped and given and given.named_children else value
        return Store(statement, place, held, None, wrapped) if _is(held, name) else None
    call = call_of(node)
    if call is None or call.name not in GROWING or call.receiver is None:
        return None
    given = node.child_by_field_name("arguments")
    last = given.named_children[-1] if given is not None and given.named_children else None
    return Store(statement, call.receiver, last, node) if last and _is(last, name) else None


def _is(value: Node, name: str) -> bool:
    """Say whether a value is the local or its clone."""
    call = call_of(value)
    if call is not None and call.name in ("clone", "to_owned") and call.receiver is not None:
        return text_of(call.receiver) == name
    return value.type == "identifier" and text_of(value) == name


def copied_from(lent: Lent) -> tuple[Node, Binding] | None:
    """Return the `.clone()` by which the local was made from what outlives it, or None."""
    binding = binding_of(lent.node, text_of(lent.name))
    value = binding.value if binding is not None else None
    if binding is not None and binding.holder.type in ("for_expression", "let_condition"):
        value = binding.holder.child_by_field_name("value")
    at = value
    while binding is not None and at is not None:
        call = call_of(at)
        if call is not None and call.receiver is not None:
            if call.name in ("clone", "cloned", "to_vec") and _comes_from_outside(call.receiver):
                return at, binding
            at = call.receiver
        else:
            at = at.named_children[0] if at.type == "try_expression" else None
    return None


def _comes_from_outside(receiver: Node) -> bool:
    """Say whether a place, or a chain of calls on one, belongs to `self` or a given reference."""
    at = receiver
    while not is_place(at):
        call = call_of(at)
        inner = call.receiver if call is not None else None
        if at.type == "try_expression" and at.named_children:
            inner = at.named_children[0]
        if inner is None:
            return False
        at = inner
    return outer_place(at)
