"""What a loop sets out from: values that need no loop and may stand before it."""

from __future__ import annotations

import re

from tree_sitter import Node

from rust_agent_lsp.syntax.calls import callee_name
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.names import binding_of, mentions, used_names
from rust_agent_lsp.syntax.statements import statements
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

LOOPS = ("for_expression", "while_expression", "loop_expression")

# Calls that give the same value again for the same arguments.
_STEADY = re.compile(
    r"new|with_capacity|default|from|len|clone|to_string|to_owned|to_vec|into|as_str|as_bytes|abs"
    r"|min|max|Some|Ok"
)
_PATTERNS = ("let_declaration", "for_expression", "let_condition", "match_arm", "parameter")


def needs_no_loop(value: Node, loop: Node) -> bool:
    """Say whether an expression within `loop` has the same value before it: what it reads is
    neither declared nor changed there, and what it calls is known to have no effect.
    """
    if next(descendants(value, "await_expression", "try_expression", "closure_expression"), None):
        return False
    for call in (value, *descendants(value, "call_expression")):
        function = call.child_by_field_name("function")
        name = callee_name(function) if function is not None else None
        if function is not None and (name is None or not _STEADY.fullmatch(text_of(name))):
            return False
    macros = (value, *descendants(value, "macro_invocation"))
    if any(
        m.type == "macro_invocation" and not text_of(m).startswith(("vec!", "format!"))
        for m in macros
    ):
        return False
    inside = _declared(loop)
    text = text_of(loop)
    return not any(
        name in inside or is_changed(name, text) or _is_called_on(name, value, text)
        for name in used_names(value)
    )


def runs_in_each_pass(let: Node) -> bool:
    """Say whether the `let` stands directly in a loop's body."""
    return let.parent is not None and let.parent.parent == ancestor(let, *LOOPS)


def may_start_anew(let: Node, name: str) -> bool:
    """Say whether each pass may well want its own start of what a `let mut` in a loop declares: it
    is lent to a call to be filled, or an inner loop changes it, and then it is read.
    """
    listed = statements(let.parent) if let.parent is not None else []
    later = listed[listed.index(let) + 1 :] if let in listed else []
    changing = [s for s in later if is_changed(name, text_of(s))]
    lent = re.compile(rf"&mut\s+{re.escape(name)}\b")
    if not changing or any(lent.search(text_of(s)) for s in changing):
        return True
    inner = [s for s in changing if s.type in LOOPS or (s.named_children or [s])[0].type in LOOPS]
    return inner == changing and any(s not in changing and mentions(s, name) for s in later)


def _declared(loop: Node) -> set[str]:
    names: set[str] = set()
    for holder in (loop, *descendants(loop, *_PATTERNS)):
        pattern = holder.child_by_field_name("pattern")
        if pattern is not None:
            names |= used_names(pattern)
    for listed in descendants(loop, "closure_parameters"):
        names |= used_names(listed)
    return names


def _is_called_on(name: str, value: Node, text: str) -> bool:
    """Say whether a method may change the variable `name` in the loop."""
    if re.search(rf"(?<![\w.]){re.escape(name)}(?:\.\w+)*\.\w+\(", text) is None:
        return False
    binding = binding_of(value, name)
    return name == "self" or (binding is not None and "mut" in text_of(binding.holder)[:200])
