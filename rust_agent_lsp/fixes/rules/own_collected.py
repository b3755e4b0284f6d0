"""Lets a variable or collection own what it outlives, instead of borrowing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.names import Binding, binding_of, uses_of
from rust_agent_lsp.syntax.returns import own_edits, owned_type, values_of
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of

_KEEPS = ("push", "insert", "entry", "push_back", "push_front")


class OwnCollected(FixRule):
    """Turns `Vec<&str>` into `Vec<String>`, `&str` into `String`, and what is stored with it.

    Where the stored value is needed again it is copied, which costs time and memory.
    """

    codes: ClassVar = ("E0597", "E0716", "E0506", "E0505", "E0502", "E0499")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut names: Vec<&str> = Vec::new();
    for i in 0..3 {
        let name = format!("user{i}");
        names.push(&name);
    }
    println!("{names:?}");
}
""",
            after="""\
fn main() {
    let mut names: Vec<String> = Vec::new();
    for i in 0..3 {
        let name = format!("user{i}");
        names.push(name);
    }
    println!("{names:?}");
}
""",
            code="E0597",
        ),
        Example(
            before="""\
use std::collections::HashMap;
fn main() {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for line in ["a b", "b c"] {
        let lower = line.to_lowercase();
        for word in lower.split(' ') {
            *counts.entry(word).or_insert(0) += 1;
        }
    }
    println!("{}", counts.len());
}
""",
            after="""\
use std::collections::HashMap;
fn main() {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for line in ["a b", "b c"] {
        let lower = line.to_lowercase();
        for word in lower.split(' ') {
            *counts.entry(word.to_string()).or_insert(0) += 1;
        }
    }
    println!("{}", counts.len());
}
""",
            code="E0597",
        ),
        Example(
            before="""\
fn main() {
    let mut longest = "";
    let mut current;
    for word in ["a", "bb"] {
        current = format!("{word}!");
        if current.len() > longest.len() {
            longest = &current;
        }
    }
    println!("{longest}");
}
""",
            after="""\
fn main() {
    let mut longest = "".to_string();
    let mut current;
    for word in ["a", "bb"] {
        current = format!("{word}!");
        if current.len() > longest.len() {
            longest = current.clone();
        }
    }
    println!("{longest}");
}
""",
            code="E0506",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut n = 1;
    let r = &mut n;
    n = 2;
    *r = 3;
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        for binding in _keepers(site):
            scalar = binding.type is None or "<" not in text_of(binding.type)
            for copy in (False, True):
                edits = _edits(site, binding, copy=copy)
                if edits:
                    yield site.candidate(
                        self.id,
                        f"Let `{binding.name}` own " + ("copies" if copy else "what it holds"),
                        *dict.fromkeys(edits),
                        safety=Safety.CHANGES_BEHAVIOUR if copy or scalar else Safety.SAFE,
                        cost="Copies what it stores." if copy else "",
                    )


def _keepers(site: Site) -> Iterator[Binding]:
    """Yield the variables that may keep the borrow, the likeliest first."""
    label = earlier_borrow(site)
    later = site.label(r"borrow later (?:used|stored|captured) here|later used here")
    seen = []
    for span in (
        *([label.location.span] if label is not None else []),
        site.diagnostic.span,
        *([later.location.span] if later is not None else []),
    ):
        node = site.source.node_at(span)
        for at in (node, *ancestors(node)):
            if at.type in ("block", "closure_expression"):
                break
            root = _root(at)
            held = later is not None and at == node and span == later.location.span
            name = site.source.slice(span) if held else text_of(root) if root is not None else ""
            binding = binding_of(root or at, name) if name.isidentifier() else None
            if binding is None or binding.holder.type != "let_declaration" or not binding.whole:
                continue
            if binding.node not in seen:
                seen.append(binding.node)
                yield binding


def _root(at: Node) -> Node | None:
    """Return the variable that an assignment or a storing call keeps its value in."""
    if at.type == "assignment_expression":
        left = at.child_by_field_name("left")
        return left if left is not None and left.type == "identifier" else None
    call = call_of(at)
    if call is None or call.name not in _KEEPS or call.receiver is None:
        return None
    return call.receiver if call.receiver.type == "identifier" else None


def _edits(site: Site, binding: Binding, *, copy: bool) -> list[Edit]:
    """Return the edits at the declaration and at every place that stores into the variable."""
    kind = text_of(binding.type) if binding.type is not None else ""
    if "&mut " in kind:
        return []
    stored = list(_stored(binding, kind))
    if not any("&" in kind or v.type == "reference_expression" or _is_view(v) for v in stored):
        return []
    edits: list[Edit] = []
    for value in stored:
        if value.type == "reference_expression" and text_of(value).startswith("&mut"):
            return []
        edits += _owned(site, value, _call(value, kind), copy=copy)
    for reference in descendants(binding.type, "reference_type") if binding.type else ():
        owned = owned_type(text_of(reference))
        if owned is not None:
            edits.append(replace_node(reference, owned[0]))
    return edits


def _stored(binding: Binding, kind: str) -> Iterator[Node]:
    """Yield the values that are put into the variable, which now has to own them."""
    puts = list(_puts(binding, kind))
    first = binding.value
    if puts and first is not None and first.type in ("string_literal", "reference_expression"):
        yield first
    yield from puts


def _puts(binding: Binding, kind: str) -> Iterator[Node]:
    """Yield the values that are assigned or added after the declaration."""
    function = ancestor(binding.node, "function_item")
    arguments = re.findall(r"[<,]\s*(&?)", kind.partition("<")[1] + kind.partition("<")[2])
    for use in uses_of(function, binding.name) if function is not None else ():
        parent = use.parent
        if use.type == "string_content" or parent is None or use == binding.node:
            continue
        if parent.type == "assignment_expression" and parent.child_by_field_name("left") == use:
            right = parent.child_by_field_name("right")
            yield from values_of(right) if right is not None else ()
        call = call_of(parent.parent) if parent.parent is not None else None
        if call is None or call.receiver != use or call.name not in _KEEPS:
            continue
        listed = parent.parent.child_by_field_name("arguments") if parent.parent else None
        values = [n for n in listed.named_children if "comment" not in n.type] if listed else []
        for at, value in enumerate(values):
            borrows = value.type in ("reference_expression", "string_literal")
            if arguments[at] == "&" if at < len(arguments) else borrows or _is_view(value):
                yield value


def _call(value: Node, kind: str) -> str:
    """Return the call that copies what `value` refers to."""
    if "str" in kind or value.type == "string_literal":
        return ".to_string()"
    return (
        ".clone()"
        if value.type == "reference_expression" and ".." not in text_of(value)
        else (".to_owned()")
    )


def _is_view(value: Node) -> bool:
    return bool(re.search(r"\.(?:as_str|trim|as_slice)\(\)$", text_of(value)))


def _owned(site: Site, value: Node, call: str, *, copy: bool) -> list[Edit]:
    wrapped = call_of(value)
    arguments = value.child_by_field_name("arguments")
    if wrapped is not None and wrapped.name == "Some" and arguments is not None:
        return [e for v in arguments.named_children for e in _owned(site, v, call, copy=copy)]
    inner = value.child_by_field_name("value") if value.type == "reference_expression" else None
    if copy and inner is not None and inner.type == "identifier":
        return [
            Edit.delete(value.start_byte, inner.start_byte),
            Edit.insert(value.end_byte, ".clone()"),
        ]
    return list(own_edits(site.source, value, call))
