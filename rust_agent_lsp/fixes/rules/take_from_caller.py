"""Hands a function the variable of its callers that it uses without having it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.names import missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.std_names import words
from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import Call, calls_of, functions_named, self_parameter
from rust_agent_lsp.syntax.names import Binding, binding_of, make_mutable, uses_of
from rust_agent_lsp.syntax.tree import ancestors, span_of, text_of

_COPIED = re.compile(r"(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|&(?!mut).*)$", re.S)
_GROWS = words("push push_str insert remove pop clear extend sort append push_back retain")


class TakeFromCaller(FixRule):
    """Adds a parameter for a variable that each caller has, and passes it in each call.

    A value that is not copied is borrowed, mutably if the function changes it.
    """

    codes: ClassVar = ("E0425",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
fn print_total() {
    println!("{}", total);
}
fn main() {
    let total = 3 + 4;
    print_total();
}
""",
            after="""\
fn print_total(total: i32) {
    println!("{}", total);
}
fn main() {
    let total = 3 + 4;
    print_total(total);
}
""",
        ),
        Example(
            before="""\
fn add(item: &str) {
    items.push(item.to_string());
}
fn main() {
    let mut items: Vec<String> = Vec::new();
    add("pen");
    println!("{:?}", items);
}
""",
            after="""\
fn add(item: &str, items: &mut Vec<String>) {
    items.push(item.to_string());
}
fn main() {
    let mut items: Vec<String> = Vec::new();
    add("pen", &mut items);
    println!("{:?}", items);
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn show() {\n    println!("{}", total);\n}\nfn main() {\n    show();\n}\n',
        'pub fn show() {\n    println!("{}", total);\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        function = site.enclosing("function_item")
        if lost is None or lost.what != "value" or function is None:
            return
        calls = list(calls_of(site.source, node_name(function)))
        unique = len(functions_named(site.source, node_name(function))) == 1
        if not calls or not unique or _is_of_trait(function):
            return
        owners = [o for call in calls if (o := binding_of(call.node, lost.name)) is not None]
        kinds = {_kind(o) for o in owners}
        kind = next(iter(kinds)) if len(owners) == len(calls) and len(kinds) == 1 else None
        block = function.child_by_field_name("body")
        form = _form(kind, block, lost.name) if kind is not None and block is not None else None
        edits = _edits(site, function, lost.name, form, calls) if form is not None else None
        if form is not None and edits is not None:
            yield site.candidate(
                self.id,
                f"Take `{lost.name}: {form[0]}` as a parameter of `{node_name(function)}`",
                *edits,
                safety=self.safety,
                cost=f"Each call of `{node_name(function)}` has to pass its `{lost.name}`.",
            )


def _edits(
    site: Site, function: Node, variable: str, form: tuple[str, str], calls: list[Call]
) -> list[Edit] | None:
    listed = function.child_by_field_name("parameters")
    block = function.child_by_field_name("body")
    written, sign = form
    if listed is None or block is None:
        return None
    edits = _new_parameter(listed, f"{variable}: {written}")
    for call in calls:
        argument = _new_argument(site, call, function, sign + variable)
        if argument is None:
            return None
        edits.append(argument)
        if sign == "&mut ":
            edits += [e for e in make_mutable(call.node, variable) if e not in edits]
    if sign == "&mut " and _COPIED.match(written.removeprefix("&mut ")):
        uses = list(uses_of(block, variable))
        if any(use.type != "identifier" for use in uses):
            return None
        edits += [Edit.insert(use.start_byte, "*") for use in uses]
    return edits


def _is_of_trait(function: Node) -> bool:
    for outer in ancestors(function):
        if outer.type == "impl_item":
            return outer.child_by_field_name("trait") is not None
        if outer.type == "trait_item":
            return True
    return node_name(function) == "main"


def _kind(binding: Binding) -> str | None:
    """Return the type of a variable as its declaration tells it."""
    if binding.type is not None:
        return text_of(binding.type)
    if binding.value is None:
        return None
    return _of_value(binding.value)


def _of_value(value: Node) -> str | None:
    text = text_of(value)
    known = type_of(value)
    if known is not None:
        return known.replace("&'static ", "&")
    if value.type == "binary_expression":
        if re.search(r"[<>=!]=|[<>]|&&|\|\|", text_of(value.children[1])):
            return "bool"
        sides = {_of_value(value.named_children[0]), _of_value(value.named_children[-1])}
        return next(iter(sides)) if len(sides) == 1 else None
    listed = re.fullmatch(r"vec!\s*\[(.*)\]", text, re.S)
    if listed:
        for pattern, kind in (
            (r"\s*-?\d[\d_]*\s*[,;\]]", "Vec<i32>"),
            (r"\s*-?\d[\d_]*\.\d*\s*[,;\]]", "Vec<f64>"),
            (r'\s*"[^"]*"\s*[,;\]]', "Vec<&str>"),
            (r'\s*(?:String::from\(|"[^"]*"\.to_(?:string|owned)\(\))', "Vec<String>"),
        ):
            if re.match(pattern, listed[1] + "]"):
                return kind
    return None


def _form(kind: str, block: Node, variable: str) -> tuple[str, str] | None:
    """Return the parameter's type and what the argument begins with: `&`, `&mut ` or nothing."""
    if "impl " in kind or "'" in kind:
        return None
    if kind.startswith("&"):
        return kind, ""
    if any(_changes(use) for use in uses_of(block, variable)):
        return f"&mut {kind}", "&mut "
    if _COPIED.match(kind):
        return kind, ""
    if kind == "String":
        return "&str", "&"
    items = re.fullmatch(r"Vec<(.*)>", kind, re.S)
    return (f"&[{items[1]}]", "&") if items else (f"&{kind}", "&")


def _changes(use: Node) -> bool:
    """Say whether this use assigns to the variable, to a part of it, or grows it."""
    at = use
    while at.parent is not None and at.parent.type in ("field_expression", "index_expression"):
        field = at.parent.child_by_field_name("field")
        if field is not None and text_of(field) in _GROWS:
            return True
        if at.parent.named_children[0] != at:
            return False
        at = at.parent
    parent = at.parent
    if parent is None:
        return False
    if parent.type == "reference_expression":
        return any(c.type == "mutable_specifier" for c in parent.children)
    assigned = parent.type in ("assignment_expression", "compound_assignment_expr")
    return assigned and parent.child_by_field_name("left") == at


def _new_parameter(listed: Node, text: str) -> list[Edit]:
    last = listed.named_children[-1] if listed.named_children else None
    if last is None:
        return [Edit.insert(listed.start_byte + 1, text)]
    return [Edit.insert(last.end_byte, f", {text}")]


def _new_argument(site: Site, call: Call, function: Node, text: str) -> Edit | None:
    if self_parameter(function) is not None and call.receiver is None:
        return None
    if call.arguments:
        return Edit.insert(call.arguments[-1].end, f", {text}")
    group = call.node.child_by_field_name("arguments") or call.node.next_sibling
    if group is None or site.source.slice(Span(span_of(group).start, group.start_byte + 1)) != "(":
        return None
    return Edit.insert(group.start_byte + 1, text)
