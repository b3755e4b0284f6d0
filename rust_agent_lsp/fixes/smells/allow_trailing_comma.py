"""Lets the list of a macro end in a comma."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, text_of

_USE = "\nfn main() {\n    assert_eq!(sum!(1, 2), 3);\n}\n"


class AllowTrailingComma(FixRule):
    """Adds `$(,)?` behind the repetition of a macro's only list."""

    codes: ClassVar = ("macro-missing-trailing-comma",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="macro_rules! sum {\n    ($($x:expr),*) => {\n        0 $(+ $x)*\n    };\n}\n"
            + _USE,
            after="macro_rules! sum {\n    ($($x:expr),* $(,)?) => {\n        0 $(+ $x)*\n"
            "    };\n}\n" + _USE,
        ),
    )
    refuses: ClassVar = (
        "macro_rules! sum {\n    ($($x:expr),* $(,)?) => {\n        0 $(+ $x)*\n    };\n}\n" + _USE,
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        macro = ancestor(site.node, "macro_definition")
        if macro is None:
            return
        list_end = re.compile(rb"\$\(\s*\$\w+\s*:\s*expr\s*\)\s*,\s*[*+](?=\s*[)\]]\s*=>)")
        found = list_end.search(site.source.text, macro.start_byte, macro.end_byte)
        if found is None:
            return
        name = macro.child_by_field_name("name")
        title = f"Let the list of `{text_of(name) if name else 'the macro'}!` end in a comma"
        yield site.candidate(self.id, title, Edit.insert(found.end(), " $(,)?"))
