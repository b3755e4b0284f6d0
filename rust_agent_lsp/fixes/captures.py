"""What a closure kept in a local captures, and how that could be handed to it as an argument."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tree_sitter import Node

from rust_agent_lsp.fixes.declared_types import types_of_name
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.names import Binding, binding_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_COPIED = re.compile(
    r"[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|&'static str|&(?!mut ).*", re.S
)
_EMPTY = re.compile(r"((?:Vec|VecDeque|BTreeSet|HashSet|BinaryHeap|HashMap|BTreeMap)\b)::.*", re.S)
_ASSIGNMENTS = ("assignment_expression", "compound_assignment_expr")


@dataclass(frozen=True)
class Capture:
    """A closure kept in a local, and the local that it captures, by `&mut` where `changed`."""

    closure: Node
    let: Node
    variable: Binding
    changed: bool

    @property
    def name(self) -> str:
        """The captured local's name."""
        return self.variable.name

    @property
    def closure_name(self) -> str:
        """The name of the local that holds the closure."""
        pattern = self.let.child_by_field_name("pattern")
        return text_of(pattern) if pattern is not None else ""

    @property
    def is_reference(self) -> bool:
        """Say whether the local is itself a reference, which can be passed as it is."""
        held = self.variable.type or self.variable.value
        return held is not None and held.type in ("reference_type", "reference_expression")

    @property
    def is_copied(self) -> bool:
        """Say whether the local can be passed by value, as only its value is read."""
        kind, value = self.variable.type, self.variable.value
        if self.changed:
            return False
        if kind is not None or value is None:
            return kind is not None and _COPIED.fullmatch(text_of(kind)) is not None
        return _COPIED.fullmatch(type_of(value) or "") is not None


def find_captures(site: Site) -> list[Capture]:
    """Return the closures whose captures the error is about, if each is a local of its own."""
    use = site.label(r"borrow occurs due to use (?:of .* )?in closure")
    root = (
        re.match(r"[a-z_]\w*", site.source.slice(use.location.span).lstrip("&*(")) if use else None
    )
    if root is None or root[0] == "self":
        return []
    found: dict[int, Capture] = {}
    for label in site.diagnostic.labels:
        if label.location.path != site.source.path:
            continue
        closure = ancestor(site.node_of(label), "closure_expression")
        capture = _capture(closure, root[0]) if closure is not None else None
        if capture is None or closure is None:
            continue
        known = found.get(closure.start_byte)
        mutable = bool(re.match(r"(?:first |second )?mutable borrow occurs", label.text))
        changed = mutable or capture.changed or (known is not None and known.changed)
        found[closure.start_byte] = replace(capture, changed=changed)
    return list(found.values())


def _capture(closure: Node, name: str) -> Capture | None:
    let = closure.parent
    if let is None or let.type != "let_declaration" or let.child_by_field_name("value") != closure:
        return None
    pattern = let.child_by_field_name("pattern")
    if pattern is None or pattern.type != "identifier" or let.child_by_field_name("type"):
        return None
    variable = binding_of(let, name)
    if variable is None or any(child.type == "move" for child in closure.children):
        return None
    text = text_of(closure)
    through = re.search(rf"\*{name}\s*(?:[-+*/%&|^]|<<|>>)?=(?!=)", text)
    return Capture(closure, let, variable, is_changed(name, text) or through is not None)


def parameter_type(site: Site, found: Capture) -> str:
    """Return what the closure's new parameter is to be declared as; `_` where nothing is known."""
    known = _known_type(site, found)
    if found.is_reference:
        return known or ("&mut _" if found.changed else "_")
    if found.changed:
        return f"&mut {known or '_'}"
    return (known or "_") if found.is_copied else f"&{known or '_'}"


def _known_type(site: Site, found: Capture) -> str | None:
    kind, value = found.variable.type, found.variable.value
    if kind is not None or value is None:
        return text_of(kind) if kind is not None else None
    text = text_of(value)
    empty = _EMPTY.fullmatch(text)
    if empty is not None:
        return f"{empty[1]}<_, _>" if "Map" in empty[1] else f"{empty[1]}<_>"
    if text.startswith("vec!"):
        return "Vec<_>"
    if re.fullmatch(r"-?[\d._]+", text):  # Of the type that the rest of the program gives it.
        return _added(site, found)
    return type_of(value)


def _added(site: Site, found: Capture) -> str | None:
    """Return the type of the field or parameter that is added to the number in the closure."""
    body = found.closure.child_by_field_name("body")
    for change in descendants(body or found.closure, *_ASSIGNMENTS):
        left, right = change.child_by_field_name("left"), change.child_by_field_name("right")
        if left is None or right is None or text_of(left) != found.name:
            continue
        name = right.child_by_field_name("field") if right.type == "field_expression" else right
        if name is None or name.type not in ("identifier", "field_identifier"):
            continue
        kinds = {text_of(k) for k in types_of_name(site, name) if k.type == "primitive_type"}
        if len(kinds) == 1:
            return kinds.pop()
    return None
