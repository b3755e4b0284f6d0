"""Ends a function that returns `Result` or `Option` with its good value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.returns import tail_of
from rust_agent_lsp.syntax.statements import statements
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import split_generic


class ReturnOk(FixRule):
    """Adds `Ok(())` or `Some(())` as the value of a body that ends without one."""

    codes: ClassVar = ("E0308", "E0317")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn check(n: u32) -> Result<(), String> {
    if n > 3 {
        return Err("big".to_string());
    }
    println!("{n}");
}
fn main() {
    let _ = check(1);
}
""",
            after="""\
fn check(n: u32) -> Result<(), String> {
    if n > 3 {
        return Err("big".to_string());
    }
    println!("{n}");
    Ok(())
}
fn main() {
    let _ = check(1);
}
""",
        ),
        Example(
            before="""\
fn check(n: u32) -> Result<(), String> {
    if n > 3 {
        return Err("big".to_string());
    }
}
fn main() {
    let _ = check(1);
}
""",
            after="""\
fn check(n: u32) -> Result<(), String> {
    if n > 3 {
        return Err("big".to_string());
    }
    Ok(())
}
fn main() {
    let _ = check(1);
}
""",
        ),
    )
    refuses: ClassVar = (
        "fn f(n: i32) -> i32 {\n    n + 1;\n}\nfn main() {\n    f(1);\n}\n",
        'fn f(n: i32) -> Result<i32, String> {\n    println!("{n}");\n}\n'
        "fn main() {\n    let _ = f(1);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        function = site.enclosing("function_item", "closure_expression")
        kind = function.child_by_field_name("return_type") if function else None
        body = function.child_by_field_name("body") if function else None
        if types is None or types[1] != "()" or kind is None or body is None:
            return
        head, arguments = split_generic(types[0])
        head = head.rpartition("::")[2]
        maker = {"Result": "Ok(())", "Option": "Some(())"}.get(head)
        listed = statements(body)
        if maker is None or arguments[:1] != ["()"] or body.type != "block":
            return
        if site.diagnostic.span.end < body.start_byte and tail_of(body) is not None:
            return
        tail = tail_of(body)
        end = listed[-1].end_byte if listed else body.start_byte + 1
        indent = site.source.indent_at(listed[-1].start_byte) if listed else "    "
        ends = tail is None or tail.type in (
            "if_expression",
            "match_expression",
            "for_expression",
            "while_expression",
            "loop_expression",
            "block",
        )
        mark = "" if ends else ";"
        one_line = b"\n" not in (body.text or b"")
        between = " " if one_line else f"\n{indent}"
        name = function.child_by_field_name("name") if function else None
        what = f"`{text_of(name)}`" if name else "the closure"
        yield site.candidate(
            self.id, f"End {what} with `{maker}`", Edit.insert(end, f"{mark}{between}{maker}")
        )
