"""Names a type that the compiler cannot work out in time, but a later use tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import crate_items, find_item, named_fields
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import call_of, parameter_of_argument
from rust_agent_lsp.syntax.names import Binding, binding_of, uses_of
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of
from rust_agent_lsp.syntax.types import split_generic

_MOST = 4
_COMPARED = ("binary_expression", "compound_assignment_expr", "assignment_expression")
_LISTS = ("Vec", "VecDeque", "HashSet", "BTreeSet", "BinaryHeap")
_FILLED = {"push": 0, "push_back": 0, "push_front": 0, "insert": -1}


class AnnotateFromUse(FixRule):
    """Writes the type that a variable or closure parameter gets from how it is used later.

    It is the type of the parameter or field that it is given to, of the function's result, of
    what it is compared with or set to, or of the closure's arguments.
    """

    codes: ClassVar = ("E0282", "E0283", "E0284")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="use std::collections::HashSet;\npub fn unique(words: &[&str]) ->"
            " HashSet<String> {\n    let set = words.iter().map(|w| w.to_lowercase()).collect();\n"
            '    println!("{}", set.len());\n    set\n}\n',
            after="use std::collections::HashSet;\npub fn unique(words: &[&str]) ->"
            " HashSet<String> {\n    let set: HashSet<String> ="
            " words.iter().map(|w| w.to_lowercase()).collect();\n"
            '    println!("{}", set.len());\n    set\n}\n',
            code="E0282",
        ),
        Example(
            before="pub struct User {\n    pub age: u32,\n}\npub fn adults(users: &[User]) -> usize"
            " {\n    let is_adult = |u| u.age >= 18;\n    let mut count = 0;\n"
            "    for user in users {\n        if is_adult(user) {\n            count += 1;\n"
            "        }\n    }\n    count\n}\n",
            after="pub struct User {\n    pub age: u32,\n}\npub fn adults(users: &[User]) -> usize"
            " {\n    let is_adult = |u: &User| u.age >= 18;\n    let mut count = 0;\n"
            "    for user in users {\n        if is_adult(user) {\n            count += 1;\n"
            "        }\n    }\n    count\n}\n",
            code="E0282",
        ),
        Example(
            before="#[derive(Default)]\npub struct Config {\n    pub depth: u32,\n}\n"
            "fn show(_: &Config) {}\npub fn f() {\n    let mut config = Default::default();\n"
            "    config.depth = 3;\n    show(&config);\n}\n",
            after="#[derive(Default)]\npub struct Config {\n    pub depth: u32,\n}\n"
            "fn show(_: &Config) {}\npub fn f() {\n    let mut config: Config ="
            " Default::default();\n    config.depth = 3;\n    show(&config);\n}\n",
            code="E0282",
        ),
        Example(
            before="pub fn board() -> usize {\n    let mut tiles = Default::default();\n"
            "    for row in &mut tiles {\n        for tile in row {\n            *tile = 1;\n"
            "        }\n    }\n    let tiles: [[usize; 3]; 3] = tiles;\n    tiles[0][0]\n}\n",
            after="pub fn board() -> usize {\n    let mut tiles: [[usize; 3]; 3] ="
            " Default::default();\n    for row in &mut tiles {\n        for tile in row {\n"
            "            *tile = 1;\n        }\n    }\n"
            "    let tiles: [[usize; 3]; 3] = tiles;\n    tiles[0][0]\n}\n",
            code="E0282",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let n = "5".parse().unwrap();\n    println!("{n}");\n}\n',
        "fn main() {\n    let same = |x| x;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = _declared(site)
        if found is None:
            return
        name, scope = found
        if ancestor(name, "closure_parameters") is not None:
            kinds = _given(site, name)
        else:
            uses = [u for u in uses_of(scope, text_of(name)) if u.start_byte > name.end_byte]
            kinds = (kind for use in uses for kind in _told(site, use))
        written = dict.fromkeys(k.replace("&'static str", "&str") for k in kinds if "_" not in k)
        for kind in list(written)[:_MOST]:
            yield site.candidate(
                self.id,
                f"Say that `{text_of(name)}` is `{kind}`",
                insert_after(name, f": {kind}"),
            )


def _declared(site: Site) -> tuple[Node, Node] | None:
    """Return the name that needs a type, and the block or closure that it is known in."""
    node = site.node
    parameters = ancestor(node, "closure_parameters")
    if parameters is not None and node.type == "identifier" and node.parent == parameters:
        closure = parameters.parent
        return (node, closure) if closure is not None else None
    let = ancestor(node, "let_declaration", "block")
    if let is None or let.type != "let_declaration":
        let = _source(node)
    if let is None or let.child_by_field_name("type"):
        return None
    pattern, block = let.child_by_field_name("pattern"), ancestor(let, "block")
    if pattern is None or pattern.type != "identifier" or block is None:
        return None
    return pattern, block


def _source(node: Node) -> Node | None:
    """Return the `let` of what the loop variable at `node` is an item of, loops in loops too."""
    name = next(descendants(node, "identifier"), None)
    for _ in range(_MOST):
        binding = binding_of(name, text_of(name)) if name is not None else None
        if binding is None or binding.holder.type != "for_expression":
            found = binding is not None and binding.holder.type == "let_declaration"
            return binding.holder if binding is not None and found else None
        value = binding.holder.child_by_field_name("value")
        name = next(descendants(value, "identifier"), None) if value is not None else None
    return None


def _told(site: Site, use: Node) -> Iterator[str]:
    """Yield what the surroundings of a use say of the variable's type."""
    whole, parent, borrowed = use, use.parent, False
    if parent is not None and parent.type == "reference_expression":
        whole, parent, borrowed = parent, parent.parent, True
    if parent is None:
        return
    kind = _wanted(site, whole, parent)
    if kind is not None:
        bare = re.sub(r"^&(?:'\w+ )?(?:mut )?", "", kind)
        yield bare if borrowed else kind
    if not borrowed:
        yield from _filled(site, use)


