"""Boxes the future of an `async fn` that is handed over as a function."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import functions_named, parameters, self_parameter
from rust_agent_lsp.syntax.tree import descendants, text_of

_MISMATCH = re.compile(
    r"expected `(?P<name>\w+)` to return `(?:std::pin::)?Pin<Box<.*>>`, "
    r"but it returns `impl Future",
)


class BoxReturnedFuture(FixRule):
    """Hands over `|x| Box::pin(work(x))` where a function must return a `Pin<Box<dyn Future>>`."""

    codes: ClassVar = ("E0271",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
use std::pin::Pin;
type Job = Box<dyn Fn(u8) -> Pin<Box<dyn Future<Output = ()>>>>;
async fn work(_: u8) {}
pub fn job() -> Job {
    Box::new(work)
}
""",
            after="""\
use std::pin::Pin;
type Job = Box<dyn Fn(u8) -> Pin<Box<dyn Future<Output = ()>>>>;
async fn work(_: u8) {}
pub fn job() -> Job {
    Box::new(|a| Box::pin(work(a)))
}
""",
        ),
    )
    refuses: ClassVar = (
        "fn run<F: Fn() -> u16>(f: F) -> u16 {\n    f()\n}\nfn one() -> u8 {\n    1\n}\n"
        "fn main() {\n    run(one);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = _MISMATCH.search(site.diagnostic.message)
        functions = functions_named(site.source, found["name"]) if found is not None else []
        if found is None or len(functions) != 1 or self_parameter(functions[0]) is not None:
            return
        given = ", ".join("abcdefgh"[: len(parameters(functions[0]))])
        name = found["name"]
        for node in (site.node, *descendants(site.node, "identifier")):
            if node.type != "identifier" or text_of(node) != name:
                continue
            if node.parent is None or node.parent.type not in ("arguments", "field_initializer"):
                continue
            text = f"|{given}| Box::pin({name}({given}))"
            yield site.candidate(self.id, f"Box the future of `{name}`", replace_node(node, text))
            return
