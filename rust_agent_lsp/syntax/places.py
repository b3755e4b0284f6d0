"""Whether statements touch the same parts of a value, so that their order matters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.names import mentions, uses_of
from rust_agent_lsp.syntax.tree import text_of


def field_of(use: Node) -> str | None:
    """Return `a` where `use` is the `x` of the field `x.a`; None where all of `x` is meant."""
    parent = use.parent
    if parent is not None and parent.type == "field_expression":
        field = parent.child_by_field_name("field")
        calls = parent.parent is not None and (
            parent.parent.type == "call_expression"
            and parent.parent.child_by_field_name("function") == parent
        )
        return text_of(field) if field is not None and not calls else None
    dot = use.next_sibling
    field = dot.next_sibling if dot is not None and text_of(dot) == "." else None
    if parent is None or parent.type != "token_tree" or field is None:
        return None
    after = field.next_sibling
    calls = after is not None and text_of(after).startswith("(")
    return None if calls else text_of(field)


def fields_apart(statement: Node, others: Sequence[Node], root: str) -> bool:
    """Say whether `statement` uses no field of `root` that one of the `others` uses."""
    own = {field_of(use) for use in uses_of(statement, root)}
    theirs = {field_of(use) for other in others for use in uses_of(other, root)}
    return not own or not theirs or (None not in own | theirs and not own & theirs)


def writes_what_the_other_uses(statement: Node, others: Sequence[Node], name: str) -> bool:
    """Say whether `name` is changed by `statement` or by one of the `others`, and used by both."""
    used = [other for other in others if mentions(other, name)]
    if not used or not mentions(statement, name):
        return False
    return any(writes(text_of(s), name) for s in (statement, *used))


def writes(text: str, name: str) -> bool:
    """Say whether `text` changes `name` or what it refers to."""
    word = re.escape(name)
    through = rf"\*{word}\s*(?:[-+*/%&|^]|<<|>>)?=(?!=)"
    emptied = rf"\b(?:take|replace|swap)\((?:&mut )?{word}\b|(?<![\w.]){word}\.(?:take|replace)\("
    return is_changed(name, text) or re.search(f"{through}|{emptied}", text) is not None
