"""Takes the value out of a `Result` or `Option` that is compared or reckoned with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short_text, suffix
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of

_WRAPPED = re.compile(r"`(?:(?:\w+::)*(?:Result|Option))<[^`]*`")


class UnwrapBeforeUse(FixRule):
    """Ends the call that a variable was made by with `?` where the function can, else `.unwrap()`.

    `.unwrap()` panics where there is no value.
    """

    codes: ClassVar = ("E0369", "E0277")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before='fn main() {\n    let n = "4".parse::<u8>();\n    let m = n + 1;\n'
            "    assert_eq!(m, 5);\n}\n",
            after='fn main() {\n    let n = "4".parse::<u8>().unwrap();\n    let m = n + 1;\n'
            "    assert_eq!(m, 5);\n}\n",
            code="E0369",
        ),
        Example(
            before="fn read(t: &str) -> Result<u8, std::num::ParseIntError> {\n"
            "    let n = t.parse::<u8>();\n    Ok(n + 1)\n}\nfn main() {\n"
            '    let _ = read("1");\n}\n',
            after="fn read(t: &str) -> Result<u8, std::num::ParseIntError> {\n"
            "    let n = t.parse::<u8>()?;\n    Ok(n + 1)\n}\nfn main() {\n"
            '    let _ = read("1");\n}\n',
            code="E0369",
        ),
    )
    refuses: ClassVar = (
        "struct P;\nfn main() {\n    let a = P;\n    let b = P;\n    assert!(a == b);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        kind = _WRAPPED.search(site.diagnostic.message)
        if kind is None:
            return
        statement = ancestor(site.node, "macro_invocation", "binary_expression") or site.node
        function = ancestor(site.node, "function_item", "closure_expression", "async_block")
        returned = function.child_by_field_name("return_type") if function is not None else None
        head = "Option" if "Option" in kind[0].partition("<")[0] else "Result"
        fails = returned is not None and head in text_of(returned).partition("<")[0]
        call = "?" if fails else ".unwrap()"
        seen = set()
        for name in descendants(statement, "identifier"):
            binding = binding_of(name, text_of(name))
            value = binding.value if binding is not None else None
            if binding is None or value is None or value.type != "call_expression":
                continue
            if binding.type is not None or value.start_byte in seen:
                continue
            seen.add(value.start_byte)
            yield site.candidate(
                self.id,
                f"Take the value out of `{short_text(value)}` with `{call}`",
                *suffix(site.source, span_of(value), call),
                safety=Safety.SAFE if fails else Safety.CHANGES_BEHAVIOUR,
                cost="" if fails else "Panics where there is no value.",
            )
