"""Boxes functions and closures that share a collection, so that they get one type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import call_of, functions_named, parameters
from rust_agent_lsp.syntax.elements import elements_of
from rust_agent_lsp.syntax.names import binding_of, used_names
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of
from rust_agent_lsp.syntax.types import plain

_PUTTING = ("push", "push_back", "push_front", "insert")
_PLACES = ("type_item", "field_declaration", "let_declaration", "parameter")
_EMPTY = re.compile(r"(?:\w+::)*(?P<head>\w+)::(?:new|with_capacity)\(.*\)", re.S)


class BoxFunctionPointers(FixRule):
    """Writes `Box<dyn Fn(…)>` for a function pointer type, and boxes what is put there.

    Also for a collection without a declared type that is given different closures; one that is
    given functions alone gets their pointer type. Boxed ones are called through a pointer.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Steps {\n    all: Vec<fn(i32) -> i32>,\n}\n"
            "pub fn f(steps: &mut Steps, by: i32) {\n    steps.all.push(|n| n + 1);\n"
            "    steps.all.push(|n| n + by);\n}\n",
            after="pub struct Steps {\n    all: Vec<Box<dyn Fn(i32) -> i32>>,\n}\n"
            "pub fn f(steps: &mut Steps, by: i32) {\n    steps.all.push(Box::new(|n| n + 1));\n"
            "    steps.all.push(Box::new(move |n| n + by));\n}\n",
        ),
        Example(
            before="type Step = fn(i32) -> i32;\nfn twice(n: i32) -> i32 {\n    n * 2\n}\n"
            "pub fn f(by: i32) -> usize {\n    let steps: [Step; 2] = [twice, |n| n + by];\n"
            "    steps.len()\n}\n",
            after="type Step = Box<dyn Fn(i32) -> i32>;\nfn twice(n: i32) -> i32 {\n    n * 2\n}\n"
            "pub fn f(by: i32) -> usize {\n"
            "    let steps: [Step; 2] = [Box::new(twice), Box::new(move |n| n + by)];\n"
            "    steps.len()\n}\n",
        ),
        Example(
            before="pub fn f(by: i32) -> usize {\n    let mut steps = Vec::new();\n"
            "    steps.push(|n: i32| n + 1);\n    steps.push(|n: i32| n + by);\n"
            "    steps.len()\n}\n",
            after="pub fn f(by: i32) -> usize {\n"
            "    let mut steps: Vec<Box<dyn Fn(i32) -> _>> = Vec::new();\n"
            "    steps.push(Box::new(|n: i32| n + 1));\n"
            "    steps.push(Box::new(move |n: i32| n + by));\n    steps.len()\n}\n",
        ),
        Example(
            before="fn twice(n: i32) -> i32 {\n    n * 2\n}\n"
            "fn half(n: i32) -> i32 {\n    n / 2\n}\n"
            "pub fn f() -> usize {\n    let mut steps = Vec::new();\n    steps.push(twice);\n"
            "    steps.push(half);\n    steps.len()\n}\n",
            after="fn twice(n: i32) -> i32 {\n    n * 2\n}\n"
            "fn half(n: i32) -> i32 {\n    n / 2\n}\n"
            "pub fn f() -> usize {\n    let mut steps: Vec<fn(i32) -> i32> = Vec::new();\n"
            "    steps.push(twice);\n    steps.push(half);\n    steps.len()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn run(f: fn(u8) -> u8) -> u8 {\n    f(1)\n}\npub fn go(by: u8) -> u8 {\n"
        "    run(|n| n + by)\n}\n",
        "pub fn f() {\n    let mut all = Vec::new();\n    all.push(1);\n    all.push('a');\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        pointer = site.match(r"expected fn pointer `([^`]+)`")
        if pointer is not None and site.match("if they do not capture any variables") is not None:
            yield from self._pointers(site, _shape(pointer[1]))
        elif site.match(r"found a different (?:closure|fn item)") is not None:
            yield from self._untyped(site)

    def _pointers(self, site: Site, shape: str) -> Iterator[Candidate]:
        """Change the pointer type where it is written, and box what such places are given."""
        root = site.source.tree.root_node
        edits: list[Edit] = []
        holders: list[Node] = []
        for kind in descendants(root, "function_type"):
            holder = ancestor(kind, *_PLACES, "function_item", "const_item", "static_item")
            if _shape(text_of(kind)) != shape or holder is None or holder.type not in _PLACES:
                continue
            if holder.type == "parameter" and holder.child_by_field_name("type") == kind:
                # The callers may go on as they do.
                edits.append(replace_node(kind, f"impl {_trait(kind)} + 'static"))
            else:
                edits.append(replace_node(kind, f"Box<dyn {_trait(kind)}>"))
                holders.append(holder)
        aliases = {node_name(h) for h in holders if h.type == "type_item"}
        for name in descendants(root, "type_identifier"):
            place = ancestor(name, *_PLACES)
            if text_of(name) in aliases and place is not None and place.type != "type_item":
                holders.append(place)
        put = list({v.start_byte: v for h in holders for v in _given(site, root, h)}.values())
        if not holders or not put:
            return
        edits += [edit for value in put for edit in _boxed(value)]
        yield site.candidate(
            self.id,
            "Box the functions and closures that are kept together",
            *edits,
            safety=self.safety,
            cost="Each is called through a pointer, and users of the type see another one.",
        )

    def _untyped(self, site: Site) -> Iterator[Candidate]:
        """Declare the collection that is filled with different functions or closures."""
        called = ancestor(site.node, "call_expression")
        call = call_of(called) if called is not None else None
        if call is None or call.receiver is None or call.name not in _PUTTING:
            return
        binding = binding_of(call.receiver, text_of(call.receiver))
        value = binding.value if binding is not None else None
        made = _EMPTY.fullmatch(text_of(value)) if value is not None else None
        if binding is None or made is None or binding.type is not None:
            return
        put = list(_given(site, site.source.tree.root_node, binding.holder))
        if not put:
            return
        kind, boxed = _signature(site, put[0]), False
        if any(v.type == "closure_expression" for v in put):
            shown = next((s for v in put if (s := _closure_type(v)) is not None), None)
            kind, boxed = f"Box<dyn {shown}>" if shown is not None else None, True
        if kind is None:
            return
        keys = "_, " if made["head"].endswith("Map") else ""
        yield site.candidate(
            self.id,
            f"Declare `{binding.name}` as `{made['head']}<{keys}{kind}>`",
            insert_after(binding.node, f": {made['head']}<{keys}{kind}>"),
            *(edit for v in put for edit in (_boxed(v) if boxed else ())),
            safety=Safety.CHANGES_BEHAVIOUR if boxed else Safety.SAFE,
            cost="Each is called through a pointer." if boxed else "",
        )


def _shape(text: str) -> str:
    """Return a function pointer type without lifetimes, paths, names and spaces."""
    text = re.sub(r"for<[^>]*>\s*", "", text)
    text = re.sub(r"([(,]\s*)[a-z_]\w*\s*:\s*(?!:)", r"\1", text)
    return "".join(plain(re.sub(r"&'\w+\s+", "&", text)).split())


def _trait(kind: Node) -> str:
    """Return the closure trait of a function pointer type: `fn(u8) -> u8` → `Fn(u8) -> u8`."""
    text = re.sub(r"^fn\s*", "Fn", text_of(kind))
    return re.sub(r"([(,]\s*)[a-z_]\w*\s*:\s*(?!:)", r"\1", text)


def _given(site: Site, root: Node, holder: Node) -> Iterator[Node]:
    """Yield what the file puts into the place that `holder` declares."""
    named = holder.child_by_field_name("pattern") or holder.child_by_field_name("name")
    name = text_of(named).removeprefix("mut ").strip() if named is not None else ""
    value = holder.child_by_field_name("value")
    if holder.type == "let_declaration" and value is not None:
        yield from _values(site, value)
    for call in (c for n in descendants(root, "call_expression") if (c := call_of(n)) is not None):
        listed = call.node.child_by_field_name("arguments")
        last = listed.named_children[-1] if listed is not None and listed.named_children else None
        if last is None:
            continue
        if holder.type == "parameter" and call.name == node_name(_function_of(holder)):
            places = parameters(_function_of(holder))
            at = places.index(holder) if holder in places else -1
            if listed is not None and 0 <= at < len(listed.named_children):
                yield listed.named_children[at]
        if call.receiver is None or call.name not in _PUTTING:
            continue
        field = call.receiver.child_by_field_name("field")
        if holder.type == "field_declaration":
            mine = field is not None and text_of(field) == name
        else:
            found = binding_of(call.receiver, name) if text_of(call.receiver) == name else None
            mine = found is not None and found.holder == holder
        if mine:
            yield last
    if holder.type == "field_declaration":
        for given in descendants(root, "field_initializer"):
            own, inner = given.child_by_field_name("field"), given.child_by_field_name("value")
            if own is not None and inner is not None and text_of(own) == name:
                yield from _values(site, inner)


def _function_of(parameter: Node) -> Node:
    return ancestor(parameter, "function_item") or parameter


def _values(site: Site, value: Node) -> Iterator[Node]:
    """Yield the functions and closures of a value: of a list each, of another none but itself."""
    if value.type in ("array_expression", "macro_invocation"):
        for span in elements_of(value):
            yield site.source.node_at(span)
    elif value.type in ("closure_expression", "identifier", "scoped_identifier"):
        yield value


def _boxed(value: Node) -> Iterator[Edit]:
    if text_of(value).startswith("Box::new("):
        return
    moved = "move " if value.type == "closure_expression" and _captures(value) else ""
    yield Edit.insert(value.start_byte, f"Box::new({moved}")
    yield Edit.insert(value.end_byte, ")")


def _captures(closure: Node) -> bool:
    """Say whether a closure without `move` uses a local of the function around it."""
    body = closure.child_by_field_name("body")
    if body is None or text_of(closure).startswith("move"):
        return False
    bindings = (binding_of(body, name) for name in used_names(body))
    own = Span(closure.start_byte, closure.end_byte)
    return any(b is not None and not own.contains(span_of(b.node)) for b in bindings)


def _signature(site: Site, value: Node) -> str | None:
    """Return the pointer type of a function of this file."""
    found = functions_named(site.source, text_of(value))
    if len(found) != 1 or found[0].child_by_field_name("type_parameters") is not None:
        return None
    kinds = [p.child_by_field_name("type") for p in parameters(found[0])]
    result = found[0].child_by_field_name("return_type")
    listed = ", ".join(text_of(kind) for kind in kinds if kind is not None)
    return f"fn({listed})" + (f" -> {text_of(result)}" if result is not None else "")


def _closure_type(closure: Node) -> str | None:
    listed = closure.child_by_field_name("parameters")
    if closure.type != "closure_expression" or listed is None:
        return None
    kinds = [part.child_by_field_name("type") for part in listed.named_children]
    if any(kind is None for kind in kinds):
        return None
    return f"Fn({', '.join(text_of(k) for k in kinds if k is not None)}) -> _"
