"""Gives a closure as many parameters as its caller passes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import used_names
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class FitClosureParameters(FixRule):
    """Adds `_` for values that the closure ignores, drops parameters that it does not use.

    Where it uses all, the last become one tuple: `|sum, (price, count)|`.
    """

    codes: ClassVar = ("E0593",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(v: Vec<u8>) -> u8 {\n    v.into_iter().fold(0, |sum| sum)\n}\n",
            after="pub fn f(v: Vec<u8>) -> u8 {\n    v.into_iter().fold(0, |sum, _| sum)\n}\n",
        ),
        Example(
            before="pub fn f(n: Option<u8>) -> u8 {\n    n.unwrap_or_else(|none| 3)\n}\n",
            after="pub fn f(n: Option<u8>) -> u8 {\n    n.unwrap_or_else(|| 3)\n}\n",
        ),
        Example(
            before="pub fn f(v: &[(u8, u8)]) -> u8 {\n    v.iter().map(|a, b| a + b).sum()\n}\n",
            after="pub fn f(v: &[(u8, u8)]) -> u8 {\n    v.iter().map(|(a, b)| a + b).sum()\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(n: Option<u8>) -> u8 {\n    n.unwrap_or_else(|n| n + 3)\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        counts = re.search(r"take (\d+) argument.* takes (\d+) argument", site.diagnostic.message)
        label = site.label(r"^takes \d+ argument")
        closure = ancestor(site.node_of(label), "closure_expression") if label is not None else None
        listed = closure.child_by_field_name("parameters") if closure is not None else None
        body = closure.child_by_field_name("body") if closure is not None else None
        if counts is None or listed is None or body is None:
            return
        wanted, found = int(counts[1]), int(counts[2])
        given = [c for c in listed.children if c.type not in ("|", ",")]
        if len(given) != found:
            return
        if wanted > found:
            new = ", ".join([*map(text_of, given), *["_"] * (wanted - found)])
            title = f"Ignore what else is passed: `|{new}|`"
            yield site.candidate(self.id, title, replace_node(listed, f"|{new}|"))
            return
        unused = [p for p in given if not _is_used(p, body)]
        if len(unused) >= found - wanted:
            gone = unused[-(found - wanted) :]
            new = ", ".join(text_of(p) for p in given if p not in gone)
            title = f"Take only what is passed: `|{new}|`"
            yield site.candidate(self.id, title, replace_node(listed, f"|{new}|"))
        elif wanted and all(p.type in ("identifier", "tuple_pattern", "_") for p in given):
            kept, joined = [*map(text_of, given)][: wanted - 1], given[wanted - 1 :]
            new = ", ".join([*kept, f"({', '.join(map(text_of, joined))})"])
            title = f"Take the parts of a tuple: `|{new}|`"
            yield site.candidate(self.id, title, replace_node(listed, f"|{new}|"))


def _is_used(parameter: Node, body: Node) -> bool:
    names = {text_of(n) for n in descendants(parameter, "identifier")}
    return bool(names & used_names(body))
