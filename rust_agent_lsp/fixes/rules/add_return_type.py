"""Says what a function returns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import span_of, text_of
from rust_agent_lsp.syntax.types import plain

_VAGUE = {"integer": "i32", "floating-point number": "f64", "{integer}": "i32", "{float}": "f64"}


class AddReturnType(FixRule):
    """Adds `-> T`, or corrects it, so that it is the type of the value that the body gives.

    A correction is a guess: the written type may be what was meant.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="fn add(n: i32) {\n    n + 1\n}\nfn main() {\n    add(1);\n}\n",
            after="fn add(n: i32) -> i32 {\n    n + 1\n}\nfn main() {\n    add(1);\n}\n",
        ),
        Example(
            before='fn name() {\n    return String::from("a");\n}\nfn main() {\n    name();\n}\n',
            after="""\
fn name() -> String {
    return String::from("a");
}
fn main() {
    name();
}
""",
        ),
        Example(
            before="fn f(n: i64) -> i32 {\n    n + 1\n}\nfn main() {\n    f(1);\n}\n",
            after="fn f(n: i64) -> i64 {\n    n + 1\n}\nfn main() {\n    f(1);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    4\n}\n",
        "fn f() {\n    vec![1].into_iter().map(|n| n + 1)\n}\nfn main() {\n    f();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        function = site.enclosing("function_item", "closure_expression")
        name = function.child_by_field_name("name") if function else None
        listed = function.child_by_field_name("parameters") if function else None
        if types is None or function is None or name is None or listed is None:
            return
        found = _VAGUE.get(types[1], types[1]).replace("{integer}", "i32").replace("{float}", "f64")
        found = re.sub(r"&(?=str\b)", "&'static ", found) if "&" not in text_of(listed) else found
        if text_of(name) == "main" or re.search(r"[{@_/]|\bclosure\b|\bfn item\b|^\(\)$|#", found):
            return
        values = [span_of(value) for value in returned(function)]
        if site.diagnostic.span not in values:
            return
        kind = function.child_by_field_name("return_type")
        public = any(child.type == "visibility_modifier" for child in function.children)
        if kind is None:
            safety = Safety.API_CHANGE if public else Safety.SAFE
            edit = Edit.insert(listed.end_byte, f" -> {found}")
            yield site.candidate(
                self.id, f"Let `{text_of(name)}` return `{found}`", edit, safety=safety
            )
        elif plain(text_of(kind)) == plain(types[0]) and len(values) == 1:
            yield site.candidate(
                self.id,
                f"Let `{text_of(name)}` return `{found}` instead of `{text_of(kind)}`",
                replace_node(kind, found),
                safety=Safety.SAFE if found == "bool" and not public else Safety.GUESS,
                cost="The function then returns another type than you wrote.",
            )
