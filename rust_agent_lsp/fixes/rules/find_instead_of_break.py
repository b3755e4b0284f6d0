"""Searches with `find` where a `for` loop was to give the value that it breaks with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.statements import statements
from rust_agent_lsp.syntax.tree import ancestor, text_of

_TIGHT = re.compile(r"[\w.]+(?:\(\))?(?:\.\w+\(\))*")


class FindInsteadOfBreak(FixRule):
    """Writes `(0..n).find(|&i| i > 3).unwrap()` for `for i in 0..n { if i > 3 { break i; } }`.

    Stops the program where nothing is found, for which the loop says nothing.
    """

    codes: ClassVar = ("E0571",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u64) -> u64 {\n    let root = for i in 0..=n {\n"
            "        if i * i >= n {\n            break i;\n        }\n    };\n    root\n}\n",
            after="pub fn f(n: u64) -> u64 {\n"
            "    let root = (0..=n).find(|&i| i * i >= n).unwrap();\n    root\n}\n",
        ),
        Example(
            before="pub fn f(n: u64) -> u64 {\n    let square = for i in 1..n {\n"
            "        if i * i > 50 {\n            break i * i;\n        }\n    };\n    square\n}\n",
            after="pub fn f(n: u64) -> u64 {\n    let square = (1..n)"
            ".find_map(|i| if i * i > 50 { Some(i * i) } else { None }).unwrap();\n    square\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(n: u64) -> u64 {\n    let root = for i in 0..=n {\n        let s = i * i;\n"
        "        println!();\n        if s >= n {\n            break i;\n        }\n    };\n"
        "    root\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        stop, loop = site.enclosing("break_expression"), site.enclosing("for_expression")
        test = ancestor(stop, "if_expression") if stop is not None else None
        if stop is None or loop is None or test is None or not _is_all(loop, test, stop):
            return
        pattern, items = loop.child_by_field_name("pattern"), loop.child_by_field_name("value")
        condition = test.child_by_field_name("condition")
        given = stop.named_children[-1] if stop.named_children else None
        if pattern is None or items is None or condition is None or given is None:
            return
        if condition.type == "let_condition" or given.type == "label":
            return
        if loop.parent is not None and loop.parent.type == "expression_statement":
            return
        source = text_of(items)
        if items.type == "range_expression":
            head = f"({source})"
        elif _TIGHT.fullmatch(source) and source.endswith(")"):
            head = source
        else:
            head = f"({source}).into_iter()" if source.startswith("&") else f"{source}.into_iter()"
        name, value = text_of(pattern), text_of(given)
        if items.type == "range_expression" and value == name:
            call = f".find(|&{name}| {text_of(condition)})"
        else:
            test_of = f"if {text_of(condition)} {{ Some({value}) }} else {{ None }}"
            call = f".find_map(|{name}| {test_of})"
        yield site.candidate(
            self.id,
            f"Search with `{call[1:].partition('(')[0]}`",
            replace_node(loop, f"{head}{call}.unwrap()"),
            safety=self.safety,
            cost="Stops the program where nothing is found.",
        )


def _is_all(loop: Node, test: Node, stop: Node) -> bool:
    """Say whether the loop does nothing but `if … { break value; }`."""
    body, then = loop.child_by_field_name("body"), test.child_by_field_name("consequence")
    if body is None or then is None or test.child_by_field_name("alternative") is not None:
        return False
    outer, inner = statements(body), statements(then)
    if len(outer) != 1 or len(inner) != 1:
        return False
    held = [test, test.parent], [stop, stop.parent]
    return outer[0] in held[0] and inner[0] in held[1]
