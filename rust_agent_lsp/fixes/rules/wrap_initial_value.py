"""Wraps the first value of a variable the way that all its other uses want it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short_text, wrap
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of
from rust_agent_lsp.syntax.types import plain, split_generic

_MAKERS = {
    "Option": ("Some",),
    "Result": ("Ok", "Err"),
    "Box": ("Box::new",),
    "Rc": ("Rc::new",),
    "Arc": ("Arc::new",),
    "RefCell": ("RefCell::new",),
    "Cell": ("Cell::new",),
}


class WrapInitialValue(FixRule):
    """Puts the value in a `let` into `Some(…)` or the like, where it is matched or assigned so."""

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn main() {\n    let mut best = 5;\n    let next: Option<i32> = None;\n"
            '    match best {\n        Some(n) if n > 3 => println!("{n}"),\n'
            "        _ => best = next,\n    }\n}\n",
            after="fn main() {\n    let mut best = Some(5);\n    let next: Option<i32> = None;\n"
            '    match best {\n        Some(n) if n > 3 => println!("{n}"),\n'
            "        _ => best = next,\n    }\n}\n",
        ),
    )
    refuses: ClassVar = ("fn main() {\n    let n: u8 = Some(1);\n    drop(n);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        both = expected_found(site)
        if both is None:
            return
        makers = _MAKERS.get(split_generic(plain(both[1]))[0], ())
        labels = [x for x in site.diagnostic.labels if x.location.path == site.source.path]
        seen = set()
        for label in labels if makers else ():
            node = site.node_of(label)
            parent = ancestor(node, "assignment_expression", "binary_expression")
            for name in descendants(parent or node, "identifier"):
                binding = binding_of(name, text_of(name))
                value = binding.value if binding is not None else None
                if binding is None or value is None or binding.type is not None:
                    continue
                if value.start_byte in seen or text_of(value).startswith(makers):
                    continue
                seen.add(value.start_byte)
                for maker in makers:
                    yield site.candidate(
                        self.id,
                        f"Let `{binding.name}` be `{maker}({short_text(value)})`",
                        *wrap(span_of(value), f"{maker}(", ")"),
                    )
