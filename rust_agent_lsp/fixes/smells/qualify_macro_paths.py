"""Writes the types of a macro with their whole paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, text_of

_HOMES = {
    "HashMap": "collections",
    "HashSet": "collections",
    "BTreeMap": "collections",
    "BTreeSet": "collections",
    "VecDeque": "collections",
    "Arc": "sync",
    "Mutex": "sync",
    "Rc": "rc",
}
_PATH = re.compile(rb"(?<![:\w$])(" + "|".join(_HOMES).encode() + rb")(?=\s*::\s*(?:new|from)\b)")


class QualifyMacroPaths(FixRule):
    """Writes `::std::collections::HashMap` for `HashMap` within a macro.

    Only where the file imports std's type of that name.
    """

    codes: ClassVar = ("macro-unqualified-paths",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="use std::collections::HashMap;\n\nmacro_rules! map {\n"
            "    ($($k:expr => $v:expr),* $(,)?) => {{\n        let mut m = HashMap::new();\n"
            "        $(m.insert($k, $v);)*\n        m\n    }};\n}\n\nfn main() {\n"
            "    let found: HashMap<u8, u8> = map! { 1 => 2 };\n    assert_eq!(found[&1], 2);\n}\n",
            after="use std::collections::HashMap;\n\nmacro_rules! map {\n"
            "    ($($k:expr => $v:expr),* $(,)?) => {{\n"
            "        let mut m = ::std::collections::HashMap::new();\n"
            "        $(m.insert($k, $v);)*\n        m\n    }};\n}\n\nfn main() {\n"
            "    let found: HashMap<u8, u8> = map! { 1 => 2 };\n    assert_eq!(found[&1], 2);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "struct Arc(u8);\n\nimpl Arc {\n    fn new() -> Self {\n        Self(1)\n    }\n}\n\n"
        "macro_rules! arc {\n    () => {\n        Arc::new()\n    };\n}\n\n"
        "fn main() {\n    assert_eq!(arc!().0, 1);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        macro = ancestor(site.node, "macro_definition")
        if macro is None:
            return
        edits, whole = [], text_of(site.source.tree.root_node)
        for found in _PATH.finditer(site.source.text, macro.start_byte, macro.end_byte):
            name = found[1].decode()
            home = f"std::{_HOMES[name]}::"
            if not re.search(rf"\buse\s+{home}(?:{name}\b|\{{[^}}]*\b{name}\b)", whole):
                return
            edits.append(Edit.insert(found.start(), f"::{home}"))
        if edits:
            yield site.candidate(self.id, "Write whole paths in the macro", *edits)
