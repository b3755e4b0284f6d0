"""Ends a value's life with `drop` instead of a call of its destructor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import text_of


class CallDrop(FixRule):
    """Turns `x.drop()` and `Drop::drop(&mut x)` into `drop(x)`."""

    codes: ClassVar = ("E0040",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="struct G;\nimpl Drop for G {\n    fn drop(&mut self) {}\n}\nfn main() {\n"
            "    let mut g = G;\n    g.drop();\n}\n",
            after="struct G;\nimpl Drop for G {\n    fn drop(&mut self) {}\n}\nfn main() {\n"
            "    let mut g = G;\n    drop(g);\n}\n",
        ),
        Example(
            before="struct G;\nimpl Drop for G {\n    fn drop(&mut self) {}\n}\nfn main() {\n"
            "    let mut g = G;\n    Drop::drop(&mut g);\n}\n",
            after="struct G;\nimpl Drop for G {\n    fn drop(&mut self) {}\n}\nfn main() {\n"
            "    let mut g = G;\n    drop(g);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "struct G;\nimpl Drop for G {\n    fn drop(&mut self) {}\n}\nfn main() {\n"
        "    let f = G::drop;\n    f(&mut G);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        call = site.enclosing("call_expression")
        function = call.child_by_field_name("function") if call is not None else None
        arguments = call.child_by_field_name("arguments") if call is not None else None
        if call is None or function is None or arguments is None:
            return
        if not function.start_byte <= site.diagnostic.span.start < function.end_byte:
            return
        value = function.child_by_field_name("value")
        if function.type != "field_expression":
            value = arguments.named_children[0] if arguments.named_children else None
            if value is not None and value.type == "reference_expression":
                value = value.child_by_field_name("value")
        if value is None:
            return
        yield site.candidate(
            self.id,
            f"Call `drop({short(text_of(value))})`",
            replace_node(call, f"drop({text_of(value)})"),
        )
