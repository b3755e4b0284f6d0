"""Reads a number (or `bool`, `char`) out of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import FLOATS, NUMBERS, plain

_TEXTS = ("&str", "String", "&String", "&&str", "&mut String")


class ParseText(FixRule):
    """Writes a literal without its quotes, and reads any other text with `.parse()`.

    A text that is no number ends the program, or counts as zero where it is a literal.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before='fn main() {\n    let age: u8 = "42";\n    println!("{age}");\n}\n',
            after='fn main() {\n    let age: u8 = 42;\n    println!("{age}");\n}\n',
        ),
        Example(
            before="""\
fn next(line: String) -> i32 {
    let n: i32 = line;
    n + 1
}
fn main() {
    println!("{}", next(String::from("1")));
}
""",
            after="""\
fn next(line: String) -> i32 {
    let n: i32 = line.parse().unwrap();
    n + 1
}
fn main() {
    println!("{}", next(String::from("1")));
}
""",
        ),
    )
    refuses: ClassVar = (
        'struct Age(u8);\nfn main() {\n    let a: Age = "42";\n}\n',
        "fn main() {\n    let n: u8 = 'c';\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None:
            return
        wanted, found = plain(types[0]), plain(types[1])
        vague = wanted in ("integer", "floating-point number")
        if not (vague or wanted in (*NUMBERS, "bool")) or found not in _TEXTS:
            return
        span, node = site.diagnostic.span, site.node
        text = short(site.source.slice(span))
        if node.type != "string_literal":
            if not vague:
                yield site.candidate(
                    self.id,
                    f"Read a `{wanted}` from `{text}` with `.parse()`",
                    *suffix(site.source, span, ".parse().unwrap()"),
                    safety=Safety.CHANGES_BEHAVIOUR,
                    cost=f"Panics when the text is no `{wanted}`.",
                )
            return
        inside = text_of(node).strip('"')
        if _is_literal(inside, wanted):
            yield site.candidate(self.id, f"Write `{inside}`", replace_node(node, inside))
        elif not vague:
            yield site.candidate(
                self.id,
                f"Read a `{wanted}` from {text} with `.parse()`",
                *suffix(site.source, span, f".parse::<{wanted}>().unwrap_or_default()"),
                safety=Safety.GUESS,
                cost="This text is none, so the type's default is used.",
            )


def _is_literal(text: str, wanted: str) -> bool:
    """Say whether `text` is a literal of the type `wanted`."""
    if wanted == "bool":
        return text in ("true", "false")
    if wanted in (*FLOATS, "floating-point number"):
        return re.fullmatch(r"-?\d+\.\d+", text) is not None
    return re.fullmatch(r"-?\d+", text) is not None
