"""Replaces a `break` or `continue` that has no loop to speak of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_JUMPS = ("break_expression", "continue_expression")
_LOOPS = ("for_expression", "while_expression", "loop_expression")
_BLOCKS = (*_LOOPS, "match_expression", "if_expression", "unsafe_block")


class LeaveClosure(FixRule):
    """Turns `for_each(|x| …)` into a `for` loop, or the jump into `return`.

    `return` in a closure ends this one call only: what a `break` should stop goes on. It is no more
    than a guess in a closure that a method calls for each item.
    """

    codes: ClassVar = ("E0267", "E0268", "E0767")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(rows: &[Vec<u8>]) {\n    'rows: for row in rows {\n"
            "        row.iter().for_each(|n| {\n            if *n == 0 {\n"
            "                continue 'rows;\n            }\n"
            '            println!("{n}");\n        });\n    }\n}\n',
            after="pub fn f(rows: &[Vec<u8>]) {\n    'rows: for row in rows {\n"
            "        for n in row.iter() {\n            if *n == 0 {\n"
            "                continue 'rows;\n            }\n"
            '            println!("{n}");\n        }\n    }\n}\n',
            code="E0767",
        ),
        Example(
            before="pub fn f() {\n    'all: loop {\n        let go = |n: u8| loop {\n"
            "            if n > 3 {\n                break 'all;\n            }\n        };\n"
            "        go(4);\n    }\n}\n",
            after="pub fn f() {\n    'all: loop {\n        let go = |n: u8| loop {\n"
            "            if n > 3 {\n                return;\n            }\n        };\n"
            "        go(4);\n    }\n}\n",
            code="E0767",
        ),
        Example(
            before="pub fn f(words: &[u8]) {\n    words.iter().for_each(|w| {\n"
            "        if *w > 3 {\n"
            '            break;\n        }\n        println!("{w}");\n    });\n}\n',
            after="pub fn f(words: &[u8]) {\n    for w in words.iter() {\n        if *w > 3 {\n"
            '            break;\n        }\n        println!("{w}");\n    }\n}\n',
            code="E0267",
        ),
        Example(
            before="pub fn f(words: &[u8], sum: &mut u32) {\n"
            "    words.iter().for_each(|w| match w {\n"
            "        0 => break,\n        9 => return,\n        w => *sum += u32::from(*w),\n"
            "    })\n}\n",
            after="pub fn f(words: &[u8], sum: &mut u32) {\n    for w in words.iter() {\n"
            "        match w {\n            0 => break,\n            9 => continue,\n"
            "            w => *sum += u32::from(*w),\n        }\n    }\n}\n",
            code="E0267",
        ),
        Example(
            before="pub fn f(go: bool) {\n    if go {\n        break;\n    }\n"
            '    println!("on");\n}\n',
            after="pub fn f(go: bool) {\n    if go {\n        return;\n    }\n"
            '    println!("on");\n}\n',
            code="E0268",
        ),
        Example(
            before="fn main() {\n    let f = |x: u8| {\n        if x == 0 {\n"
            "            continue;\n"
            '        }\n        println!("{x}");\n    };\n    f(1);\n}\n',
            after="fn main() {\n    let f = |x: u8| {\n        if x == 0 {\n            return;\n"
            '        }\n        println!("{x}");\n    };\n    f(1);\n}\n',
            code="E0267",
        ),
    )
    refuses: ClassVar = ("pub const N: u8 = {\n    break;\n    3\n};\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        jump = site.enclosing(*_JUMPS)
        host = site.enclosing("closure_expression", "function_item", "async_block", "const_item")
        if jump is None or host is None or host.type == "const_item":
            return
        loop = _as_loop(site, host) if host.type == "closure_expression" else None
        skips = _skips(host) if loop is not None else []
        if skips:
            yield site.candidate(
                self.id,
                "Skip the item with `return` instead of `continue`",
                *(replace_node(skip, "return") for skip in skips),
                safety=Safety.SAFE,
            )
        if loop is not None:
            yield site.candidate(
                self.id, "Write a `for` loop instead of `for_each`", *loop, safety=Safety.SAFE
            )
        word = text_of(jump).split(maxsplit=1)[0].rstrip(";")
        label = next((c for c in jump.children if c.type == "label"), None)
        if skips or (label is not None and site.diagnostic.code != "E0767"):
            return
        of = {"closure_expression": "closure", "async_block": "async block"}
        where = of.get(host.type, "function")
        repeated = host.type == "closure_expression" and word == "break" and _is_passed_on(host)
        yield site.candidate(
            self.id,
            f"Leave the {where} with `return` instead of `{word}`",
            Edit(
                Span(jump.start_byte, label.end_byte if label else jump.start_byte + len(word)),
                "return",
            ),
            safety=Safety.GUESS if repeated else self.safety,
            cost=f"`return` ends this call of the {where}, nothing more.",
        )


def _is_passed_on(closure: Node) -> bool:
    """Say whether a method gets the closure, which may call it for one item after another."""
    call = closure.parent.parent if closure.parent is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    return function is not None and function.type == "field_expression"


def _as_loop(site: Site, closure: Node) -> tuple[Edit, ...] | None:
    """Return the edits that make `xs.for_each(|x| …)` a loop; None where it cannot be one."""
    arguments = closure.parent
    call = arguments.parent if arguments is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    statement = call.parent if call is not None else None
    body = closure.child_by_field_name("body")
    listed = closure.child_by_field_name("parameters")
    if call is None or function is None or body is None or listed is None or statement is None:
        return None
    method = function.child_by_field_name("field")
    source = function.child_by_field_name("value")
    if method is None or source is None or text_of(method) != "for_each":
        return None
    if statement.type not in ("expression_statement", "block", "match_arm"):
        return None
    jumps = _continued(closure, body)
    if jumps is None or len(listed.named_children) != 1:
        return None
    parameter = listed.named_children[0]
    pattern = parameter.child_by_field_name("pattern") or parameter
    head = f"for {text_of(pattern)} in {text_of(source)} "
    end = statement.end_byte if statement.type == "expression_statement" else call.end_byte
    if body.type == "block":
        return (
            Edit(Span(call.start_byte, body.start_byte), head),
            *jumps,
            Edit.delete(body.end_byte, end),
        )
    if any("\n" in text_of(n) for n in descendants(body, "string_content")):
        return None
    indent = site.source.indent_at(call.start_byte)
    stop = "" if body.type in _BLOCKS else ";"
    return (
        Edit(Span(call.start_byte, body.start_byte), f"{head}{{\n{indent}    "),
        *jumps,
        *_indented(body),
        Edit(Span(body.end_byte, end), f"{stop}\n{indent}}}"),
    )


def _skips(closure: Node) -> list[Node]:
    """Return the `continue`s of a closure all of whose jumps are such, without a label."""
    own = [
        jump
        for jump in descendants(closure, *_JUMPS)
        if ancestor(jump, "closure_expression", "async_block", *_LOOPS) == closure
        or any(c.type == "label" for c in jump.children)
    ]
    return own if all(text_of(jump) == "continue" for jump in own) else []


def _continued(closure: Node, body: Node) -> list[Edit] | None:
    """Return the edits that make each `return` of the closure `continue`; None where one cannot."""
    edits = []
    for found in (body, *descendants(body, "return_expression")):
        if found.type != "return_expression":
            continue
        around = ancestor(found, "closure_expression", "async_block", "function_item", *_LOOPS)
        inner = ancestor(found, "closure_expression", "async_block", "function_item")
        if inner != closure:
            continue
        if around != closure or found.named_children:
            return None
        edits.append(replace_node(found, "continue"))
    return list(dict.fromkeys(edits))


def _indented(body: Node) -> list[Edit]:
    """Return the edits that indent the lines after the first by one step more."""
    start = body.start_byte
    lines = text_of(body).encode().split(b"\n")
    edits = []
    for line, after in pairwise(lines):
        start += len(line) + 1
        if after.strip():
            edits.append(Edit.insert(start, "    "))
    return edits