def _wanted(site: Site, whole: Node, parent: Node) -> str | None:
    """Return the type of the place that the variable (or a reference to it) is put in."""
    function = ancestor(whole, "function_item", "closure_expression")
    if function is not None and any(value == whole for value in returned(function)):
        kind = function.child_by_field_name("return_type")
        return text_of(kind) if kind is not None else None
    if parent.type == "let_declaration":
        kind = parent.child_by_field_name("type")
        return text_of(kind) if kind is not None else None
    if parent.type == "arguments" and parent.parent is not None:
        return _parameter(site, whole, parent.parent)
    if parent.type in _COMPARED:
        sides = [parent.child_by_field_name(side) for side in ("left", "right")]
        other = next((s for s in sides if s is not None and s != whole), None)
        told = _kind(site, other) if other is not None and "literal" not in other.type else None
        return told.lstrip("&") if told and parent.type == "binary_expression" else told
    literal = ancestor(parent, "struct_expression")
    if literal is None or not parent.type.endswith("initializer"):
        return None
    name = literal.child_by_field_name("name")
    if parent.type == "base_field_initializer":
        return text_of(name) if name is not None else None
    field = parent.child_by_field_name("field") or parent.child_by_field_name("name") or whole
    item = find_item(site, text_of(name), "type") if name is not None else None
    return named_fields(item.node).get(text_of(field)) if item is not None else None


def _parameter(site: Site, argument: Node, node: Node) -> str | None:
    """Return the type of the parameter (or of the collection's items) that takes `argument`."""
    call = call_of(node)
    spans = list(call.arguments) if call is not None else []
    if call is None or span_of(argument) not in spans:
        return None
    index = spans.index(span_of(argument))
    found = parameter_of_argument(site.source, call, index)
    kind = found[1].child_by_field_name("type") if found is not None else None
    if kind is not None:
        return text_of(kind)
    if call.receiver is None or call.name not in _FILLED:
        return None
    inside = split_generic((_kind(site, call.receiver) or "").lstrip("&").removeprefix("mut "))[1]
    at = index if len(inside) == len(spans) else -1
    return inside[at] if inside and index < len(inside) else None


