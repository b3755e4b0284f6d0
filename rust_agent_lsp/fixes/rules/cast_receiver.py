"""Makes a whole number a float before a method that only floats have is called on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.std_names import words
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, suffix, wrap
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import descendants, span_of, text_of

_OF_FLOATS = words(
    "sqrt cbrt powf powi exp exp2 ln log2 log10 sin cos tan asin acos atan atan2 sinh cosh tanh"
    " floor ceil round trunc fract recip to_degrees to_radians hypot mul_add is_nan is_finite"
)


class CastReceiver(FixRule):
    """Casts the value to `f64`: where the variable gets it, or where the method is called.

    Whole numbers beyond 2^53 are rounded.
    """

    codes: ClassVar = ("E0599",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn length(x: i32, y: i32) -> f64 {\n    (x * x + y * y).sqrt()\n}\n"
            "fn main() {\n    length(3, 4);\n}\n",
            after="fn length(x: i32, y: i32) -> f64 {\n    ((x * x + y * y) as f64).sqrt()\n}\n"
            "fn main() {\n    length(3, 4);\n}\n",
        ),
        Example(
            before="fn length(x: i32) -> f64 {\n    let square = x * x;\n    square.sqrt()\n}\n"
            "fn main() {\n    length(3);\n}\n",
            after="fn length(x: i32) -> f64 {\n    let square = (x * x) as f64;\n"
            "    square.sqrt()\n}\nfn main() {\n    length(3);\n}\n",
        ),
    )
    refuses: ClassVar = ("fn main() {\n    let n = 3i32;\n    n.lenght();\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(
            r"no method named `(\w+)` found for type `&?[iu](?:\d+|size)`", site.diagnostic.message
        )
        access = site.enclosing("field_expression")
        value = access.child_by_field_name("value") if access is not None else None
        if told is None or value is None or told[1] not in _OF_FLOATS:
            return
        text = text_of(value)
        binding = binding_of(value, text) if value.type == "identifier" else None
        made = binding.value if binding is not None and binding.type is None else None
        if made is not None and made.type == "type_cast_expression":
            for kind in descendants(made, "primitive_type"):
                yield site.candidate(self.id, "Cast to `f64`", replace_node(kind, "f64"))
            return
        if made is not None:
            edits = suffix(site.source, span_of(made), " as f64")
            yield site.candidate(self.id, f"Cast `{short(text_of(made))}` to `f64`", *edits)
        edits = wrap(span_of(value), "(", " as f64)")
        yield site.candidate(self.id, f"Cast `{short(text)}` to `f64`", *edits)
