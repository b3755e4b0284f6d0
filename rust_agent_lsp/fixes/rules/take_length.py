"""Takes the length of a collection that stands where a number is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of

_COLLECTION = re.compile(
    r"(?:&(?:'\w+ )?(?:mut )?)*(?:\[.*\]|str|(?:\w+::)*(?:String|Vec|VecDeque|HashMap|HashSet"
    r"|BTreeMap|BTreeSet|BinaryHeap|LinkedList)(?:<.*>)?)",
    re.S,
)
_NUMBER = re.compile(r"&?(?:\{?integer\}?|usize)")
_COUNTS = re.compile(r"(?:.*_)?(?:len|length|count|size|n|num|total|number)(?:_.*)?")


class TakeLength(FixRule):
    """Writes `.len()` behind a collection or text that is compared or reckoned with a number."""

    codes: ClassVar = ("E0308", "E0277", "E0369")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn main() {\n    let list = vec![1, 2, 3];\n    if list > 2 {\n"
            '        println!("many");\n    }\n}\n',
            after="fn main() {\n    let list = vec![1, 2, 3];\n    if list.len() > 2 {\n"
            '        println!("many");\n    }\n}\n',
            code="E0308",
        ),
        Example(
            before="fn main() {\n    let list = vec![1, 2, 3];\n    let last = list[list - 1];\n"
            "    assert_eq!(last, 3);\n}\n",
            after="fn main() {\n    let list = vec![1, 2, 3];\n"
            "    let last = list[list.len() - 1];\n    assert_eq!(last, 3);\n}\n",
            code="E0369",
        ),
        Example(
            before='fn main() {\n    let story = "abc";\n    let len = story;\n'
            "    assert_eq!(3, len);\n}\n",
            after='fn main() {\n    let story = "abc";\n    let len = story.len();\n'
            "    assert_eq!(3, len);\n}\n",
            code="E0277",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let list = vec![1];\n    let n: u8 = list;\n    drop(n);\n}\n",
        "fn main() {\n    let list = vec![1];\n    assert!(list == 1.5);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        for span in dict.fromkeys(_collections(site)):
            text = site.source.slice(span)
            binding = binding_of(site.source.node_at(span), text) if text.isidentifier() else None
            value = binding.value if binding is not None and binding.type is None else None
            counts = bool(_COUNTS.fullmatch(text))
            if value is not None and counts:
                yield site.candidate(
                    self.id,
                    f"Let `{text}` be the length of `{short(text_of(value))}`",
                    *suffix(site.source, span_of(value), ".len()"),
                )
            yield site.candidate(
                self.id,
                f"Take the length of `{short(text)}`",
                *suffix(site.source, span, ".len()"),
                safety=Safety.CHANGES_BEHAVIOUR if counts and value else Safety.SAFE,
            )


def _collections(site: Site) -> Iterator[Span]:
    """Yield the places of collections that the diagnostic holds against a number."""
    code = site.diagnostic.code
    if code == "E0308":
        both = expected_found(site)
        if both is None:
            return
        if both[0] == "usize" and _COLLECTION.fullmatch(both[1]):
            yield site.diagnostic.span
        elif _COLLECTION.fullmatch(both[0]) and _NUMBER.fullmatch(both[1]):
            left = _other_side(site)
            if left is not None:
                yield span_of(left)
        return
    told = site.match(
        r"cannot \w+ `([^`]+)` (?:to|from|by|with|and) `([^`]+)`|compare `([^`]+)` with `([^`]+)`"
    )
    if told is None:
        return
    left_type, right_type = told[1] or told[3], told[2] or told[4]
    if re.search(r"cannot (?:add|subtract)", told[0]):  # "subtract right from left"
        left_type, right_type = right_type, left_type
    for kind, other, at in ((left_type, right_type, 0), (right_type, left_type, -1)):
        if _COLLECTION.fullmatch(kind) and _NUMBER.fullmatch(other):
            yield from _operands(site, at)


def _other_side(site: Site) -> Node | None:
    parent = ancestor(site.node, "binary_expression")
    left = parent.child_by_field_name("left") if parent is not None else None
    operator = parent.child_by_field_name("operator") if parent is not None else None
    ordered = operator is not None and text_of(operator) in ("<", ">", "<=", ">=", "==", "!=")
    return left if left is not None and ordered and left.end_byte <= site.node.start_byte else None


def _operands(site: Site, at: int) -> Iterator[Span]:
    binary = ancestor(site.node, "binary_expression")
    macro = ancestor(site.node, "macro_invocation")
    if binary is not None and macro is None:
        side = binary.child_by_field_name("right" if at else "left")
        if side is not None:
            yield span_of(side)
        return
    trees = [c for c in macro.children if c.type == "token_tree"] if macro is not None else []
    for tree in trees:
        for part in _by_commas(tree):
            text = site.source.slice(part)
            if re.fullmatch(r"[\w.]*[A-Za-z_]\w*", text):
                yield part


def _by_commas(tree: Node) -> Iterator[Span]:
    """Yield the arguments of a macro call, and the sides of a comparison in one."""
    start = None
    for token in tree.children[1:]:
        if token.type in (",", "==", "!=", "<", ">", "<=", ">=", ")", "]", "-", "+"):
            if start is not None:
                yield Span(start, token.prev_sibling.end_byte if token.prev_sibling else start)
            start = None
        elif start is None:
            start = token.start_byte
