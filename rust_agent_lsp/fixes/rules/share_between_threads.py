"""Shares values between threads with `Arc` and `Mutex` instead of `Rc` and `RefCell`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import SourceFile, ancestor, descendants, text_of

_TWINS = {"Rc": ("std::rc", "Arc"), "RefCell": ("std::cell", "Mutex")}
_HEAD = re.compile(r"`(?:std::\w+::)?(Rc|RefCell|\(?dyn )([^`]*)`")
_OBJECT = re.compile(r"`(?:\((dyn [^`]+)\)|(dyn [^`]+))`")


class ShareBetweenThreads(FixRule):
    """Replaces `Rc` by `Arc` and `RefCell` by `Mutex` in the file, or adds `+ Send` to a `dyn`.

    A lock waits where `RefCell` would panic: locking twice in one thread hangs.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::rc::Rc;\npub fn f() {\n    let a = Rc::new(5);\n"
            "    let b = Rc::clone(&a);\n    std::thread::spawn(move || *b + 1);\n}\n",
            after="use std::sync::Arc;\npub fn f() {\n    let a = Arc::new(5);\n"
            "    let b = Arc::clone(&a);\n    std::thread::spawn(move || *b + 1);\n}\n",
        ),
        Example(
            before="use std::cell::RefCell;\nuse std::sync::Arc;\npub fn f() {\n"
            "    let a = Arc::new(RefCell::new(5));\n    std::thread::spawn(move || {\n"
            "        *a.borrow_mut() += 1;\n    });\n}\n",
            after="use std::sync::Mutex;\nuse std::sync::Arc;\npub fn f() {\n"
            "    let a = Arc::new(Mutex::new(5));\n    std::thread::spawn(move || {\n"
            "        *a.lock().unwrap() += 1;\n    });\n}\n",
        ),
        Example(
            before="pub fn f(job: Box<dyn Fn()>) {\n    std::thread::spawn(move || {\n"
            "        let run = job;\n        run();\n    });\n}\n",
            after="pub fn f(job: Box<dyn Fn() + Send>) {\n    std::thread::spawn(move || {\n"
            "        let run = job;\n        run();\n    });\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(p: *const u8) {\n    std::thread::spawn(move || {\n        let _q = p;\n"
        "    });\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"cannot be (sent|shared) between threads", site.diagnostic.message)
        found = _HEAD.match(site.diagnostic.message)
        if told is None or found is None:
            return
        if "dyn " in found[1]:
            yield from self._object(site, "Send" if told[1] == "sent" else "Sync")
            return
        names = [found[1]]
        if found[1] == "Rc" and re.match(r"<(?:std::cell::)?RefCell<", found[2]):
            names.append("RefCell")
        edits = _renamed(site.source, names)
        if edits:
            words = " and ".join(f"`{n}` by `{_TWINS[n][1]}`" for n in names)
            locks = "RefCell" in names
            yield site.candidate(
                self.id,
                f"Replace {words} in this file",
                *edits,
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="Threads wait for each other; locking twice in one thread hangs."
                if locks
                else "Counting owners becomes atomic, which is a little slower.",
            )

    def _object(self, site: Site, trait: str) -> Iterator[Candidate]:
        found = _OBJECT.match(site.diagnostic.message)
        if found is None:
            return
        wanted = re.sub(r" \+ 'static$", "", found[1] or found[2])
        bare = _squeezed(wanted)
        edits = [
            Edit.insert(kind.end_byte, f" + {trait}")
            for kind in descendants(site.source.tree.root_node, "dynamic_type")
            if _squeezed(text_of(kind)) == bare and _bounds_end(kind)
        ]
        if edits:
            yield site.candidate(
                self.id,
                f"Demand `{trait}` of every `{wanted}`",
                *edits,
                safety=Safety.API_CHANGE,
                cost=f"Only what is `{trait}` can then be given.",
            )


def _squeezed(text: str) -> str:
    return re.sub(r"\b(?:\w+::)+|\s", "", text)


def _bounds_end(kind: Node) -> bool:
    """Say whether ` + Send` may simply follow: inside `<…>`, not behind `&` or in bounds."""
    return kind.parent is not None and kind.parent.type == "type_arguments"


def _renamed(source: SourceFile, names: list[str]) -> list[Edit]:
    """Return the edits that replace the names, their imports and their methods; [] if unsafe."""
    root = source.tree.root_node
    text = source.text.decode(errors="replace")
    if any(re.search(rf"\b(?:struct|enum|type) {n}\b", text) for n in names):
        return []
    locks = "RefCell" in names
    if locks and re.search(
        r"\.try_borrow|\.get_mut\(\)|Ref::map|RefMut|\bRef<|borrow::Borrow", text
    ):
        return []
    edits = [*_imports(source, names)]
    for node in descendants(root, "identifier", "type_identifier"):
        if ancestor(node, "use_declaration") is None and text_of(node) in names:
            edits.append(replace_node(node, _TWINS[text_of(node)][1]))
            edits += _path_edit(source, node)
    if locks:
        for node in descendants(root, "identifier", "field_identifier"):
            before = source.slice(Span(max(0, node.start_byte - 1), node.start_byte))
            after = source.slice(Span(node.end_byte, node.end_byte + 2))
            if before != "." or after != "()":
                continue
            if text_of(node) in ("borrow", "borrow_mut"):
                edits.append(Edit(Span(node.start_byte, node.end_byte + 2), "lock().unwrap()"))
    return edits


def _path_edit(source: SourceFile, node: Node) -> list[Edit]:
    """Change `rc::` or `cell::` right before a name that is written with its path."""
    start = max(0, node.start_byte - 6)
    before = source.slice(Span(start, node.start_byte))
    found = re.search(r"\b(rc|cell)::$", before)
    if found is None:
        return []
    at = start + found.start()
    return [Edit(Span(at, at + len(found[1])), "sync")]


def _imports(source: SourceFile, names: list[str]) -> Iterator[Edit]:
    root = source.tree.root_node
    uses = list(descendants(root, "use_declaration"))
    everything = "\n".join(text_of(u) for u in uses)
    for use in uses:
        text = text_of(use)
        for name in names:
            home, twin = _TWINS[name]
            module = home.rpartition("::")[2]
            has = re.search(rf"sync::(?:\{{[^}}]*\b)?{twin}\b", everything) is not None
            if text == f"use {home}::{name};" and has:
                text = ""
            text = re.sub(rf"\b{module}::{name}\b", f"sync::{twin}", text)
            listed = re.fullmatch(rf"use {home}::\{{(.*)\}};", text, re.S)
            if listed is None or not re.search(rf"\b{name}\b", listed[1]):
                continue
            rest = [p.strip() for p in listed[1].split(",") if p.strip() not in ("", name)]
            if name == "Rc" and rest == ["Weak"]:
                text = "use std::sync::{Arc, Weak};"
                continue
            kept = f"use {home}::{rest[0] if len(rest) == 1 else '{' + ', '.join(rest) + '}'};"
            text = (kept if rest else "") + ("" if has else f"\nuse std::sync::{twin};")
            text = text.strip()
        if text == text_of(use):
            continue
        if text:
            yield replace_node(use, text)
        else:
            yield Edit.delete(
                use.start_byte, min(source.line_end(use.end_byte) + 1, len(source.text))
            )
