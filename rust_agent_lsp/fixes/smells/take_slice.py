"""Asks for what a parameter needs: a slice instead of a reference to its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class TakeSlice(FixRule):
    """Turns `&String`, `&Vec<T>` and `&Box<T>` of a parameter into `&str`, `&[T]` and `&T`.

    Callers that lend the owner still fit; a function that is passed as a value may not.
    """

    codes: ClassVar = ("string-parameter-by-reference", "needless-box")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn shout(name: &String, marks: &Vec<char>) -> String {\n"
            "    name.chars().chain(marks.iter().copied()).collect()\n}\n\nfn main() {\n"
            '    assert_eq!(shout(&"a".to_string(), &vec![\'!\']), "a!");\n}\n',
            after="fn shout(name: &str, marks: &[char]) -> String {\n"
            "    name.chars().chain(marks.iter().copied()).collect()\n}\n\nfn main() {\n"
            '    assert_eq!(shout(&"a".to_string(), &vec![\'!\']), "a!");\n}\n',
        ),
        Example(
            before="fn twice(n: &Box<u32>) -> u32 {\n    2 * **n\n}\n\n"
            "fn main() {\n    assert_eq!(twice(&Box::new(2)), 4);\n}\n",
            after="fn twice(n: &u32) -> u32 {\n    2 * *n\n}\n\n"
            "fn main() {\n    assert_eq!(twice(&Box::new(2)), 4);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "trait Shout {\n    fn shout(&self, name: &String) -> usize;\n}\n\nstruct Loud;\n\n"
        "impl Shout for Loud {\n    fn shout(&self, name: &String) -> usize {\n"
        "        name.len()\n    }\n}\n\n"
        "fn main() {\n    assert_eq!(Loud.shout(&String::new()), 0);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = ancestor(site.node, "function_item")
        listed = function.child_by_field_name("parameters") if function else None
        if function is None or listed is None or _is_of_trait(function):
            return
        edits, unboxed = [], []
        for parameter in listed.named_children:
            kind, name = (parameter.child_by_field_name(f) for f in ("type", "pattern"))
            if kind is None or name is None or (slim := _slim(text_of(kind))) == text_of(kind):
                continue
            edits.append(replace_node(kind, slim))
            if "Box<" in text_of(kind):
                unboxed.append(text_of(name))
        for node in descendants(function, "unary_expression"):
            if text_of(node) in {f"**{name}" for name in unboxed}:
                edits.append(replace_node(node, text_of(node)[1:]))
        public = any(c.type == "visibility_modifier" for c in function.children)
        safety = Safety.API_CHANGE if public else Safety.SAFE
        if edits:
            yield site.candidate(self.id, "Take what is lent, not its owner", *edits, safety=safety)


def _is_of_trait(function: Node) -> bool:
    holder = ancestor(function, "impl_item", "trait_item")
    if holder is None:
        return False
    return holder.type == "trait_item" or holder.child_by_field_name("trait") is not None


def _slim(kind: str) -> str:
    head, rest = re.match(r"&(?:'\w+ )?", kind), ""
    if head is None:
        return kind
    rest = kind[head.end() :]
    if rest == "String":
        return f"{head[0]}str"
    if found := re.fullmatch(r"Vec<(.*)>", rest, re.S):
        return f"{head[0]}[{found[1]}]"
    found = re.fullmatch(r"Box<((?!dyn\b).*)>", rest, re.S)
    return f"{head[0]}{found[1]}" if found else kind
