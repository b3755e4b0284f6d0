"""Looks a key up and inserts it through the entry API, in one borrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import Call, call_of
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.statements import statements
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_LOOKUPS = ("get", "get_mut")


class UseMapEntry(FixRule):
    """Turns "return what `map.get(k)` finds, or insert it" into `map.entry(k).or_insert_with(…)`.

    The key that was made for the insertion alone is now made at each look-up.
    """

    codes: ClassVar = ("E0499", "E0502")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
use std::collections::HashMap;
pub fn counter<'a>(map: &'a mut HashMap<String, u32>, key: &str) -> &'a mut u32 {
    if let Some(n) = map.get_mut(key) {
        return n;
    }
    map.insert(key.to_string(), 0);
    map.get_mut(key).unwrap()
}
""",
            after="""\
use std::collections::HashMap;
pub fn counter<'a>(map: &'a mut HashMap<String, u32>, key: &str) -> &'a mut u32 {
    map.entry(key.to_string()).or_insert_with(|| 0)
}
""",
            code="E0499",
        ),
        Example(
            before="""\
use std::collections::HashMap;
pub struct Cache {
    values: HashMap<u64, String>,
}
impl Cache {
    pub fn get(&mut self, key: u64) -> &String {
        match self.values.get(&key) {
            Some(value) => value,
            None => {
                let text = format!("value {key}");
                self.values.insert(key, text);
                self.values.get(&key).unwrap()
            }
        }
    }
}
""",
            after="""\
use std::collections::HashMap;
pub struct Cache {
    values: HashMap<u64, String>,
}
impl Cache {
    pub fn get(&mut self, key: u64) -> &String {
        self.values.entry(key).or_insert_with(|| {
            let text = format!("value {key}");
            text
        })
    }
}
""",
            code="E0502",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut v = vec![1, 2];
    let first = v.get(0);
    v.insert(0, 3);
    println!("{first:?}");
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        host = ancestor(site.node_of(label), "if_expression", "match_expression") if label else None
        if host is None:
            return
        condition = host.child_by_field_name("condition" if "if" in host.type else "value")
        value = condition
        if condition is not None and condition.type == "let_condition":
            value = condition.child_by_field_name("value")
        looked = call_of(value) if value is not None else None
        if looked is None or looked.name not in _LOOKUPS or looked.receiver is None:
            return
        rest = _rest(host)
        if rest is None or not _gives_found(host):
            return
        insertion = next((s for s in rest if _insertion(s, looked) is not None), None)
        call = _insertion(insertion, looked) if insertion is not None else None
        if insertion is None or call is None or not _only_looks_up(rest, insertion, looked):
            return
        earlier = [s for s in rest if s.end_byte <= insertion.start_byte]
        before = [text_of(s) for s in earlier]
        base = text_of(looked.receiver)
        if any(_uses_whole(s, base) for s in (*earlier, insertion)):
            return  # The closure could not have it while the entry is borrowed.
        only_makes = all(s.type == "let_declaration" for s in earlier)
        key, made = (site.source.slice(span) for span in call.arguments)
        text = f"{base}.entry({key}).or_insert_with({_closure(site, host, before, made)})"
        yield site.candidate(
            self.id,
            f"Use `{short(base)}.entry({short(key)})`",
            Edit(Span(host.start_byte, max(host.end_byte, rest[-1].end_byte)), text),
            safety=Safety.SAFE if only_makes else Safety.CHANGES_BEHAVIOUR,
            cost="" if only_makes else f"Makes the key `{short(key)}` at each look-up.",
        )


def _uses_whole(statement: Node, base: str) -> bool:
    """Say whether a statement needs all of the value whose field `base` is: `self.load()`."""
    root = base.partition(".")[0]
    if root == base:
        return False
    for use in uses_of(statement, root):
        parent = use.parent
        if parent is None or parent.type == "token_tree":
            continue
        called = parent.parent is not None and parent.parent.type == "call_expression"
        if parent.type != "field_expression" or (called and parent.next_sibling is not None):
            return True
    return False


def _closure(site: Site, host: Node, before: list[str], made: str) -> str:
    if not before:
        return f"|| {made}"
    indent = site.source.indent_at(host.start_byte)
    lines = "".join(f"{indent}    {line}\n" for line in (*before, made))
    return f"|| {{\n{lines}{indent}}}"


def _rest(host: Node) -> list[Node] | None:
    """Return the statements that run when nothing was found."""
    if host.type == "match_expression":
        for arm in descendants(host, "match_arm"):
            pattern, value = (arm.child_by_field_name(field) for field in ("pattern", "value"))
            if pattern is not None and text_of(pattern) in ("None", "_") and value is not None:
                return statements(value) if value.type == "block" else None
        return None
    alternative = host.child_by_field_name("alternative")
    if alternative is not None:
        block = alternative.named_children[0] if alternative.named_children else None
        return statements(block) if block is not None and block.type == "block" else None
    statement = host.parent
    if statement is None or statement.parent is None or statement.parent.type != "block":
        return None
    behind = [s for s in statements(statement.parent) if s.start_byte >= host.end_byte]
    return behind or None


def _gives_found(host: Node) -> bool:
    """Say whether the branch that found something gives just that."""
    if host.type == "match_expression":
        arm = next(
            (a for a in descendants(host, "match_arm") if text_of(a).startswith("Some(")), None
        )
        pattern = arm.child_by_field_name("pattern") if arm is not None else None
        value = arm.child_by_field_name("value") if arm is not None else None
    else:
        condition = host.child_by_field_name("condition")
        pattern = condition.child_by_field_name("pattern") if condition is not None else None
        value = host.child_by_field_name("consequence")
    if pattern is None or value is None:
        return False
    given = text_of(value).strip("{}; \n\t").removeprefix("return ").strip()
    return text_of(pattern) == f"Some({given})"


def _insertion(statement: Node, looked: Call) -> Call | None:
    inner = statement.named_children[0] if statement.type == "expression_statement" else None
    call = call_of(inner) if inner is not None else None
    if call is None or call.name != "insert" or len(call.arguments) != 2:
        return None
    if call.receiver is None or looked.receiver is None:
        return None
    return call if text_of(call.receiver) == text_of(looked.receiver) else None


def _only_looks_up(rest: list[Node], insertion: Node, looked: Call) -> bool:
    """Say whether all that follows the insertion is one look-up of the same key."""
    after = [s for s in rest if s.start_byte >= insertion.end_byte]
    if len(after) != 1:
        return False
    text = "".join(text_of(after[0]).split())
    receiver = "".join(text_of(looked.receiver).split()) if looked.receiver is not None else ""
    text = text.removeprefix("return").rstrip(";")
    found = [f"{receiver}.{name}(" for name in _LOOKUPS]
    return text.startswith((*found, f"&{receiver}[", f"&mut{receiver}[")) and (
        text.endswith(("]", ".unwrap()")) or ".expect(" in text
    )
