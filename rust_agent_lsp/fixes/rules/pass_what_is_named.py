"""Passes the argument that the surroundings name: a variant, a field, a constant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.arguments import Lack, insertion, lacking
from rust_agent_lsp.fixes.items import crate_items, find_item, named_fields, node_name, variants
from rust_agent_lsp.fixes.names import base_name, locals_at
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import self_parameter
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of
from rust_agent_lsp.syntax.types import plain


class PassWhatIsNamed(FixRule):
    """Passes a value that the code around the call has a name for, where one argument is lacking.

    It is the variant that the function, match arm or variable is named after (`Level::Warn` in
    `fn warn`), the field named like the parameter, of `self` or of the one local that has it, or
    the one constant of the type that is named after the parameter.
    """

    codes: ClassVar = ("E0061",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub enum Level {\n    Info,\n    Warn,\n}\n"
            "fn log(_: Level, text: &str) -> usize {\n    text.len()\n}\n"
            "pub fn warn(text: &str) -> usize {\n    log(text)\n}\n",
            after="pub enum Level {\n    Info,\n    Warn,\n}\n"
            "fn log(_: Level, text: &str) -> usize {\n    text.len()\n}\n"
            "pub fn warn(text: &str) -> usize {\n    log(Level::Warn, text)\n}\n",
        ),
        Example(
            before="pub struct Canvas {\n    width: u32,\n}\nimpl Canvas {\n"
            "    fn line(&self, y: u32, width: u32) -> u32 {\n        y * width\n    }\n"
            "    pub fn draw(&self) -> u32 {\n        self.line(3)\n    }\n}\n",
            after="pub struct Canvas {\n    width: u32,\n}\nimpl Canvas {\n"
            "    fn line(&self, y: u32, width: u32) -> u32 {\n        y * width\n    }\n"
            "    pub fn draw(&self) -> u32 {\n        self.line(3, self.width)\n    }\n}\n",
        ),
        Example(
            before="pub struct Plot {\n    width: f64,\n    depth: f64,\n}\n"
            "fn area(width: f64, depth: f64) -> f64 {\n    width * depth\n}\n"
            "pub fn f(plot: &Plot) -> f64 {\n    area(plot.width)\n}\n",
            after="pub struct Plot {\n    width: f64,\n    depth: f64,\n}\n"
            "fn area(width: f64, depth: f64) -> f64 {\n    width * depth\n}\n"
            "pub fn f(plot: &Plot) -> f64 {\n    area(plot.width, plot.depth)\n}\n",
        ),
        Example(
            before="const TAX_RATE: f64 = 0.2;\nfn price(net: f64, rate: f64) -> f64 {\n"
            "    net * (1.0 + rate)\n}\npub fn f() -> f64 {\n    price(3.0)\n}\n",
            after="const TAX_RATE: f64 = 0.2;\nfn price(net: f64, rate: f64) -> f64 {\n"
            "    net * (1.0 + rate)\n}\npub fn f() -> f64 {\n    price(3.0, TAX_RATE)\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub enum Level {\n    Info,\n    Warn,\n}\nfn log(_: Level, text: &str) -> usize {\n"
        '    text.len()\n}\npub fn show() -> usize {\n    log("x")\n}\n',
        "const TAX_RATE: f64 = 0.2;\nconst FULL_RATE: f64 = 0.3;\n"
        "fn price(net: f64, rate: f64) -> f64 {\n    net * rate\n}\n"
        "pub fn f() -> f64 {\n    price(3.0)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lack = lacking(site)
        if lack is None or binding_of(site.node, lack.name) is not None:
            return
        fields = list(dict.fromkeys(_fields(site, lack)))
        found = fields[:1] if len(fields) == 1 else []
        if not found:
            found = [v for v in (_variant(site, lack), _constant(site, lack)) if v is not None]
        for value in found:
            yield site.candidate(
                self.id,
                f"Pass `{value}` as `{lack.name}` to `{lack.call.name}`",
                insertion(site, lack.call, lack.index, value),
                safety=self.safety,
                cost="The value is told by its name alone.",
            )


def _variant(site: Site, lack: Lack) -> str | None:
    """Return the only variant that the nearest name around the call speaks of."""
    item = find_item(site, lack.kind, "type")
    if item is None or item.node.type != "enum_item" or lack.kind.startswith("&mut"):
        return None
    plain_ones = [v for v in variants(item.node) if v.child_by_field_name("body") is None]
    for words in _names_around(site.node):
        fit = [node_name(v) for v in plain_ones if _within(_snake(node_name(v)), words)]
        if len(fit) == 1:
            lent = "&" if lack.kind.startswith("&") else ""
            return f"{lent}{lack.kind.removeprefix('&').strip()}::{fit[0]}"
    return None


def _names_around(node: Node) -> Iterator[str]:
    """Yield what the code around a call is named after, the nearest first, in snake case."""
    for at in ancestors(node):
        pattern = at.child_by_field_name("pattern")
        if at.type == "match_arm" and pattern is not None:
            yield _snake(" ".join(re.findall(r"\w+", text_of(pattern))).replace(" ", "_"))
        elif at.type == "let_declaration" and pattern is not None:
            yield text_of(pattern)
        elif at.type == "field_initializer":
            field = at.child_by_field_name("field")
            yield text_of(field) if field is not None else ""
        elif at.type == "function_item":
            yield node_name(at)
            return


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _within(part: str, name: str) -> bool:
    """Say whether the words of `part` stand together in `name`."""
    return f"_{part}_" in f"_{name.lower()}_"


def _fields(site: Site, lack: Lack) -> Iterator[str]:
    """Yield the fields named like the parameter: of `self`, else of the locals."""
    function = ancestor(site.node, "function_item")
    block = ancestor(site.node, "impl_item")
    owner = block.child_by_field_name("type") if block is not None else None
    if function is not None and owner is not None and self_parameter(function) is not None:
        value = _field(site, "self", text_of(owner), lack)
        if value is not None:
            yield value
            return
    beside = list(_beside(site, lack))
    if beside:
        yield from beside
        return
    used = [n for span in lack.call.arguments for n in _roots(site.source.node_at(span))]
    others = list(locals_at(site.node))
    for group in (used, others):
        values = [_field(site, text_of(n), _type_of(site, n), lack) for n in group]
        if any(value is not None for value in values):
            yield from (value for value in values if value is not None)
            return


def _beside(site: Site, lack: Lack) -> Iterator[str]:
    """Yield the field beside one that is passed: `plot.depth` where `plot.width` is."""
    for span in lack.call.arguments:
        found = re.fullmatch(r"&?(\w+(?:\.\w+)*)\.(\w+)", site.source.slice(span))
        for item in crate_items(site) if found is not None else ():
            if found is not None and found[2] in named_fields(item.node):
                value = _field(site, found[1], item.name, lack)
                if value is not None:
                    yield value


def _roots(node: Node) -> list[Node]:
    """Return the variables that an argument is made of."""
    return list(descendants(node, "identifier"))


def _type_of(site: Site, name: Node) -> str:
    binding = binding_of(site.node, text_of(name))
    if binding is None:
        return ""
    if binding.type is not None:
        return text_of(binding.type)
    return (value_type(site.source, binding.value) or "") if binding.value is not None else ""


def _field(site: Site, owner: str, kind: str, lack: Lack) -> str | None:
    """Return `owner.field` as it is passed, where the owner's struct has such a field."""
    item = find_item(site, base_name(kind), "type") if kind else None
    held = named_fields(item.node).get(lack.name) if item is not None else None
    if held is None:
        return None
    wanted, held = plain(lack.kind), plain(held)
    if wanted == held:
        return f"{owner}.{lack.name}"
    if wanted == f"&{held}" or (wanted, held) == ("&str", "String"):
        return f"&{owner}.{lack.name}"
    in_vec = re.fullmatch(r"Vec<(.+)>", held)
    return f"&{owner}.{lack.name}" if in_vec and wanted == f"&[{in_vec[1]}]" else None


def _constant(site: Site, lack: Lack) -> str | None:
    """Return the only constant of the type that has the parameter's name in its own."""
    fit = [
        item.name
        for item in crate_items(site)
        if item.kind == "value"
        and not item.modules
        and (kind := item.node.child_by_field_name("type")) is not None
        and plain(text_of(kind)) == plain(lack.kind)
        and _within(lack.name, item.name)
    ]
    return fit[0] if len(fit) == 1 else None
