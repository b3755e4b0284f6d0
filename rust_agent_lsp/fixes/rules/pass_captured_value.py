"""Hands a closure the variable that it captures and others use between its calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.captures import Capture, find_captures, parameter_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.expressions import is_mutable_reference
from rust_agent_lsp.syntax.mutable import mut_word, without_mut
from rust_agent_lsp.syntax.names import binding_of, used_names, uses_of
from rust_agent_lsp.syntax.tree import ancestor, text_of


class PassCapturedValue(FixRule):
    """Makes a captured variable a parameter of the closure and passes it in each of its calls.

    The closure then borrows it only while it is called. Where the closure itself is handed on,
    a small one around it passes the variable.
    """

    codes: ClassVar = ("E0499", "E0501", "E0502", "E0503", "E0506", "E0524")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut total: u32 = 0;
    let mut add = |n: u32| {
        println!("{n}");
        total += n;
    };
    add(3);
    println!("{total}");
    add(4);
    println!("{total}");
}
""",
            after="""\
fn main() {
    let mut total: u32 = 0;
    let add = |n: u32, total: &mut u32| {
        println!("{n}");
        *total += n;
    };
    add(3, &mut total);
    println!("{total}");
    add(4, &mut total);
    println!("{total}");
}
""",
            code="E0502",
        ),
        Example(
            before="""\
fn main() {
    let cold = [3, 19, 24];
    let mut limit: i32 = 20;
    let over = |n: &&i32| **n > limit;
    println!("{}", cold.iter().filter(over).count());
    limit = 15;
    println!("{} {}", cold.iter().filter(over).count(), limit);
}
""",
            after="""\
fn main() {
    let cold = [3, 19, 24];
    let mut limit: i32 = 20;
    let over = |n: &&i32, limit: i32| **n > limit;
    println!("{}", cold.iter().filter(|n| over(n, limit)).count());
    limit = 15;
    println!("{} {}", cold.iter().filter(|n| over(n, limit)).count(), limit);
}
""",
            code="E0506",
        ),
        Example(
            before="""\
fn main() {
    let mut hits = 0;
    let mut hit = || hits += 1;
    let mut miss = || hits -= 1;
    for shot in [3, 9] {
        if shot > 3 { hit() } else { miss() }
    }
    println!("{hits}");
}
""",
            after="""\
fn main() {
    let mut hits = 0;
    let hit = |hits: &mut _| *hits += 1;
    let miss = |hits: &mut _| *hits -= 1;
    for shot in [3, 9] {
        if shot > 3 { hit(&mut hits) } else { miss(&mut hits) }
    }
    println!("{hits}");
}
""",
            code="E0499",
        ),
    )
    refuses: ClassVar = (
        "pub fn f() -> u8 {\n    let mut n = 1;\n    let old = &n;\n    n = 2;\n    n + *old\n}\n",
        'pub fn f() {\n    let mut n = 0;\n    let mut add = || n += 1;\n    println!("{n}");\n'
        "    add();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        captures = find_captures(site)
        edits: list[Edit] = []
        for found in captures:
            own = _edits(site, found, alone=len(captures) == 1)
            if not own:
                return  # All of them must let go of it.
            edits += own
        if not edits:
            return
        names = " and ".join(f"`{found.closure_name}`" for found in captures)
        title = f"Pass `{captures[0].name}` to {names} in each call"
        yield site.candidate(self.id, title, *edits)


def _edits(site: Site, found: Capture, *, alone: bool) -> list[Edit]:
    """Return the edits that make the variable a parameter of this closure; none where one
    cannot."""
    outside = _outside(site, found, alone=alone)
    listed = found.closure.child_by_field_name("parameters")
    if not outside or listed is None:
        return []
    parts, kind = listed.named_children, parameter_type(site, found)
    own = f"{found.name}: {kind}" if kind != "_" else found.name
    declared = replace_node(listed, f"|{own}|")
    if parts:
        declared = Edit.insert(parts[-1].end_byte, f", {own}")
    return [declared, *_inside(found), *outside, *_without_mut(found)]


def _inside(found: Capture) -> list[Edit]:
    """Return the edits that let the body use the parameter."""
    if found.is_reference or found.is_copied:
        return []
    edits: list[Edit] = []
    for use in uses_of(found.closure, found.name):
        parent = use.parent
        own = binding_of(use, found.name)
        if own is None or own.node != found.variable.node:
            continue
        if use.type == "string_content" or parent is None or parent.type == "token_tree":
            continue
        if parent.type == "reference_expression":
            if is_mutable_reference(parent) is found.changed:
                edits.append(replace_node(parent, found.name))
        elif parent.type == "shorthand_field_initializer":
            edits.append(insert_before(use, f"{found.name}: *"))
        elif parent.type not in ("field_expression", "index_expression") or (
            parent.named_children[0] != use
        ):
            edits.append(insert_before(use, "*"))
    return edits


def _outside(site: Site, found: Capture, *, alone: bool) -> list[Edit]:
    """Return the edits that pass the variable wherever the closure is used; none where one cannot,
    or where the closure need only be made later."""
    name, argument = found.closure_name, found.name
    function = ancestor(found.let, "function_item")
    if not found.is_reference and not found.is_copied:
        argument = f"&mut {argument}" if found.changed else f"&{argument}"
    edits: list[Edit] = []
    for use in uses_of(function, name) if function is not None else ():
        own = binding_of(use, name)
        if own is None or own.holder != found.let:
            continue
        seen = binding_of(use, found.name)
        if seen is None or seen.node != found.variable.node or use.type == "string_content":
            return []
        if alone and not edits and use.start_byte > site.diagnostic.span.end:
            return []
        edit = _passed(found, use, name, argument)
        if edit is None:
            return []
        edits.append(edit)
    return edits


def _passed(found: Capture, use: Node, name: str, argument: str) -> Edit | None:
    parent, group = use.parent, use.next_sibling
    if parent is None:
        return None
    if parent.type == "call_expression" and parent.child_by_field_name("function") == use:
        group = parent.child_by_field_name("arguments")
    elif parent.type != "token_tree" or group is None or group.type != "token_tree":
        end = text_of(group) if group is not None else ""
        handed = parent.type in ("arguments", "reference_expression") or (
            parent.type == "token_tree" and end in (")", ",")
        )
        return replace_node(use, _around(found, name, argument)) if handed else None
    if group is None or not text_of(group).startswith("("):
        return None
    inner = text_of(group)[1:-1].rstrip()
    comma = "" if not inner.strip() else " " if inner.endswith(",") else ", "
    return Edit.insert(group.start_byte + 1 + len(inner.encode()), f"{comma}{argument}")


def _around(found: Capture, name: str, argument: str) -> str:
    """Return a closure that takes what the closure took before, and passes the variable too."""
    listed = found.closure.child_by_field_name("parameters")
    patterns = [
        (p.child_by_field_name("pattern") or p) if p.type == "parameter" else p
        for p in (listed.named_children if listed is not None else [])
    ]
    own = [
        text_of(p) if p.type == "identifier" and text_of(p) != found.name else f"value_{i}"
        for i, p in enumerate(patterns)
    ]
    return f"|{', '.join(own)}| {name}({', '.join([*own, argument])})"


def _without_mut(found: Capture) -> list[Edit]:
    """Return the edit that drops `mut` where the closure captures nothing else that it changes."""
    mark = mut_word(found.let)
    body = text_of(found.closure)
    captured = (
        name
        for name in used_names(found.closure) - {found.name}
        if (own := binding_of(found.let, name)) is not None
        and own.node.start_byte < found.closure.start_byte
    )
    others = any(
        name == "self" or is_changed(name, body) or f"{name}." in body for name in captured
    )
    return [without_mut(mark)] if mark is not None and not others else []
