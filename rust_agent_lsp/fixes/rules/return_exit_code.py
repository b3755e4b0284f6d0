"""Gives `main` a result that a program can end with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import FUNCTIONS, Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_INTEGER = re.compile(r"[iu](?:8|16|32|64|128|size)$")


class ReturnExitCode(FixRule):
    """Returns an `ExitCode` where `main` returns an integer, as in C; else returns nothing.

    Only the lowest eight bits of a number reach the system. Where `main` returns nothing its last
    value is computed and dropped.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn main() -> i32 {\n    if std::env::args().count() > 3 {\n"
            "        return 2;\n    }\n    0\n}\n",
            after="fn main() -> std::process::ExitCode {\n    if std::env::args().count() > 3 {\n"
            "        return std::process::ExitCode::from(2);\n    }\n"
            "    std::process::ExitCode::from(0)\n}\n",
        ),
        Example(
            before="fn run() -> i32 {\n    3\n}\nfn main() -> i32 {\n    run()\n}\n",
            after="fn run() -> i32 {\n    3\n}\nfn main() -> std::process::ExitCode {\n"
            "    std::process::ExitCode::from(run() as u8)\n}\n",
        ),
        Example(
            before="fn main() -> char {\n    'a'\n}\n",
            after="fn main() {\n    'a';\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn main() -> bool {\n    if std::env::args().count() > 3 {\n        return true;\n    }\n"
        "    false\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.match(r"`main` has invalid return type `(.+)`$", site.diagnostic.message)
        function = site.enclosing("function_item")
        result = function.child_by_field_name("return_type") if function is not None else None
        listed = function.child_by_field_name("parameters") if function is not None else None
        body = function.child_by_field_name("body") if function is not None else None
        if found is None or result is None or listed is None or body is None:
            return
        returned = [r for r in descendants(body, "return_expression") if _of(r, body)]
        last = _tail(body)
        if _INTEGER.match(found[1]):
            values = [r.named_children[0] for r in returned if r.named_children]
            values += [last] if last is not None else []
            if values and len(values) >= len(returned):
                yield site.candidate(
                    self.id,
                    "Return an `ExitCode` from `main`",
                    replace_node(result, "std::process::ExitCode"),
                    *(replace_node(v, f"std::process::ExitCode::from({_byte(v)})") for v in values),
                    safety=self.safety,
                    cost="Only the lowest eight bits reach the system.",
                )
        elif not returned and last is not None:
            yield site.candidate(
                self.id,
                f"Let `main` return nothing instead of `{found[1]}`",
                Edit.delete(listed.end_byte, result.end_byte),
                insert_after(last, ";"),
                safety=self.safety,
                cost="The last value is dropped.",
            )


def _of(node: Node, body: Node) -> bool:
    """Whether a `return` leaves the function of `body`, not a closure or async block in it."""
    inner = ancestor(node, *FUNCTIONS, "async_block")
    return inner is not None and inner == body.parent


def _tail(body: Node) -> Node | None:
    """Return the value that the body ends with, a plain one; None where it has none."""
    parts = [n for n in body.named_children if "comment" not in n.type]
    last = parts[-1] if parts else None
    if last is None or last.type.endswith(("_statement", "_declaration", "_item")):
        return None
    return last


def _byte(value: Node) -> str:
    text = text_of(value)
    if value.type == "integer_literal":
        return re.sub(r"_?[iu](?:8|16|32|64|128|size)$", "", text)
    plain = value.type in ("identifier", "call_expression", "field_expression")
    return f"{text} as u8" if plain else f"({text}) as u8"
