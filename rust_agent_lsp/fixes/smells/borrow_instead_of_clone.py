"""Lends a value where a copy of it was made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.smell_parts import MethodCall, method_call
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import descendants


class BorrowInsteadOfClone(FixRule):
    """Replaces `x.clone()` by `&x`, or by `x` where it is lent anyway.

    Only the compiler can say whether that is enough; refused where the copy is bound by
    `let mut`.
    """

    codes: ClassVar = ("clone-in-loop", "clone-to-satisfy-borrow-checker")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn longest(names: &[String], prefix: String) -> usize {\n"
            "    let mut most = 0;\n    for name in names {\n"
            "        most = most.max(joined(&prefix.clone(), name));\n    }\n    most\n}\n\n"
            "fn joined(a: &str, b: &str) -> usize {\n    a.len() + b.len()\n}\n\nfn main() {\n"
            '    assert_eq!(longest(&["ab".into()], "c".into()), 3);\n}\n',
            after="fn longest(names: &[String], prefix: String) -> usize {\n"
            "    let mut most = 0;\n    for name in names {\n"
            "        most = most.max(joined(&prefix, name));\n    }\n    most\n}\n\n"
            "fn joined(a: &str, b: &str) -> usize {\n    a.len() + b.len()\n}\n\nfn main() {\n"
            '    assert_eq!(longest(&["ab".into()], "c".into()), 3);\n}\n',
        ),
        Example(
            before="struct Cart {\n    prices: Vec<u32>,\n    total: u32,\n}\n\nimpl Cart {\n"
            "    fn sum(&mut self) {\n        for price in self.prices.clone() {\n"
            "            self.total += price;\n        }\n    }\n}\n\nfn main() {\n"
            "    let mut cart = Cart { prices: vec![1, 2], total: 0 };\n    cart.sum();\n"
            "    assert_eq!(cart.total, 3);\n}\n",
            after="struct Cart {\n    prices: Vec<u32>,\n    total: u32,\n}\n\nimpl Cart {\n"
            "    fn sum(&mut self) {\n        for price in &self.prices {\n"
            "            self.total += price;\n        }\n    }\n}\n\nfn main() {\n"
            "    let mut cart = Cart { prices: vec![1, 2], total: 0 };\n    cart.sum();\n"
            "    assert_eq!(cart.total, 3);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn sums(base: &str, items: &[u32]) -> Vec<String> {\n    let start = String::from(base);\n"
        "    let mut found = Vec::new();\n    for item in items {\n"
        "        let one = start.clone() + &item.to_string();\n        found.push(one);\n    }\n"
        '    found\n}\n\nfn main() {\n    assert_eq!(sums("a", &[1]), ["a1"]);\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        calls = (method_call(n, "clone") for n in descendants(site.node, "call_expression"))
        found = next((c for c in calls if c is not None and span.touches(c.place)), None)
        if found is None or (edits := _lent(found)) is None:
            return
        title = f"Borrow `{short(found.receiver)}` instead of cloning it"
        yield site.candidate(self.id, title, *edits)


def _lent(call: MethodCall) -> tuple[Edit, ...] | None:
    parent = call.node.parent
    without = Edit.delete(call.place.start, call.place.end)
    if parent is None or parent.type in ("field_expression", "binary_expression"):
        return None
    if parent.type == "reference_expression":
        return (without,)
    if parent.type == "let_declaration" and any(
        c.type == "mutable_specifier" for c in parent.children
    ):
        return None
    return (Edit.insert(call.node.start_byte, "&"), without)
