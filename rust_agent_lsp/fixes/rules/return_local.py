"""Returns the local that a function has built, where its body ends without a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.statements import statements
from rust_agent_lsp.syntax.tree import span_of, text_of
from rust_agent_lsp.syntax.types import plain, split_generic


class ReturnLocal(FixRule):
    """Ends the body with a variable of the function, the one that was changed last first.

    Where several fit, the function may have been meant to return another one.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
fn doubled(v: &[i32]) -> Vec<i32> {
    let mut out = Vec::new();
    for n in v {
        out.push(n * 2);
    }
}
fn main() {
    println!("{:?}", doubled(&[1]));
}
""",
            after="""\
fn doubled(v: &[i32]) -> Vec<i32> {
    let mut out = Vec::new();
    for n in v {
        out.push(n * 2);
    }
    out
}
fn main() {
    println!("{:?}", doubled(&[1]));
}
""",
        ),
        Example(
            before="""\
fn read(text: &str) -> Option<u32> {
    let n = text.parse::<u32>().ok()?;
}
fn main() {
    println!("{:?}", read("1"));
}
""",
            after="""\
fn read(text: &str) -> Option<u32> {
    let n = text.parse::<u32>().ok()?;
    Some(n)
}
fn main() {
    println!("{:?}", read("1"));
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn name() -> String {\n    println!("no value here");\n}\nfn main() {\n    name();\n}\n',
        """\
fn pick(n: i32) -> u8 {
    let size = n;
    if n > 1 { 1 } else { 'a' }
}
fn main() {
    pick(1);
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None or types[1] != "()":
            return
        function = site.enclosing("function_item", "function_signature_item")
        body = function.child_by_field_name("body") if function is not None else None
        listed = statements(body) if body is not None else []
        if body is None or not listed:
            return
        at_end = span_of(listed[-1]) == site.diagnostic.span
        if not at_end and site.label(r"implicitly returns `\(\)`") is None:
            return
        names = list(_built(listed))
        wrapper = {"Option": "Some", "Result": "Ok"}.get(split_generic(plain(types[0]))[0])
        last = listed[-1]
        indent = site.source.indent_at(last.start_byte)
        for name in names:
            for value in (name, f"{wrapper}({name})") if wrapper else (name,):
                yield site.candidate(
                    self.id,
                    f"Return `{value}`",
                    Edit.insert(last.end_byte, f"\n{indent}{value}"),
                    safety=Safety.SAFE if len(names) == 1 else Safety.GUESS,
                )


def _built(listed: list[Node]) -> Iterator[str]:
    """Yield the variables declared by the statements, mutable ones first, each the last first."""
    mutable: list[str] = []
    fixed: list[str] = []
    for statement in reversed(listed):
        pattern = statement.child_by_field_name("pattern")
        if statement.type != "let_declaration" or pattern is None or pattern.type != "identifier":
            continue
        is_mutable = any(child.type == "mutable_specifier" for child in statement.children)
        (mutable if is_mutable else fixed).append(text_of(pattern))
    yield from dict.fromkeys((*mutable, *fixed))
