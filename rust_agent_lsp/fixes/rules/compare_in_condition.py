"""Makes a condition a `bool`: compares instead of assigning, or with zero."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.tree import text_of


class CompareInCondition(FixRule):
    """Turns `if x = 5` into `if x == 5`, and `if n` into `if n != 0`.

    An `Option` is asked with `.is_some()`, a `Result` with `.is_ok()`.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut x = 4;
    x += 1;
    if x = 5 {
        println!("five");
    }
}
""",
            after="""\
fn main() {
    let mut x = 4;
    x += 1;
    if x == 5 {
        println!("five");
    }
}
""",
        ),
        Example(
            before='fn main() {\n    let n = 4;\n    if n {\n        println!("some");\n    }\n}\n',
            after="""\
fn main() {
    let n = 4;
    if n != 0 {
        println!("some");
    }
}
""",
        ),
        Example(
            before="""\
fn main() {
    let v = vec![1];
    if v.first() {
        println!("some");
    }
}
""",
            after="""\
fn main() {
    let v = vec![1];
    if v.first().is_some() {
        println!("some");
    }
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let s = String::new();\n    if s {\n        println!("a");\n    }\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None or types[0] != "bool":
            return
        node, span, found = site.node, site.diagnostic.span, types[1]
        text = short(site.source.slice(span))
        call = {"Option": ".is_some()", "Result": ".is_ok()"}.get(found.partition("<")[0])
        operator = node.child_by_field_name("right")
        if found == "()" and node.type == "assignment_expression" and operator is not None:
            left = node.child_by_field_name("left")
            sign = site.source.text.find(b"=", left.end_byte if left else span.start)
            yield site.candidate(
                self.id,
                f"Compare `{text_of(left) if left else text}` instead of assigning it",
                Edit.insert(sign, "="),
                safety=Safety.CHANGES_BEHAVIOUR,
            )
        elif call is not None:
            yield site.candidate(
                self.id,
                f"Ask `{text}{call}`",
                *suffix(site.source, span, call),
                safety=Safety.CHANGES_BEHAVIOUR,
            )
        elif re.fullmatch(r"integer|\{integer\}|[iu](?:\d+|size)", found):
            yield site.candidate(
                self.id,
                f"Compare `{text}` with 0",
                Edit.insert(span.end, " != 0"),
                safety=Safety.CHANGES_BEHAVIOUR,
            )
