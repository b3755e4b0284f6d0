"""Calls a function whose result is meant, inside a macro."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import descendants, text_of


class CallShownFunction(FixRule):
    """Adds `()` to the name of a function that a macro shows or compares, as in `assert_eq!`."""

    codes: ClassVar = ("E0277", "E0369")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='fn answer() -> i32 {\n    42\n}\nfn main() {\n    println!("{}", answer);\n}\n',
            after="fn answer() -> i32 {\n    42\n}\nfn main() {\n"
            '    println!("{}", answer());\n}\n',
            code="E0277",
        ),
        Example(
            before="fn answer() -> i32 {\n    42\n}\nfn main() {\n    assert_eq!(answer, 42);\n}\n",
            after="fn answer() -> i32 {\n    42\n}\nfn main() {\n"
            "    assert_eq!(answer(), 42);\n}\n",
            code="E0369",
        ),
    )
    refuses: ClassVar = (
        'fn twice(n: i32) -> i32 {\n    2 * n\n}\nfn main() {\n    println!("{}", twice);\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"`fn\(\) -> [^`]+ \{(?:\w+::)*(\w+)\}`", site.diagnostic.message)
        macro = site.enclosing("macro_invocation")
        if found is None or macro is None:
            return
        edits = []
        for name in descendants(macro, "identifier"):
            behind = name.next_sibling
            called = behind is not None and text_of(behind).startswith(("(", "::", "."))
            if text_of(name) == found[1] and name.parent != macro and not called:
                edits.append(Edit.insert(name.end_byte, "()"))
        if edits:
            yield site.candidate(self.id, f"Call `{found[1]}`", *edits)
