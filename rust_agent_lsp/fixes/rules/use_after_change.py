"""Uses a value after it was changed in place, where the `()` of the change would be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import PLACES, exact_node, short_text
from rust_agent_lsp.syntax.names import free_name, statement_of
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import ancestor, text_of


class UseAfterChange(FixRule):
    """Calls a method such as `sort` or `push_str` first and then uses what it was called on.

    A value that has no name yet gets one.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='fn shout(mut s: String) -> String {\n    s.push_str("!")\n}\n'
            "fn main() {\n    shout(String::new());\n}\n",
            after='fn shout(mut s: String) -> String {\n    s.push_str("!");\n    s\n}\n'
            "fn main() {\n    shout(String::new());\n}\n",
        ),
        Example(
            before="fn main() {\n    let sorted: Vec<i32> = [2, 1].iter().copied()"
            '.collect::<Vec<_>>().sort();\n    println!("{sorted:?}");\n}\n',
            after="fn main() {\n    let mut sorted: Vec<i32> = [2, 1].iter().copied()"
            '.collect::<Vec<_>>();\n    sorted.sort();\n    println!("{sorted:?}");\n}\n',
        ),
        Example(
            before='fn show(words: Vec<&str>) {\n    println!("{words:?}");\n}\nfn main() {\n'
            '    let mut words = vec!["b", "a"];\n    show(words.reverse());\n}\n',
            after='fn show(words: Vec<&str>) {\n    println!("{words:?}");\n}\nfn main() {\n'
            '    let mut words = vec!["b", "a"];\n    words.reverse();\n    show(words);\n}\n',
        ),
    )
    refuses: ClassVar = ("pub fn f(words: Vec<u8>) -> Vec<u8> {\n    drop(words)\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.match("modifies its receiver in-place") is None:
            return
        node = exact_node(site.source, site.diagnostic.span)
        call = call_of(node) if node is not None else None
        if node is None or call is None or call.receiver is None:
            return
        let = node.parent
        edits: list[Edit] | None
        if let is not None and let.type == "let_declaration":
            edits = _let(site, let, call.receiver, node)
        elif call.receiver.type in PLACES:
            edits = _place(site, call.receiver, node)
        else:
            edits = _unnamed(site, call.receiver, node)
        if edits:
            title = f"Call `{call.name}` first and use `{short_text(call.receiver)}` then"
            yield site.candidate(self.id, title, *edits)


def _let(site: Site, let: Node, receiver: Node, call: Node) -> list[Edit] | None:
    """Name the value before it is changed: `let mut x = value; x.sort();`."""
    pattern = let.child_by_field_name("pattern")
    if pattern is None or pattern.type != "identifier":
        return None
    marked = any(child.type == "mutable_specifier" for child in let.children)
    method = text_of(call)[len(text_of(receiver)) :].lstrip()
    indent = site.source.indent_at(let.start_byte)
    return [
        *([] if marked else [Edit.insert(pattern.start_byte, "mut ")]),
        Edit.delete(receiver.end_byte, call.end_byte),
        Edit.insert(let.end_byte, f"\n{indent}{text_of(pattern)}{method};"),
    ]


def _place(site: Site, receiver: Node, call: Node) -> list[Edit] | None:
    """Put the call on a line of its own, before the value is used."""
    if call.parent is not None and call.parent.type == "block":
        indent = site.source.indent_at(call.start_byte)
        return [Edit.insert(call.end_byte, f";\n{indent}{text_of(receiver)}")]
    statement = statement_of(call)
    if statement is None or ancestor(call, "closure_expression", "match_arm") is not None:
        return None
    return [
        insert_line(site.source, statement, f"{text_of(call)};"),
        Edit.delete(receiver.end_byte, call.end_byte),
    ]


def _unnamed(site: Site, receiver: Node, call: Node) -> list[Edit] | None:
    """Give the value at the end of a block a name, so that it can be changed."""
    if call.parent is None or call.parent.type != "block":
        return None
    name = free_name(call, "changed")
    method = text_of(call)[len(text_of(receiver)) :].lstrip()
    indent = site.source.indent_at(call.start_byte)
    return [
        Edit.insert(call.start_byte, f"let mut {name} = "),
        Edit.delete(receiver.end_byte, call.end_byte),
        Edit.insert(call.end_byte, f";\n{indent}{name}{method};\n{indent}{name}"),
    ]
