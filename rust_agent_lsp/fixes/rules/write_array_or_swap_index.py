"""Repairs brackets behind what has no elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, short_text
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import NUMBERS

_LIST = re.compile(r"&?(?:mut )?(?:\[|(?:Vec|VecDeque|HashMap|BTreeMap)\b)")
_MOST = 12


class WriteArrayOrSwapIndex(FixRule):
    """Swaps a number and the list it indexes, calls a function, or writes an array.

    `0[2]` becomes `[0; 2]`; a tuple of one type that is indexed by a variable becomes an array.
    """

    codes: ClassVar = ("E0608",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(names: &[u8], i: usize) -> u8 {\n    i[names]\n}\n",
            after="pub fn f(names: &[u8], i: usize) -> u8 {\n    names[i]\n}\n",
        ),
        Example(
            before="fn all() -> Vec<u8> {\n    vec![1]\n}\npub fn f() -> u8 {\n    all[0]\n}\n",
            after="fn all() -> Vec<u8> {\n    vec![1]\n}\npub fn f() -> u8 {\n    all()[0]\n}\n",
        ),
        Example(
            before="pub fn f() -> [u8; 4] {\n    0u8[4]\n}\n",
            after="pub fn f() -> [u8; 4] {\n    [0u8; 4]\n}\n",
        ),
        Example(
            before="pub fn f(p: (u8, u8), i: usize) -> u8 {\n    p[i]\n}\n",
            after="pub fn f(p: (u8, u8), i: usize) -> u8 {\n    [p.0, p.1][i]\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(n: u32) -> u32 {\n    n[0]\n}\n",
        "pub fn f(p: (u8, bool), i: usize) -> bool {\n    p[i]\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"value of type `(.+)`$", site.diagnostic.message)
        access = site.enclosing("index_expression")
        parts = access.named_children if access is not None else []
        if found is None or access is None or len(parts) != 2:
            return
        value, index = parts
        number = found[1] in (*NUMBERS, "{integer}", "{float}")
        kind = value_type(site.source, index) or ""
        if number and (_LIST.match(kind) or _is_list(index)):
            new = f"{text_of(index)}[{text_of(value)}]"
        elif number and value.type.endswith("_literal") and index.type == "integer_literal":
            new = f"[{text_of(value)}; {text_of(index)}]"
        elif found[1].startswith("fn() ->"):
            call = insert_after(value, "()")
            yield site.candidate(self.id, f"Call `{short_text(value)}`", call)
            return
        else:
            new = _as_array(found[1], value, index)
        if new:
            title = f"Write `{short(new)}`"
            yield site.candidate(
                self.id, title, replace_node(access, new), safety=Safety.CHANGES_BEHAVIOUR
            )


def _is_list(node: Node) -> bool:
    """Say whether a variable starts as a list."""
    binding = binding_of(node, text_of(node)) if node.type == "identifier" else None
    value = binding.value if binding is not None else None
    return value is not None and re.match(r"&?(?:vec!|\[|Vec::)", text_of(value)) is not None


def _as_array(kind: str, value: Node, index: Node) -> str:
    """Return the array of a tuple's fields, indexed, if all are of one type; else ''."""
    if not re.fullmatch(r"\([^()<>\[\]]+\)", kind) or index.type == "integer_literal":
        return ""
    fields = [part.strip() for part in kind[1:-1].split(",") if part.strip()]
    if len(set(fields)) != 1 or len(fields) > _MOST or value.type not in ("identifier", "self"):
        return ""
    listed = ", ".join(f"{text_of(value)}.{n}" for n in range(len(fields)))
    return f"[{listed}][{text_of(index)}]"
