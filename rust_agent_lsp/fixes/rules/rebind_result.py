"""Keeps what a method or function gives back that takes a value away and returns it changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import functions_named
from rust_agent_lsp.syntax.discards import thrown_away
from rust_agent_lsp.syntax.names import binding_of, make_mutable
from rust_agent_lsp.syntax.tree import ancestor, ancestors, text_of


class RebindResult(FixRule):
    """Turns `b.add(1);` into `b = b.add(1);` and `trim(s);` into `s = trim(s);`.

    Only where the result is thrown away and is of the type of what was taken away. A function that
    does something else too (prints, for one) must give back the very value.
    """

    codes: ClassVar = ("E0382",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Query(u8);\nimpl Query {\n    pub fn limit(self, n: u8) -> Self {\n"
            "        Query(self.0 + n)\n    }\n    pub fn run(self) {}\n}\npub fn f() {\n"
            "    let query = Query(1);\n    query.limit(3);\n    query.run();\n}\n",
            after="pub struct Query(u8);\nimpl Query {\n    pub fn limit(self, n: u8) -> Self {\n"
            "        Query(self.0 + n)\n    }\n    pub fn run(self) {}\n}\npub fn f() {\n"
            "    let query = Query(1);\n    let query = query.limit(3);\n    query.run();\n}\n",
        ),
        Example(
            before="pub struct Query(u8);\nimpl Query {\n    pub fn limit(self, n: u8) -> Query {\n"
            "        Query(self.0 + n)\n    }\n    pub fn run(self) {}\n}\npub fn f() {\n"
            "    let query = Query(1);\n    for n in 0..3 {\n        query.limit(n);\n    }\n"
            "    query.run();\n}\n",
            after="pub struct Query(u8);\nimpl Query {\n    pub fn limit(self, n: u8) -> Query {\n"
            "        Query(self.0 + n)\n    }\n    pub fn run(self) {}\n}\npub fn f() {\n"
            "    let mut query = Query(1);\n    for n in 0..3 {\n        query = query.limit(n);\n"
            "    }\n    query.run();\n}\n",
        ),
        Example(
            before="fn upper(text: String) -> String {\n    text.to_uppercase()\n}\n"
            'pub fn clean() -> String {\n    let text = String::from("a");\n    upper(text);\n'
            "    text\n}\n",
            after="fn upper(text: String) -> String {\n    text.to_uppercase()\n}\n"
            'pub fn clean() -> String {\n    let text = String::from("a");\n'
            "    let text = upper(text);\n    text\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(a: String) -> usize {\n    a.into_bytes();\n    a.len()\n}\n",
        "pub struct Q(u8);\nimpl Q {\n    fn next(self) -> Q {\n        Q(self.0 + 1)\n    }\n}\n"
        "pub fn f(q: Q) -> Q {\n    let p = q.next();\n    q.next();\n    p\n}\n",
        'fn greet(name: String) -> String {\n    println!("{name}");\n    String::new()\n}\n'
        "pub fn f(name: String) -> usize {\n    greet(name);\n    name.len()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        kind = site.match(r"has type `([^`]+)`")
        argument = site.label(r"^value moved here")
        made = thrown_away(site.source, argument.location.span) if argument else None
        if argument is not None and made is not None:
            given = site.node_of(argument)
            if given.type == "identifier" and made.node.type == "call_expression":
                yield from self._keep(site, made.node, given, made.name)
            return
        label = site.label(r"moved due to this method call")
        call = ancestor(site.node_of(label), "call_expression") if label else None
        if kind is None or call is None:
            return
        # The whole chain `b.add(1).add(2);` gives the value back.
        while call.parent is not None and call.parent.type == "field_expression":
            call = ancestor(call.parent, "call_expression") or call
        statement, receiver = call.parent, _root(call)
        if statement is None or statement.type != "expression_statement" or receiver is None:
            return
        if not text_of(statement).endswith(";") or not _gives_back(site, call, kind[1]):
            return
        yield from self._keep(site, call, receiver, _method(call))

    def _keep(self, site: Site, call: Node, receiver: Node, maker: str) -> Iterator[Candidate]:
        """Assign what `call` gives to the local that it takes away."""
        name, statement = text_of(receiver), call.parent
        binding = binding_of(receiver, name)
        if binding is None or statement is None:
            return
        block = ancestor(binding.holder, "block")
        inner = statement.parent != block or binding.holder.type != "let_declaration"
        mutable = make_mutable(receiver)
        declared = any(c.type == "mutable_specifier" for c in binding.holder.children)
        shadows = not inner and not declared
        loops = any(a.type in ("for_expression", "while_expression") for a in ancestors(statement))
        word = "let " if shadows and not loops else ""
        yield site.candidate(
            self.id,
            f"Keep what `{maker}` returns in `{name}`",
            Edit.insert(call.start_byte, f"{word}{name} = "),
            *([] if word else mutable),
        )


def _root(call: Node) -> Node | None:
    """Return the local that a chain of method calls begins with."""
    at: Node | None = call
    while at is not None and at.type in ("call_expression", "field_expression"):
        at = at.child_by_field_name("function") or at.child_by_field_name("value")
    return at if at is not None and at.type == "identifier" else None


def _method(call: Node) -> str:
    function = call.child_by_field_name("function")
    field = function.child_by_field_name("field") if function is not None else None
    return text_of(field) if field is not None else ""


def _gives_back(site: Site, call: Node, kind: str) -> bool:
    """Say whether the called method of this file returns the type that it is called on."""
    found = functions_named(site.source, _method(call))
    returned = {base_name(text_of(r)) for f in found if (r := f.child_by_field_name("return_type"))}
    return len(returned) == 1 and bool(returned <= {"Self", base_name(re.sub(r"^&.*", "", kind))})
