"""Makes one `match` of a chain of `if let` that looks at one value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import PLACES, short_text
from rust_agent_lsp.syntax.statements import is_tail, statements
from rust_agent_lsp.syntax.tree import text_of


class _Part(NamedTuple):
    value: Node
    pattern: Node
    body: Node


class JoinIfLets(FixRule):
    """Writes `match` for `if let … else if let …` without an `else`, which need not give a value.

    The compiler sees of a `match` alone that it leaves no case out.
    """

    codes: ClassVar = ("E0308", "E0317", "E0381")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn twice(text: &str) -> Result<i32, String> {
    let parsed = text.parse::<i32>();
    let number = if let Ok(number) = parsed {
        number
    } else if let Err(error) = parsed {
        return Err(error.to_string());
    };
    Ok(2 * number)
}
fn main() {
    let _ = twice("1");
}
""",
            after="""\
fn twice(text: &str) -> Result<i32, String> {
    let parsed = text.parse::<i32>();
    let number = match parsed {
        Ok(number) => number,
        Err(error) => {
            return Err(error.to_string());
        }
    };
    Ok(2 * number)
}
fn main() {
    let _ = twice("1");
}
""",
            code="E0308",
        ),
    )
    refuses: ClassVar = (
        """\
fn size(text: Option<&str>, other: Option<&str>) -> usize {
    let size = if let Some(text) = text {
        text.len()
    } else if let None = other {
        0
    };
    size
}
fn main() {
    size(None, None);
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = site.enclosing("if_expression")
        while node is not None and node.parent is not None and node.parent.type == "else_clause":
            node = node.parent.parent
        parts = _parts(node) if node is not None else []
        if node is None or len(parts) < 2 or parts[0].value.type not in PLACES:
            return
        if len({text_of(part.value) for part in parts}) > 1:
            return
        indent = site.source.indent_at(node.start_byte)
        arms = "".join(f"{indent}    {text_of(p.pattern)} => {_arm(p.body)}\n" for p in parts)
        value = text_of(parts[0].value)
        title = f"Use one `match` on `{short_text(parts[0].value)}`"
        yield site.candidate(
            self.id, title, replace_node(node, f"match {value} {{\n{arms}{indent}}}")
        )


def _parts(node: Node) -> list[_Part]:
    """Return the parts of a chain of `if let`, empty where one is no `if let` or it has `else`."""
    found: list[_Part] = []
    at: Node | None = node
    while at is not None:
        condition, body = at.child_by_field_name("condition"), at.child_by_field_name("consequence")
        if condition is None or body is None or condition.type != "let_condition":
            return []
        value = condition.child_by_field_name("value")
        pattern = condition.child_by_field_name("pattern")
        if value is None or pattern is None:
            return []
        found.append(_Part(value, pattern, body))
        other = at.child_by_field_name("alternative")
        at = other.named_children[-1] if other is not None and other.named_children else None
        if at is not None and at.type != "if_expression":
            return []
    return found


def _arm(body: Node) -> str:
    """Return a block as the value of an arm, indented by one level more."""
    inside = statements(body)
    if len(body.named_children) == 1 and is_tail(inside[0]) and "\n" not in text_of(inside[0]):
        return f"{text_of(inside[0])},"
    first, *rest = text_of(body).split("\n")
    return "\n".join([first, *(f"    {line}" if line.strip() else line for line in rest)])
