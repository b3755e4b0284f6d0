"""Makes a `static` that is changed safe to change from several threads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import imported_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.fixes.uses import insert_use
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_ATOMIC = re.compile(r"[iu](?:8|16|32|64|size)|bool")
_FETCH = {"+=": "fetch_add", "-=": "fetch_sub", "|=": "fetch_or", "&=": "fetch_and"}
_ORDER = "Ordering::SeqCst"


class MakeStaticAtomic(FixRule):
    """Declares a number as an atomic and another value in a `Mutex`, and opens it at each use.

    A constant that is assigned to becomes such a static.

    Code of other files that reads the static has to change with it.
    """

    codes: ClassVar = ("E0594", "E0596", "E0070", "E0067")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="static HITS: u32 = 0;\npub fn hit() -> u32 {\n    HITS += 1;\n    HITS\n}\n",
            after="use std::sync::atomic::{AtomicU32, Ordering};\n\n"
            "static HITS: AtomicU32 = AtomicU32::new(0);\npub fn hit() -> u32 {\n"
            "    HITS.fetch_add(1, Ordering::SeqCst);\n    HITS.load(Ordering::SeqCst)\n}\n",
            code="E0594",
        ),
        Example(
            before="static LOG: Vec<u8> = Vec::new();\npub fn add(n: u8) {\n    LOG.push(n);\n}\n",
            after="use std::sync::Mutex;\n\nstatic LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());\n"
            "pub fn add(n: u8) {\n    LOG.lock().unwrap().push(n);\n}\n",
            code="E0596",
        ),
        Example(
            before="const HITS: u32 = 0;\npub fn hit() -> u32 {\n    HITS = 3;\n    HITS\n}\n",
            after="use std::sync::atomic::{AtomicU32, Ordering};\n\n"
            "static HITS: AtomicU32 = AtomicU32::new(0);\npub fn hit() -> u32 {\n"
            "    HITS.store(3, Ordering::SeqCst);\n    HITS.load(Ordering::SeqCst)\n}\n",
            code="E0070",
        ),
    )
    refuses: ClassVar = ("pub fn f(v: &Vec<u8>) {\n    v.push(1);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        name = _assigned(site)
        root = site.source.tree.root_node
        constant = site.diagnostic.code in ("E0070", "E0067")
        statics = [
            item
            for item in descendants(root, "const_item" if constant else "static_item")
            if (own := item.child_by_field_name("name")) is not None and text_of(own) == name
        ]
        if name is None or len(statics) != 1 or ancestor(statics[0], "block", "impl_item"):
            return
        kind, value = (statics[0].child_by_field_name(f) for f in ("type", "value"))
        if kind is None or value is None:
            return
        uses = [u for u in uses_of(root, name) if u.parent != statics[0] and u.type == "identifier"]
        text = text_of(kind)
        atomic = f"Atomic{text.capitalize()}" if _ATOMIC.fullmatch(text) else ""
        edits = [e for use in uses for e in (_atomic(use) if atomic else _locked(use))]
        edits += [replace_node(c, "static") for c in statics[0].children if c.type == "const"]
        wanted = f"std::sync::atomic::{{{atomic}, Ordering}}" if atomic else "std::sync::Mutex"
        if (atomic or "Mutex") not in imported_names(root):
            edits.append(insert_use(site.source, statics[0], wanted))
        head = atomic or "Mutex"
        yield site.candidate(
            self.id,
            f"Declare `{name}` as `{head if atomic else f'Mutex<{text}>'}`",
            replace_node(kind, atomic or f"Mutex<{text}>"),
            Edit.insert(value.start_byte, f"{head}::new("),
            insert_after(value, ")"),
            *edits,
            safety=self.safety,
            cost="" if atomic else "Each use locks it.",
        )


def _assigned(site: Site) -> str | None:
    """Return the name of the static, or of the constant on the left of the assignment."""
    found = re.search(r"immutable static item `(\w+)", site.diagnostic.message)
    if found is not None:
        return found[1]
    whole = site.enclosing("assignment_expression", "compound_assignment_expr")
    left = whole.child_by_field_name("left") if whole is not None else None
    return text_of(left) if left is not None and left.type == "identifier" else None


def _atomic(use: Node) -> list[Edit]:
    parent = use.parent
    if parent is not None and parent.child_by_field_name("left") == use:
        right = parent.child_by_field_name("right")
        sign = parent.child_by_field_name("operator")
        if right is not None and parent.type == "assignment_expression":
            between = Span(use.end_byte, right.start_byte)
            return [Edit(between, ".store("), insert_after(right, f", {_ORDER})")]
        method = _FETCH.get(text_of(sign)) if sign is not None else None
        if right is not None and method is not None and parent.type == "compound_assignment_expr":
            between = Span(use.end_byte, right.start_byte)
            return [Edit(between, f".{method}("), insert_after(right, f", {_ORDER})")]
    return [insert_after(use, f".load({_ORDER})")]


def _locked(use: Node) -> list[Edit]:
    parent = use.parent
    assigned = parent is not None and parent.child_by_field_name("left") == use
    star = [Edit.insert(use.start_byte, "*")] if assigned else []
    return [*star, insert_after(use, ".lock().unwrap()")]
