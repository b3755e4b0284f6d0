"""Gives a parameter the type of what the function is called with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.names import primitive_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import calls_of
from rust_agent_lsp.syntax.expressions import exact_node
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import text_of

# What stands before the error: `fn name(a: u8, b` or `fn name(b:`.
_HEAD = re.compile(
    r"\bfn\s+(?P<function>\w+)\s*(?:<[^()]*>)?\s*\((?P<before>[^(){};]*?)"
    r"\b(?P<name>[a-z_]\w*)\s*(?P<colon>:?)\s*$"
)


class AddParameterType(FixRule):
    """Writes the type of the argument in the first call that tells it, else `i32`.

    Another call may give another type.
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
        kind = _argument_type(site, found["function"], index)
        name = found["name"]
        at = start - len(head.encode()) + len(head.rstrip().encode())
        # A name that nothing else mentions may have run into its type.
        uses = len(re.findall(rb"(?<!\w)%s(?!\w)" % name.encode(), site.source.text))
        safety = Safety.SAFE if uses > 1 else Safety.CHANGES_BEHAVIOUR
        colon = " " if found["colon"] else ": "
        yield site.candidate(
            self.id,
            f"Give `{name}` the type `{kind or 'i32'}`",
            Edit.insert(at, f"{colon}{kind or 'i32'}"),
            safety=safety if kind else Safety.GUESS,
            cost="The type is read from a call." if kind else "The type is a guess.",
        )


def _argument_type(site: Site, function: str, index: int) -> str | None:
    """Return the type of the argument at `index` in the first call that tells it."""
    for call in calls_of(site.source, function):
        if not 0 <= index < len(call.arguments):
            continue
        node = exact_node(site.source, call.arguments[index])
        if node is None:
            continue
        borrow = ""
        if node.type == "reference_expression":
            inner = node.child_by_field_name("value")
            borrow = "&mut " if any(c.type == "mutable_specifier" for c in node.children) else "&"
            node = inner or node
        kind = type_of(node)
        if node.type == "identifier":
            binding = binding_of(node, text_of(node))
            value = binding.value if binding is not None else None
            written = binding.type if binding is not None else None
            kind = text_of(written) if written is not None else (type_of(value) if value else None)
        if kind is not None:
            return borrow + kind.replace("&'static ", "&")
    return None
