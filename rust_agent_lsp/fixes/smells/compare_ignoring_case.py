"""Compares two texts without making new ones of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.smell_parts import method_call
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, text_of

_CASES = ("to_lowercase", "to_uppercase", "to_ascii_lowercase", "to_ascii_uppercase")


class CompareIgnoringCase(FixRule):
    """Compares with `eq_ignore_ascii_case`.

    Letters beyond ASCII (`Ä` and `ä`) are then no longer taken as equal.
    """

    codes: ClassVar = ("allocating-comparison",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn same(a: &str, b: &str) -> bool {\n    a.to_lowercase() == b.to_lowercase()\n"
            '}\n\nfn main() {\n    assert!(same("GET", "get") && !same("GET", "put"));\n}\n',
            after="fn same(a: &str, b: &str) -> bool {\n    a.eq_ignore_ascii_case(b)\n"
            '}\n\nfn main() {\n    assert!(same("GET", "get") && !same("GET", "put"));\n}\n',
        ),
        Example(
            before='fn main() {\n    let (a, b) = (String::from("A"), String::from("b"));\n'
            "    let differ = a.to_ascii_uppercase() != b.to_ascii_uppercase();\n"
            "    assert!(differ);\n}\n",
            after='fn main() {\n    let (a, b) = (String::from("A"), String::from("b"));\n'
            "    let differ = !a.eq_ignore_ascii_case(&b);\n"
            "    assert!(differ);\n}\n",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let (a, b) = ("a", "A");\n'
        "    let differ = a.to_lowercase() != b.to_uppercase();\n    assert!(differ);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        whole = ancestor(site.node, "binary_expression")
        left = whole.child_by_field_name("left") if whole else None
        right = whole.child_by_field_name("right") if whole else None
        if whole is None or left is None or right is None:
            return
        for case in _CASES:
            one, other = method_call(left, case), method_call(right, case)
            if one is None or other is None:
                continue
            negated = "!" if "!=" in text_of(whole)[len(text_of(left)) :][:4] else ""
            beyond = "" if "ascii" in case else "Letters beyond ASCII then differ by their case."
            safety = self.safety if beyond else Safety.SAFE
            for lend in ("", "&"):
                text = f"{negated}{one.receiver}.eq_ignore_ascii_case({lend}{other.receiver})"
                yield site.candidate(
                    self.id,
                    "Compare without new strings",
                    replace_node(whole, text),
                    safety=safety,
                    cost=beyond,
                )
