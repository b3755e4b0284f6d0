"""Lets a closure give nothing where nothing is wanted of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import exact_node, short_text, wrap
from rust_agent_lsp.syntax.tree import span_of

_DONE = ("call_expression", "macro_invocation", "method_call_expression", "await_expression")


class DiscardClosureValue(FixRule):
    """Drops the value of a closure's last expression, as in `|x| dbg!(x)` given to `for_each`.

    rustc offers a semicolon for calls, but none for macros and names.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn main() {\n    [1, 2].iter().for_each(|x| dbg!(x));\n}\n",
            after="fn main() {\n    [1, 2].iter().for_each(|x| { dbg!(x); });\n}\n",
        ),
        Example(
            before='fn main() {\n    [1, 2].iter().for_each(|x| {\n        println!("{x}");\n'
            "        x\n    });\n}\n",
            after='fn main() {\n    [1, 2].iter().for_each(|x| {\n        println!("{x}");\n'
            "        let _ = x;\n    });\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn f() {\n    1\n}\nfn main() {\n    f();\n}\n",
        "fn main() {\n    let f: fn(u8) -> bool = |x| x;\n    f(1);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        node = exact_node(site.source, site.diagnostic.span)
        if types is None or types[0] != "()" or node is None or node.parent is None:
            return
        before, after = ("", ";") if node.type in _DONE else ("let _ = ", ";")
        block = node.parent
        title = f"Drop the value of `{short_text(node)}`"
        if block.type == "closure_expression" and block.child_by_field_name("body") == node:
            edits = wrap(span_of(node), f"{{ {before}", f"{after} }}")
            yield site.candidate(self.id, title, *edits)
        elif (
            block.type == "block"
            and block.named_children[-1] == node
            and block.parent is not None
            and block.parent.type == "closure_expression"
        ):
            ends = (Edit.insert(node.start_byte, before), Edit.insert(node.end_byte, after))
            yield site.candidate(self.id, title, *(e for e in ends if e.text))
