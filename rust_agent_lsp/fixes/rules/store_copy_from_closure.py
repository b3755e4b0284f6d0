"""Keeps a copy of what a closure is lent, where the closure stores it outside of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.returns import owned_type
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class StoreCopyFromClosure(FixRule):
    """Stores `n.clone()` instead of the reference `n`, which ends with the call of the closure.

    The type of what it is stored in becomes an owned one. The copy costs time and memory.
    """

    codes: ClassVar = ("E0521",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn each(names: &[String], mut f: impl FnMut(&String)) {\n"
            "    for n in names {\n        f(n);\n    }\n}\n"
            "pub fn last(names: &[String]) -> usize {\n"
            "    let mut last: Option<&String> = None;\n    each(names, |n| last = Some(n));\n"
            "    last.map_or(0, |n| n.len())\n}\n",
            after="fn each(names: &[String], mut f: impl FnMut(&String)) {\n"
            "    for n in names {\n        f(n);\n    }\n}\n"
            "pub fn last(names: &[String]) -> usize {\n"
            "    let mut last: Option<String> = None;\n"
            "    each(names, |n| last = Some(n.clone()));\n"
            "    last.map_or(0, |n| n.len())\n}\n",
            code="E0521",
        ),
        Example(
            before="fn words(text: &str, mut f: impl FnMut(&str)) {\n"
            "    text.split(' ').for_each(|w| f(w));\n}\npub fn count(text: &str) -> usize {\n"
            "    let mut all = Vec::new();\n    words(text, |w| all.push(w));\n    all.len()\n}\n",
            after="fn words(text: &str, mut f: impl FnMut(&str)) {\n"
            "    text.split(' ').for_each(|w| f(w));\n}\npub fn count(text: &str) -> usize {\n"
            "    let mut all = Vec::new();\n    words(text, |w| all.push(w.to_owned()));\n"
            "    all.len()\n}\n",
            code="E0521",
        ),
    )
    refuses: ClassVar = (
        "use std::thread;\npub fn run(v: &[u32]) {\n"
        '    let h = thread::spawn(move || println!("{}", v.len()));\n    h.join().unwrap();\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = site.match(r"`(\w+)` escapes the closure body here")
        closure = site.enclosing("closure_expression")
        if found is None or closure is None:
            return
        name = found[1]
        uses = [n for n in uses_of(site.node, name) if _is_whole(n)]
        retyped = _retyped(site)
        for call in (".clone()", ".to_owned()") if uses else ():
            yield site.candidate(
                self.id,
                f"Store `{name}{call}`: `{name}` itself is lent for one call only",
                *(Edit.insert(use.end_byte, call) for use in uses),
                *retyped,
                safety=self.safety,
                cost="Makes a copy each time it runs.",
            )


def _is_whole(use: Node) -> bool:
    """Say whether the value itself is used, not a field or method of it."""
    around = use.parent.type if use.parent is not None else ""
    return use.type == "identifier" and around not in ("field_expression", "index_expression")


def _retyped(site: Site) -> list[Edit]:
    """Return the edits that make the declared type of the outer variable an owned one."""
    label = site.label(r"declared here, outside of the closure")
    let = ancestor(site.node_of(label), "let_declaration") if label is not None else None
    kind = let.child_by_field_name("type") if let is not None else None
    return [e for n in (descendants(kind, "reference_type") if kind else ()) if (e := _owned(n))]


def _owned(reference: Node) -> Edit | None:
    owned = owned_type(re.sub(r"'\w+ ", "", text_of(reference)))
    return replace_node(reference, owned[0]) if owned is not None else None
