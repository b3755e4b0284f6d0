"""Makes an `Option` of a `Result` where only the value counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.types import plain, split_generic


class DiscardError(FixRule):
    """Adds `.ok()`: an error becomes `None`, and what it said is lost."""

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn number(text: &str) -> Option<i32> {
    text.parse::<i32>()
}
fn main() {
    number("1");
}
""",
            after="""\
fn number(text: &str) -> Option<i32> {
    text.parse::<i32>().ok()
}
fn main() {
    number("1");
}
""",
        ),
    )
    refuses: ClassVar = (
        "fn f() -> Option<u8> {\n    Ok(1)\n}\nfn main() {\n    f();\n}\n",
        'fn f() -> Option<u8> {\n    "a".parse::<i32>()\n}\nfn main() {\n    f();\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None:
            return
        wanted, found = split_generic(plain(types[0])), split_generic(plain(types[1]))
        text = short(site.source.slice(site.diagnostic.span))
        if wanted[0] != "Option" or found[0] != "Result" or text.startswith(("Ok(", "Err(")):
            return
        if site.node.type not in ("call_expression", "identifier", "field_expression"):
            return
        if len(found[1]) == 2 and found[1][0] in (wanted[1][0], "_"):
            yield site.candidate(
                self.id,
                f"Take `None` for an error of `{text}` with `.ok()`",
                *suffix(site.source, site.diagnostic.span, ".ok()"),
                safety=self.safety,
                cost="What the error said is lost.",
            )
