"""Lends a value mutably where it is changed through a shared reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import calls_of, parameters, self_parameter
from rust_agent_lsp.syntax.expressions import is_mutable_reference
from rust_agent_lsp.syntax.mutable import is_place, lent_mutably, root_of
from rust_agent_lsp.syntax.names import Binding, binding_of, make_mutable
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_LENDERS = ("let_declaration", "for_expression", "let_condition", "match_arm")


class TakeMutableReference(FixRule):
    """Turns `&` into `&mut` at the declaration, and at the calls and owners that feed it.

    A method's `&self` becomes `&mut self`, in its trait too when this is in the same file. A name
    bound by a pattern or a loop is followed to the reference that it is a part of.
    """

    codes: ClassVar = ("E0596", "E0594")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
fn add(total: &u32, n: u32) {
    *total += n;
}
fn main() {
    let total = 0;
    add(&total, 2);
    println!("{total}");
}
""",
            after="""\
fn add(total: &mut u32, n: u32) {
    *total += n;
}
fn main() {
    let mut total = 0;
    add(&mut total, 2);
    println!("{total}");
}
""",
            code="E0594",
        ),
        Example(
            before="""\
struct Counter {
    hits: Vec<u32>,
}
impl Counter {
    fn hit(&self, n: u32) {
        self.hits.push(n);
    }
}
fn main() {
    let counter = Counter { hits: vec![] };
    counter.hit(1);
}
""",
            after="""\
struct Counter {
    hits: Vec<u32>,
}
impl Counter {
    fn hit(&mut self, n: u32) {
        self.hits.push(n);
    }
}
fn main() {
    let mut counter = Counter { hits: vec![] };
    counter.hit(1);
}
""",
            code="E0596",
        ),
        Example(
            before="""\
fn main() {
    let mut names = vec![String::new()];
    for name in &names {
        name.push('a');
    }
    println!("{names:?}");
}
""",
            after="""\
fn main() {
    let mut names = vec![String::new()];
    for name in &mut names {
        name.push('a');
    }
    println!("{names:?}");
}
""",
            code="E0596",
        ),
        Example(
            before="pub enum Shape {\n    Circle { radius: f32 },\n    Dot,\n}\nimpl Shape {\n"
            "    fn scale(&self, by: f32) {\n        match self {\n"
            "            Shape::Circle { radius } => *radius *= by,\n"
            "            Shape::Dot => {}\n        }\n    }\n}\npub fn f() {\n"
            "    let shape = Shape::Dot;\n    shape.scale(2.0);\n}\n",
            after="pub enum Shape {\n    Circle { radius: f32 },\n    Dot,\n}\nimpl Shape {\n"
            "    fn scale(&mut self, by: f32) {\n        match self {\n"
            "            Shape::Circle { radius } => *radius *= by,\n"
            "            Shape::Dot => {}\n        }\n    }\n}\npub fn f() {\n"
            "    let mut shape = Shape::Dot;\n    shape.scale(2.0);\n}\n",
            code="E0594",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let total = 0;\n    total += 2;\n    let v: Vec<u8> = vec![];\n"
        '    v.push(1);\n    println!("{total}");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message = site.diagnostic.message
        if "behind a `&` reference" not in message and "behind a `&`" not in message:
            return
        found = re.search(r"`[*(]*(\w+)", message)
        function = site.enclosing("function_item")
        if found is None or function is None:
            return
        name = found[1]
        if name == "self":
            yield from self._on_self(site, function)
            return
        binding = binding_of(site.node, name)
        if binding is None:
            return
        if binding.holder.type == "parameter":
            yield from self._on_parameter(site, binding)
        elif binding.holder.type in _LENDERS:
            yield from self._on_local(site, binding)

    def _on_self(
        self, site: Site, function: Node, lent: Sequence[Edit] = ()
    ) -> Iterator[Candidate]:
        receiver = self_parameter(function)
        name = function.child_by_field_name("name")
        if receiver is None or name is None or not re.match(r"&(?:'\w+ )?self$", text_of(receiver)):
            return
        edits = [*lent, *_self_edits(site, function)]
        implementation = ancestor(function, "impl_item")
        trait = implementation.child_by_field_name("trait") if implementation else None
        if trait is not None:
            declared = _trait_method(site, text_of(trait), text_of(name))
            if declared is None:
                return
            edits.append(declared)
        public = any(child.type == "visibility_modifier" for child in function.children)
        yield site.candidate(
            self.id,
            f"Let `{text_of(name)}` take `&mut self`",
            *dict.fromkeys(edits),
            safety=Safety.API_CHANGE if public or trait is not None else Safety.SAFE,
        )

    def _on_parameter(
        self, site: Site, binding: Binding, lent: Sequence[Edit] = ()
    ) -> Iterator[Candidate]:
        kind = binding.type
        function = ancestor(binding.holder, "function_item")
        if kind is None or function is None or kind.type != "reference_type":
            return
        edits = [*lent, insert_before(kind.child_by_field_name("type") or kind, "mut ")]
        name = function.child_by_field_name("name")
        index = parameters(function).index(binding.holder)
        shift = 0 if self_parameter(function) is None else 1
        for call in calls_of(site.source, text_of(name) if name else ""):
            at = index if call.receiver is not None else index + shift
            if at >= len(call.arguments):
                continue
            argument = site.source.node_at(call.arguments[at])
            start = call.arguments[at].start
            text = site.source.slice(call.arguments[at])
            if text.startswith("&") and not text.startswith("&mut "):
                edits.append(Edit.insert(start + 1, "mut "))
                inner = argument.child_by_field_name("value")
                if inner is not None and inner.type == "identifier":
                    edits += make_mutable(inner)
        public = any(child.type == "visibility_modifier" for child in function.children)
        yield site.candidate(
            self.id,
            f"Let `{text_of(name) if name else 'it'}` take `{binding.name}` by `&mut`",
            *dict.fromkeys(edits),
            safety=Safety.API_CHANGE if public else Safety.SAFE,
        )

    def _on_local(
        self, site: Site, binding: Binding, lent: Sequence[Edit] = ()
    ) -> Iterator[Candidate]:
        holder = binding.holder
        # In an arm the name stands for a part of what is matched.
        held = ancestor(holder, "match_expression") if holder.type == "match_arm" else holder
        value = held.child_by_field_name("value") if held is not None else None
        if value is None:
            return
        inner, own = lent_mutably(value)
        kind = binding.type
        if own and kind is not None and kind.type == "reference_type":
            own.append(insert_before(kind.child_by_field_name("type") or kind, "mut "))
        owners = list(self._on_owner(site, inner, [*lent, *own]))
        yield from owners
        if owners or not own:
            return
        if inner.type == "identifier":
            own += make_mutable(inner)
        title = f"Let `{binding.name}` borrow mutably"
        yield site.candidate(self.id, title, *dict.fromkeys([*lent, *own]))

    def _on_owner(self, site: Site, place: Node, lent: Sequence[Edit]) -> Iterator[Candidate]:
        """Let the reference that `place` is reached through be `&mut`, where it is a shared one."""
        root = root_of(place) if is_place(place) else None
        function = ancestor(place, "function_item")
        if root is None or function is None:
            return
        if root.type == "self":
            yield from self._on_self(site, function, lent)
            return
        binding = binding_of(root, text_of(root))
        if binding is None:
            return
        if binding.holder.type == "parameter":
            kind = binding.type
            if kind is not None and not is_mutable_reference(kind):
                yield from self._on_parameter(site, binding, lent)
        elif binding.holder.type in _LENDERS:
            yield from self._on_local(site, binding, lent)


def _self_edits(site: Site, function: Node) -> list[Edit]:
    """Change `&self` in `function` and in the methods that call it on `self`, and their owners."""
    edits: list[Edit] = []
    seen: set[int] = set()
    todo = [function]
    while todo:
        method = todo.pop()
        receiver, name = self_parameter(method), method.child_by_field_name("name")
        if receiver is None or name is None or method.start_byte in seen:
            continue
        seen.add(method.start_byte)
        if re.match(r"&(?:'\w+ )?self$", text_of(receiver)):
            edits.append(Edit.insert(receiver.end_byte - len("self"), "mut "))
        for call in calls_of(site.source, text_of(name)):
            if call.receiver is None:
                continue
            if call.receiver.type == "identifier":
                edits += make_mutable(call.receiver)
            caller = ancestor(call.node, "function_item")
            if call.receiver.type == "self" and caller is not None:
                todo.append(caller)
    return edits


def _trait_method(site: Site, trait: str, method: str) -> Edit | None:
    """Change the method's `&self` in the trait of this file."""
    for item in descendants(site.source.tree.root_node, "trait_item"):
        name = item.child_by_field_name("name")
        if name is None or text_of(name) != trait:
            continue
        for found in descendants(item, "function_signature_item", "function_item"):
            own = found.child_by_field_name("name")
            receiver = self_parameter(found)
            if own is None or receiver is None or text_of(own) != method:
                continue
            if text_of(receiver) == "&self":
                return Edit.insert(receiver.end_byte - len("self"), "mut ")
    return None
