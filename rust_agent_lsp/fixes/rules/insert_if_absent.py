"""Asks whether a key is there before it makes the value, where the value needs the whole struct."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import Call, call_of
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import free_name, statement_of
from rust_agent_lsp.syntax.returns import tail_of
from rust_agent_lsp.syntax.statements import statements
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

_OWNING = re.compile(r"(?P<of>&?[\w.]+)\.(?P<how>to_string|to_owned|into|clone)\(\)")
_CONDITIONAL = ("closure_expression", "binary_expression", "match_arm", "while_expression")
_LEAVES = ("return_expression", "try_expression", "await_expression")


class InsertIfAbsent(FixRule):
    """Turns `map.entry(k).or_insert_with(|| self.make(k))` into `contains_key`, then `insert`.

    The map is not borrowed while the value is made, so that `self` may be used for it. The key is
    looked up up to three times.
    """

    codes: ClassVar = ("E0499", "E0500", "E0501", "E0502")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
use std::collections::HashMap;
pub struct Memo {
    seen: HashMap<u64, u64>,
}
impl Memo {
    pub fn fib(&mut self, n: u64) -> u64 {
        if n < 2 {
            return n;
        }
        *self.seen.entry(n).or_insert_with(|| self.fib(n - 1) + self.fib(n - 2))
    }
}
""",
            after="""\
use std::collections::HashMap;
pub struct Memo {
    seen: HashMap<u64, u64>,
}
impl Memo {
    pub fn fib(&mut self, n: u64) -> u64 {
        if n < 2 {
            return n;
        }
        if !self.seen.contains_key(&n) {
            let value = self.fib(n - 1) + self.fib(n - 2);
            self.seen.insert(n, value);
        }
        self.seen[&n]
    }
}
""",
            code="E0500",
        ),
        Example(
            before="""\
use std::collections::HashMap;
pub struct Pages {
    loaded: HashMap<String, String>,
    reads: u32,
}
impl Pages {
    fn read(&mut self, name: &str) -> String {
        self.reads += 1;
        format!("<{name}>")
    }
    pub fn page(&mut self, name: &str) -> &mut String {
        self.loaded.entry(name.to_string()).or_insert_with(|| self.read(name))
    }
}
""",
            after="""\
use std::collections::HashMap;
pub struct Pages {
    loaded: HashMap<String, String>,
    reads: u32,
}
impl Pages {
    fn read(&mut self, name: &str) -> String {
        self.reads += 1;
        format!("<{name}>")
    }
    pub fn page(&mut self, name: &str) -> &mut String {
        if !self.loaded.contains_key(name) {
            let value = self.read(name);
            self.loaded.insert(name.to_string(), value);
        }
        self.loaded.get_mut(name).unwrap()
    }
}
""",
            code="E0500",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut hits = 0;
    let mut ok = || hits += 1;
    let mut miss = || hits -= 1;
    ok();
    miss();
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = _lazy_insert(site.node)
        if found is None:
            return
        chain, entry, made = found
        statement = statement_of(chain)
        if statement is None or entry.receiver is None:
            return
        inside = []
        for at in ancestors(chain):
            if at == statement:
                break
            inside.append(at.type)
        if any(kind in _CONDITIONAL for kind in inside):
            return
        base, key = text_of(entry.receiver), site.source.slice(entry.arguments[0])
        value = free_name(statement, "value")
        indent = site.source.indent_at(statement.start_byte)
        for asked, stored in _keys(key):
            lines = (
                f"if !{base}.contains_key({asked}) {{",
                f"    let {value} = {made};",
                f"    {base}.insert({stored}, {value});",
                "}",
            )
            before = "".join(f"{line}\n{indent}" for line in lines)
            yield site.candidate(
                self.id,
                f"Insert `{short(key)}` into `{base}` where it is missing, then look it up",
                Edit.insert(statement.start_byte, before),
                _found_again(chain, base, asked),
                cost="Looks the key up more than once.",
            )


def _lazy_insert(node: Node) -> tuple[Node, Call, str] | None:
    """Return the `m.entry(k).or_insert_with(|| v)` around `node`, its `entry` call, and `v`."""
    for at in (node, *ancestors(node)):
        call = call_of(at)
        if call is None or call.name != "or_insert_with" or call.receiver is None:
            continue
        entry = call_of(call.receiver)
        arguments = at.child_by_field_name("arguments")
        closure = arguments.named_children[0] if arguments and arguments.named_children else None
        if entry is None or entry.name != "entry" or len(entry.arguments) != 1 or closure is None:
            return None
        body = closure.child_by_field_name("body")
        if closure.type != "closure_expression" or body is None:
            return None
        if next(descendants(body, *_LEAVES), None) is not None:
            return None
        tail = tail_of(body) if body.type == "block" else None
        only = tail is not None and len(statements(body)) == 1
        return at, entry, text_of(tail if tail is not None and only else body)
    return None


def _keys(key: str) -> Iterator[tuple[str, str]]:
    """Yield (how the key is asked for, how it is stored) in the order in which they may fit."""
    owning = _OWNING.fullmatch(key)
    if owning is not None:
        plain = owning["of"].removeprefix("&")
        asked = (plain, f"&{plain}")
        for form in reversed(asked) if owning["how"] == "clone" else asked:
            yield form, key
        return
    yield f"&{key}", key
    if re.fullmatch(r"[\w.]+", key):
        yield f"&{key}", f"{key}.clone()"


def _found_again(chain: Node, base: str, asked: str) -> Edit:
    """Return the edit that looks the value up where the entry gave it."""
    parent = chain.parent
    above = parent.parent if parent is not None else None
    starred = parent is not None and parent.type == "unary_expression"
    written = above is not None and above.child_by_field_name("left") == parent
    if parent is not None and starred and text_of(parent).startswith("*") and not written:
        return replace_node(parent, f"{base}[{asked}]")
    if parent is not None and parent.type == "expression_statement" and above is not None:
        return Edit.delete(parent.start_byte, parent.end_byte)
    return replace_node(chain, f"{base}.get_mut({asked}).unwrap()")
