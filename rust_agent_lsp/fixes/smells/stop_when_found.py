"""Stops at the first find where all were counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.smell_parts import method_call
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, text_of

_IS_ONE = {(">", "0"), ("!=", "0"), (">=", "1")}


class StopWhenFound(FixRule):
    """Turns `.count() > 0` into `.next().is_some()`, and `== 0` into `.next().is_none()`.

    What the closure does besides is done for fewer items.
    """

    codes: ClassVar = ("count-instead-of-next-is-none",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn has_long(words: &[&str]) -> bool {\n"
            "    words.iter().map(|w| w.len()).filter(|&n| n > 3).count() > 0\n}\n\n"
            'fn main() {\n    assert!(has_long(&["long", "ab"]) && !has_long(&["a"]));\n}\n',
            after="fn has_long(words: &[&str]) -> bool {\n"
            "    words.iter().map(|w| w.len()).filter(|&n| n > 3).next().is_some()\n}\n\n"
            'fn main() {\n    assert!(has_long(&["long", "ab"]) && !has_long(&["a"]));\n}\n',
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let n = [1, 2].iter().filter(|n| **n > 1).count() >= 1 + 1;\n"
        "    assert!(!n);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        whole = ancestor(site.node, "binary_expression")
        if whole is None:
            return
        left, operator, right = (
            whole.child_by_field_name(f) for f in ("left", "operator", "right")
        )
        count = method_call(left, "count") if left is not None else None
        if count is None or operator is None or right is None:
            return
        sign = (text_of(operator), text_of(right))
        if sign not in _IS_ONE and sign != ("==", "0"):
            return
        end = "is_some" if sign in _IS_ONE else "is_none"
        text = f"{count.receiver}.next().{end}()"
        yield site.candidate(self.id, "Stop at the first one", replace_node(whole, text))
