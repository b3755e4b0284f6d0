"""Whether a call throws away what it was made for: a changed form of its own argument."""

from __future__ import annotations

import re

from tree_sitter import Node

from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.calls import Call, argument_at, parameter_of_argument
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import SourceFile, descendants, text_of

_ACTS = re.compile(r"e?print(?:ln)?!|writeln?!|\bunsafe\b|\.await\b|&mut (?:self|\w+: )")


def thrown_away(source: SourceFile, argument: Span) -> Call | None:
    """Return the call that takes `argument` and throws away what it makes of it, or None.

    It is a statement of its own, `f(x);`, and `f`, of this file, returns the type that it takes.
    Where `f` acts on the outside, it was perhaps called for that: then it must give back `x`.
    """
    found = argument_at(source, argument)
    target = parameter_of_argument(source, *found) if found is not None else None
    if found is None or target is None:
        return None
    (call, index), (function, parameter) = found, target
    statement = call.node.parent
    alone = statement is not None and statement.type == "expression_statement"
    if statement is None or not alone or not text_of(statement).endswith(";"):
        return None
    gives, takes = (
        function.child_by_field_name("return_type"),
        parameter.child_by_field_name("type"),
    )
    if call.arguments[index] != argument or gives is None or takes is None:
        return None
    if text_of(gives) != text_of(takes) or takes.type == "reference_type":
        return None
    return call if not _acts(function) or _gives_back(function, parameter) else None


def _acts(function: Node) -> bool:
    listed = function.child_by_field_name("parameters")
    lends = listed is not None and any(
        any(c.type == "mutable_specifier" for c in n.children)
        for n in descendants(listed, "reference_type", "self_parameter")
    )
    return lends or _ACTS.search(text_of(function)) is not None


def _gives_back(function: Node, parameter: Node) -> bool:
    pattern = parameter.child_by_field_name("pattern")
    name = text_of(pattern) if pattern is not None else ""
    return any(text_of(value) == name for value in returned(function))
