"""Gathers what a loop adds to its own collection, and appends it after the loop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import borrowing_loop
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import Call, call_of
from rust_agent_lsp.syntax.names import used_names
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_LOOPED = re.compile(r"&(?:mut )?(?P<plain>[\w.]+)|(?P<called>[\w.]+)\.iter(?:_mut)?\(\)")
_JUMPS = ("return_expression", "try_expression", "await_expression")
# A method that adds, and the number of its arguments.
_ADDING = (("push", 1), ("push_back", 1), ("insert", 1), ("insert", 2))


class AppendAfterLoop(FixRule):
    """Turns `for x in &v { v.push(…) }` into `added.push(…)`, and `v.extend(added)` at the end.

    The loop does not see what it adds, and the collection grows only after it.
    """

    codes: ClassVar = ("E0499", "E0502")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn grow(all: &mut Vec<u32>) {\n    for n in all.iter_mut() {\n"
            "        *n += 1;\n        if *n > 3 {\n            all.push(*n * 2);\n        }\n"
            "    }\n}\n",
            after="pub fn grow(all: &mut Vec<u32>) {\n    let mut added = Vec::new();\n"
            "    for n in all.iter_mut() {\n        *n += 1;\n        if *n > 3 {\n"
            "            added.push(*n * 2);\n        }\n    }\n    all.extend(added);\n}\n",
            code="E0499",
        ),
        Example(
            before="use std::collections::HashMap;\n"
            "pub fn double(map: &mut HashMap<String, u8>) {\n"
            "    for (key, n) in map.iter() {\n"
            '        map.insert(format!("{key}2"), n * 2);\n    }\n}\n',
            after="use std::collections::HashMap;\npub fn double(map: &mut HashMap<String, u8>) {\n"
            "    let mut added = Vec::new();\n    for (key, n) in map.iter() {\n"
            '        added.push((format!("{key}2"), n * 2));\n    }\n    map.extend(added);\n}\n',
            code="E0502",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(all: &mut Vec<u32>) {\n    for n in all.iter_mut() {\n        all.push(*n);\n"
        "        if all.len() > 9 {\n            *n = 0;\n        }\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        loop = borrowing_loop(site)
        found = _LOOPED.fullmatch(text_of(loop.value)) if loop is not None else None
        if loop is None or found is None or next(descendants(loop.body, *_JUMPS), None):
            return
        name = found["plain"] or found["called"]
        calls = [c for c in map(call_of, descendants(loop.body, "call_expression")) if c]
        adding = [c for c in calls if _adds(c, name)]
        mentioned = len(re.findall(rf"(?<![\w.]){re.escape(name)}(?!\w)", text_of(loop.body)))
        function = ancestor(loop.node, "function_item")
        if not adding or mentioned != len(adding) or function is None:
            return
        taken = used_names(function)
        new = next((n for n in ("added", "new_items") if n not in taken), "items_to_add")
        indent = site.source.indent_at(loop.node.start_byte)
        yield site.candidate(
            self.id,
            f"Gather what the loop adds to `{name}`, and append it after the loop",
            Edit.insert(loop.node.start_byte, f"let mut {new} = Vec::new();\n{indent}"),
            *(edit for call in adding for edit in _gathered(call, new)),
            Edit.insert(loop.node.end_byte, f"\n{indent}{name}.extend({new});"),
            safety=self.safety,
            cost="The loop does not visit what it adds.",
        )


def _adds(call: Call, name: str) -> bool:
    receiver = call.receiver
    if receiver is None or text_of(receiver) != name:
        return False
    parent = call.node.parent
    alone = parent is not None and parent.type in ("expression_statement", "block", "match_arm")
    return alone and (call.name, len(call.arguments)) in _ADDING


def _gathered(call: Call, new: str) -> Iterator[Edit]:
    """Write `new.push(…)` for the call; of two arguments it makes a pair."""
    function = call.node.child_by_field_name("function")
    if function is None:
        return
    yield replace_node(function, f"{new}.push")
    if len(call.arguments) == 2:
        yield Edit.insert(call.arguments[0].start, "(")
        yield Edit.insert(call.arguments[-1].end, ")")