def _filled(site: Site, use: Node) -> Iterator[str]:
    """Yield the type of a list or text that something is added to."""
    access = use.parent
    node = access.parent if access is not None and access.type == "field_expression" else None
    call = call_of(node) if node is not None else None
    if call is None or call.receiver != use or len(call.arguments) != 1:
        return
    kind = _kind(site, site.source.node_at(call.arguments[0]))
    if call.name == "push_str" or (call.name == "push" and kind == "char"):
        yield "String"
    elif call.name in ("push", "push_back") and kind is not None:
        headed = re.search(r"needed for `(\w+)<", site.diagnostic.message)
        yield f"{headed[1] if headed and headed[1] in _LISTS else 'Vec'}<{kind}>"


def _given(site: Site, name: Node) -> Iterator[str]:
    """Yield the types of what a closure is called with, then of the only struct with a field."""
    closure = ancestor(name, "closure_expression")
    listed = name.parent.named_children if name.parent is not None else []
    let = closure.parent if closure is not None else None
    block = ancestor(let, "block") if let is not None else None
    own = let.child_by_field_name("pattern") if let is not None else None
    if own is not None and block is not None and let is not None and let.type == "let_declaration":
        for node in descendants(block, "call_expression"):
            call = call_of(node)
            if call is None or call.name != text_of(own) or len(call.arguments) != len(listed):
                continue
            kind = _kind(site, site.source.node_at(call.arguments[listed.index(name)]))
            if kind is not None:
                yield kind
    fields = {
        text_of(field)
        for access in (descendants(closure, "field_expression") if closure is not None else ())
        if (value := access.child_by_field_name("value")) is not None
        and text_of(value) == text_of(name)
        and (field := access.child_by_field_name("field")) is not None
        and (access.parent is None or access.parent.type != "call_expression")
    }
    fit = [i.name for i in crate_items(site) if fields and fields <= set(named_fields(i.node))]
    if len(fit) == 1:
        yield f"&{fit[0]}"


def _kind(site: Site, node: Node) -> str | None:
    """Return the type of an expression, loop variables and references included."""
    if node.type == "reference_expression" and node.named_children:
        inner = _kind(site, node.named_children[-1])
        return f"&{inner}" if inner is not None else None
    known = value_type(site.source, node)
    if known is not None or node.type != "identifier":
        return known
    binding = binding_of(node, text_of(node))
    if binding is None or binding.holder.type != "for_expression" or not binding.whole:
        return _listed(binding) if binding is not None else None
    value = binding.holder.child_by_field_name("value")
    if value is None:
        return None
    borrowed = value.type == "reference_expression" or text_of(value).endswith(".iter()")
    root = next(descendants(value, "identifier"), None)
    source = binding_of(root, text_of(root)) if root is not None else None
    whole = text_of(source.type) if source is not None and source.type is not None else None
    whole = whole or (_listed(source) if source is not None else None)
    item = re.search(r"(?:Vec<|\[)(.+?)(?:;.*)?[>\]]$", whole or "")
    if item is None:
        return None
    return f"&{item[1]}" if borrowed or str(whole).startswith("&") else item[1]


def _listed(binding: Binding) -> str | None:
    """Return the type of a list that is written out: `vec![User { … }]` → `Vec<User>`."""
    text = text_of(binding.value) if binding.value is not None else ""
    found = re.match(r"(?:vec!|&)?\[\s*(?:(\w+)(?:::new\(| \{)|(\")|(\d+[,;\]])|(\d+\.\d))", text)
    if found is None:
        return None
    return f"Vec<{found[1] or ('&str' if found[2] else 'i32' if found[3] else 'f64')}>"
