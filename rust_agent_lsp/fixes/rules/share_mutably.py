"""Makes what several owners share changeable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import imported_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.uses import insert_use
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import Binding, binding_of, make_mutable, statement_of, uses_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of

_CHANGING = re.compile(
    r"append|clear|dedup|drain|entry|extend\w*|get_mut|insert\w*|iter_mut|pop\w*|push\w*|remove"
    r"|resize|retain|reverse|set|sort\w*|swap\w*|take|truncate|update"
)
_BODIES = ("function_item", "closure_expression")
_MADE = re.compile(r"(?P<head>(?:[\w:]+::)?(?:Rc|Arc)::new)\(")


class ShareMutably(FixRule):
    """Puts a `RefCell` into the `Rc`, or a `Mutex` into the `Arc`, and opens it at each use.

    Two changes at the same time panic (`RefCell`) or wait for each other (`Mutex`). A value that
    is not shared is changed with `make_mut` instead.
    """

    codes: ClassVar = ("E0594", "E0596")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::rc::Rc;\npub fn f() -> usize {\n    let log = Rc::new(Vec::new());\n"
            "    let other = Rc::clone(&log);\n    log.push(1);\n    other.len()\n}\n",
            after="use std::cell::RefCell;\nuse std::rc::Rc;\npub fn f() -> usize {\n"
            "    let log = Rc::new(RefCell::new(Vec::new()));\n    let other = Rc::clone(&log);\n"
            "    log.borrow_mut().push(1);\n    other.borrow().len()\n}\n",
            code="E0596",
        ),
        Example(
            before="use std::sync::Arc;\nuse std::thread;\npub fn f() {\n"
            "    let sum = Arc::new(0);\n    let own = sum.clone();\n"
            "    thread::spawn(move || {\n        *own += 1;\n    });\n"
            '    println!("{}", *sum);\n}\n',
            after="use std::sync::Arc;\nuse std::sync::Mutex;\nuse std::thread;\npub fn f() {\n"
            "    let sum = Arc::new(Mutex::new(0));\n    let own = sum.clone();\n"
            "    thread::spawn(move || {\n        *own.lock().unwrap() += 1;\n    });\n"
            '    println!("{}", *sum.lock().unwrap());\n}\n',
            code="E0594",
        ),
        Example(
            before="use std::rc::Rc;\npub fn f() -> usize {\n    let log = Rc::new(vec![1]);\n"
            "    log.push(2);\n    log.len()\n}\n",
            after="use std::rc::Rc;\npub fn f() -> usize {\n    let mut log = Rc::new(vec![1]);\n"
            "    Rc::make_mut(&mut log).push(2);\n    log.len()\n}\n",
            code="E0596",
        ),
        Example(
            before="use std::sync::Arc;\npub struct Board {\n    best: u8,\n    count: u8,\n}\n"
            "pub fn f() {\n    let board = Arc::new(Board { best: 0, count: 0 });\n"
            '    board.best = 3;\n    println!("{} {}", board.best, board.count);\n}\n',
            after="use std::sync::Arc;\nuse std::sync::Mutex;\n"
            "pub struct Board {\n    best: u8,\n    count: u8,\n}\n"
            "pub fn f() {\n    let board = Arc::new(Mutex::new(Board { best: 0, count: 0 }));\n"
            "    board.lock().unwrap().best = 3;\n    let board = board.lock().unwrap();\n"
            '    println!("{} {}", board.best, board.count);\n}\n',
            code="E0594",
        ),
    )
    refuses: ClassVar = ("pub fn f(v: &Vec<u8>) {\n    v.push(1);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"data in an `(Rc|Arc)`", site.diagnostic.message)
        use = _root(site.node)
        function = site.enclosing("function_item")
        if found is None or use is None or function is None:
            return
        group = _owners(function, use)
        if len(group) < 2:
            yield from self._make_mut(site, use, found[1])
        made = _made(group)
        if made is None:
            return
        cell = "RefCell" if found[1] == "Rc" else "Mutex"
        edits = [Edit.insert(made.start, f"{cell}::new("), Edit.insert(made.end, ")")]
        for binding in group:
            kind = binding.type
            inner = next(descendants(kind, "type_arguments"), None) if kind is not None else None
            if inner is not None:
                edits += [
                    Edit.insert(inner.start_byte, f"<{cell}"),
                    Edit.insert(inner.end_byte, ">"),
                ]
            edits += _opened(function, binding, cell, use)
        if cell not in imported_names(site.source.tree.root_node):
            path = "std::cell::RefCell" if cell == "RefCell" else "std::sync::Mutex"
            edits.append(insert_use(site.source, site.node, path))
        yield site.candidate(
            self.id,
            f"Put a `{cell}` into the `{found[1]}` of `{text_of(use)}`",
            *dict.fromkeys(edits),
            safety=self.safety,
            cost="Panics where it is changed and read at the same time."
            if cell == "RefCell"
            else "Each use locks it.",
        )

    def _make_mut(self, site: Site, use: Node, kind: str) -> Iterator[Candidate]:
        """Change the value in place; it is copied first if somebody else owns it too."""
        star = use.prev_sibling
        begins = star is not None and text_of(star) == "*"
        start = star.start_byte if star is not None and begins else use.start_byte
        new = f"{kind}::make_mut(&mut {text_of(use)})"
        yield site.candidate(
            self.id,
            f"Change `{text_of(use)}` with `{kind}::make_mut`",
            Edit(Span(start, use.end_byte), f"*{new}" if begins else new),
            *make_mutable(use),
            safety=self.safety,
            cost="Copies the value first where it has other owners.",
        )


def _root(node: Node) -> Node | None:
    """Return the local at the root of the place that is changed."""
    at: Node | None = node
    while at is not None and at.type != "identifier":
        at = (
            at.child_by_field_name("left")
            or at.child_by_field_name("value")
            or (at.named_children[0] if at.named_children else None)
        )
    return at


def _owners(function: Node, use: Node) -> list[Binding]:
    """Return the bindings of `function` that own the same value as the one used at `use`."""
    lets = []
    for let in descendants(function, "let_declaration"):
        pattern = let.child_by_field_name("pattern")
        if pattern is not None and pattern.type == "identifier":
            lets.append(Binding(text_of(pattern), pattern, let))
    first = binding_of(use, text_of(use))
    group = [first] if first is not None else []
    # Both ways: what it was cloned from, and what is cloned from it.
    for _ in range(len(lets)):
        known = {b.node.start_byte for b in group}
        for binding in lets:
            source = _cloned_from(binding)
            origin = binding_of(source, text_of(source)) if source is not None else None
            if origin is None:
                continue
            if origin.node.start_byte in known and binding.node.start_byte not in known:
                group.append(binding)
            if binding.node.start_byte in known and origin.node.start_byte not in known:
                group.append(origin)
        if len(group) == len(known):
            break
    return group


def _cloned_from(binding: Binding) -> Node | None:
    """Return the name in `let x = Rc::clone(&name);` or `let x = name.clone();`."""
    value = binding.value
    if value is None or not re.fullmatch(
        r"(?:[\w:]+::)?(?:Rc|Arc)::clone\(&\w+\)|\w+\.clone\(\)", text_of(value)
    ):
        return None
    return list(descendants(value, "identifier"))[-1]


def _made(group: list[Binding]) -> Span | None:
    """Return where the argument of the one `Rc::new(…)` stands."""
    values = [b.value for b in group if b.value is not None and _MADE.match(text_of(b.value))]
    arguments = values[0].child_by_field_name("arguments") if len(values) == 1 else None
    if arguments is None or len(arguments.named_children) != 1:
        return None
    return span_of(arguments.named_children[0])


def _opened(function: Node, binding: Binding, cell: str, changed: Node) -> Iterator[Edit]:
    """Yield the edits that open the cell where `binding` is used."""
    uses = []
    for use in uses_of(function, binding.name):
        if use.type == "string_content":
            continue
        own = binding_of(use, binding.name)
        if own is not None and own.node == binding.node and not _is_cloned(use):
            uses.append(use)
    held = _held(uses) if cell == "Mutex" else None
    if held is not None and held.parent is not None:
        behind = [u for u in uses if held.start_byte <= u.start_byte < held.parent.end_byte]
        word = "mut " if any(_changes(u) or u == changed for u in behind) else ""
        lead = " " * held.start_point.column
        line = f"let {word}{binding.name} = {binding.name}.lock().unwrap();\n{lead}"
        yield Edit.insert(held.start_byte, line)
        uses = [u for u in uses if u not in behind]
    for use in uses:
        call = ".lock().unwrap()"
        if cell == "RefCell":
            call = ".borrow_mut()" if use == changed or _changes(use) else ".borrow()"
        yield Edit.insert(use.end_byte, call)


def _held(uses: list[Node]) -> Node | None:
    """Return the first statement with two uses: a second lock in it would wait for ever."""
    for statement, other in pairwise([(statement_of(u), ancestor(u, *_BODIES)) for u in uses]):
        held, body = statement
        if held is not None and statement == other:
            return held if body is None or body.start_byte < held.start_byte else None
    return None


def _is_cloned(use: Node) -> bool:
    """Say whether it is the owner that is meant, not the value: `Rc::clone(&x)`, `x.clone()`."""
    call = ancestor(use, "call_expression", "token_tree", "block")
    if call is None or call.type != "call_expression":
        after = text_of(use.next_sibling) if use.next_sibling is not None else ""
        method = use.next_sibling.next_sibling if after == "." and use.next_sibling else None
        before = use.prev_sibling.prev_sibling if use.prev_sibling is not None else None
        return (method is not None and text_of(method) == "clone") or (
            use.parent is not None
            and use.parent.type == "token_tree"
            and before is None
            and text_of(use.parent).startswith("(&")
        )
    return bool(
        re.match(
            rf"(?:[\w:]+::)?(?:Rc|Arc)::\w+\(|{re.escape(text_of(use))}\.clone\(", text_of(call)
        )
    )


def _changes(use: Node) -> bool:
    """Say whether the value is assigned to, or a method is called that changes it."""
    at = use
    while at.parent is not None and at.parent.type in (
        "field_expression",
        "index_expression",
        "unary_expression",
        "parenthesized_expression",
    ):
        at = at.parent
    parent = at.parent
    if parent is not None and parent.type in ("assignment_expression", "compound_assignment_expr"):
        return parent.child_by_field_name("left") == at
    if parent is not None and parent.type == "call_expression" and at.type == "field_expression":
        field = at.child_by_field_name("field")
        return field is not None and _CHANGING.fullmatch(text_of(field)) is not None
    return False
