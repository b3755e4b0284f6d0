"""Gives parameters the types that their uses and the calls of the function tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import primitive_names
from rust_agent_lsp.fixes.parameter_types import parameter_types
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import functions_named
from rust_agent_lsp.syntax.tree import text_of

# What stands before the error: `fn name(a: u8, b` or `fn name(b:`.
_HEAD = re.compile(
    r"\bfn\s+(?P<function>\w+)\s*(?:<[^()]*>)?\s*\((?P<before>[^(){};]*?)"
    r"\b(?P<name>[a-z_]\w*)\s*(?P<colon>:?)\s*$"
)


class AddParameterType(FixRule):
    """Writes the type that a call or a use of the parameter tells, else `i32`.

    All parameters without a type get theirs at once. Another call may give another type.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
fn ring(loud: bool, times) {
    println!("{loud} {times}");
}
fn main() {
    let often = 3u8;
    ring(true, often);
}
""",
            after="""\
fn ring(loud: bool, times: u8) {
    println!("{loud} {times}");
}
fn main() {
    let often = 3u8;
    ring(true, often);
}
""",
        ),
        Example(
            before="""\
fn ring(times:) {
    println!("{times}");
}
fn main() {
    ring(3);
}
""",
            after="""\
fn ring(times: i32) {
    println!("{times}");
}
fn main() {
    ring(3);
}
""",
        ),
        Example(
            before="pub struct Spot {\n    x: i32,\n}\npub fn gap(from, to) -> i32 {\n"
            "    (from.x - to.x).abs()\n}\npub fn walk(spots: &[Spot]) -> i32 {\n"
            "    spots.windows(2).map(|w| gap(&w[0], &w[1])).sum()\n}\n",
            after="pub struct Spot {\n    x: i32,\n}\npub fn gap(from: &Spot, to: &Spot) -> i32 {\n"
            "    (from.x - to.x).abs()\n}\npub fn walk(spots: &[Spot]) -> i32 {\n"
            "    spots.windows(2).map(|w| gap(&w[0], &w[1])).sum()\n}\n",
        ),
        Example(
            before="pub struct Pet {\n    name: String,\n    age: u8,\n}\n"
            "pub fn pet(name, age) -> Pet {\n    Pet { name, age }\n}\n",
            after="pub struct Pet {\n    name: String,\n    age: u8,\n}\n"
            "pub fn pet(name: String, age: u8) -> Pet {\n    Pet { name, age }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let x = (1, 2;\n}\n",
        "fn pair(String, u8) {}\nfn main() {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message = site.diagnostic.message
        if not re.match(r"expected one of `:`|expected type, found `[),]`", message):
            return
        start = site.diagnostic.span.start
        head = site.source.slice(Span(max(0, start - 400), start))
        starts = [m.start() for m in re.finditer(r"\bfn\s", head)]
        found = _HEAD.search(head[starts[-1] :]) if starts else None
        if found is None or found["name"] in primitive_names():
            return
        before = re.sub(r"<[^<>]*>|\[[^\]]*\]", "", found["before"])
        index = before.count(",") - bool(re.match(r"\s*&?(?:'\w+\s+)?(?:mut\s+)?self\b", before))
        name, function = found["name"], _function_at(site, found["function"], start)
        yield from self._all(site, function)
        kinds = parameter_types(site.source, function, found["function"], name, index)
        at = start - len(head.encode()) + len(head.rstrip().encode())
        # A name that nothing else mentions may have run into its type.
        uses = len(re.findall(rb"(?<!\w)%s(?!\w)" % name.encode(), site.source.text))
        safety = Safety.SAFE if uses > 1 else Safety.CHANGES_BEHAVIOUR
        colon = " " if found["colon"] else ": "
        for number, kind in enumerate(kinds[:2] or ["i32"]):
            yield site.candidate(
                self.id,
                f"Give `{name}` the type `{kind}`",
                Edit.insert(at, f"{colon}{kind}"),
                safety=safety if kinds and not number else Safety.GUESS,
                cost="The type is read from its uses." if kinds else "The type is a guess.",
            )

    def _all(self, site: Site, function: Node | None) -> Iterator[Candidate]:
        """Give each of several parameters without a type its own."""
        bare = _without_type(function) if function is not None else []
        name = function.child_by_field_name("name") if function is not None else None
        if name is None or len(bare) < 2:
            return
        kinds = [
            parameter_types(site.source, function, text_of(name), text_of(node), index)
            for index, node in bare
        ]
        if not any(kinds):
            return
        for choice in range(min(2, max(map(len, kinds)))):
            written = [(k[min(choice, len(k) - 1)] if k else "i32") for k in kinds]
            yield site.candidate(
                self.id,
                "Give "
                + ", ".join(
                    f"`{text_of(node)}` the type `{kind}`"
                    for (_, node), kind in zip(bare, written, strict=True)
                ),
                *(
                    insert_after(node, f": {kind}")
                    for (_, node), kind in zip(bare, written, strict=True)
                ),
                safety=Safety.SAFE if all(kinds) and not choice else Safety.GUESS,
                cost="The types are read from the uses and the calls.",
            )


def _function_at(site: Site, name: str, at: int) -> Node | None:
    """Return the function of that name whose parameters hold the byte at `at`."""
    for function in functions_named(site.source, name):
        listed = function.child_by_field_name("parameters")
        if listed is not None and listed.start_byte <= at <= listed.end_byte:
            return function
    return None


def _without_type(function: Node) -> list[tuple[int, Node]]:
    """Return the parameters that are no more than a name, each with its place without `self`."""
    listed = function.child_by_field_name("parameters")
    members = [n for n in listed.named_children if "comment" not in n.type] if listed else []
    members = [n for n in members if n.type not in ("self_parameter", "attribute_item")]
    return [
        (index, node)
        for index, node in enumerate(members)
        if node.type == "type_identifier" and re.fullmatch(r"[a-z_]\w*", text_of(node))
    ]
