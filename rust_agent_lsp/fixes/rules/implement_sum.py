"""Lets the values of a type of the crate be summed up, given that two of them can be added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import find_item, implements, named_fields, tuple_fields
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.types import NUMBERS


class ImplementSum(FixRule):
    """Writes `impl Sum` with the type's own `+`, beginning with zero in each field."""

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="#[derive(Clone, Copy)]\npub struct Money(i64);\n"
            "impl std::ops::Add for Money {\n"
            "    type Output = Money;\n    fn add(self, other: Money) -> Money {\n"
            "        Money(self.0 + other.0)\n    }\n}\npub fn f(purse: &[Money]) -> Money {\n"
            "    purse.iter().copied().sum()\n}\n",
            after="#[derive(Clone, Copy)]\npub struct Money(i64);\n\n"
            "impl std::iter::Sum for Money {\n"
            "    fn sum<I: Iterator<Item = Money>>(values: I) -> Money {\n"
            "        values.fold(Money(0), |total, value| total + value)\n    }\n}\n"
            "impl std::ops::Add for Money {\n"
            "    type Output = Money;\n    fn add(self, other: Money) -> Money {\n"
            "        Money(self.0 + other.0)\n    }\n}\npub fn f(purse: &[Money]) -> Money {\n"
            "    purse.iter().copied().sum()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "#[derive(Clone, Copy)]\npub struct Money(i64);\npub fn f(purse: &[Money]) -> Money {\n"
        "    purse.iter().copied().sum()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(
            r"value of type `(\w+)` cannot be made by summing .* elements of type"
            r" `(&)?(?:'\w+ )?\1`",
            site.diagnostic.message,
        )
        item = find_item(site, told[1], "type") if told is not None else None
        if told is None or item is None or item.file != site.source:
            return
        if not implements(site, item, "Add"):
            return
        named, plain = named_fields(item.node), tuple_fields(item.node)
        zeros = {kind: "0.0" if kind.startswith("f") else "0" for kind in NUMBERS}
        kinds = list(named.values()) or plain
        if not kinds or any(kind not in zeros for kind in kinds):
            return
        name = item.name
        start = f"{name}({', '.join(zeros[k] for k in plain)})"
        if named:
            start = f"{name} {{ {', '.join(f'{f}: {zeros[k]}' for f, k in named.items())} }}"
        lent = told[2] is not None
        kind = f"&'a {name}" if lent else name
        head = f"impl<'a> std::iter::Sum<{kind}>" if lent else "impl std::iter::Sum"
        value = "*value" if lent else "value"
        code = (
            f"{head} for {name} {{\n"
            f"    fn sum<I: Iterator<Item = {kind}>>(values: I) -> {name} {{\n"
            f"        values.fold({start}, |total, value| total + {value})\n    }}\n}}"
        )
        yield site.candidate(
            self.id,
            f"Let `{name}` values be summed up, by their `+`",
            Edit.insert(item.node.end_byte, f"\n\n{code}"),
            safety=self.safety,
        )
