"""Renames what is declared but never used to the name that is used but never declared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import is_slip, locals_at, missing, words_of
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_FIELD = re.compile(
    r"no field `(?P<name>\w+)` on type `(?P<owner>[^`]+)`"
    r"|`(?P<owner2>[^`]+)` has no field named `(?P<name2>\w+)`"
    r"|value of method `(?P<name3>\w+)` on type `(?P<owner3>[^`]+)`"
)
_FIELDS = ("field_identifier", "shorthand_field_identifier")


class RenameUnusedDeclaration(FixRule):
    """Gives the one unused variable, or unused field of the type, the name that the code uses.

    The two may be different things that were both left unfinished.
    """

    codes: ClassVar = ("E0425", "E0609", "E0560", "E0615")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn main() {\n    let first_value = 3;\n    let b = 4;\n"
            '    println!("{}", first + b);\n    println!("{}", first - b);\n}\n',
            after="fn main() {\n    let first = 3;\n    let b = 4;\n"
            '    println!("{}", first + b);\n    println!("{}", first - b);\n}\n',
            code="E0425",
        ),
        Example(
            before="struct Dog {\n    weihgt: f32,\n}\nfn main() {\n"
            "    let d = Dog { weight: 1.0 };\n    assert!(d.weight > 0.5);\n}\n",
            after="struct Dog {\n    weight: f32,\n}\nfn main() {\n"
            "    let d = Dog { weight: 1.0 };\n    assert!(d.weight > 0.5);\n}\n",
            code="E0560",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let a = 3;\n    let b = 4;\n    assert!(c + a > b);\n}\n",
        "struct P {\n    x: u8,\n    y: u8,\n}\nfn main() {\n"
        "    let p = P { x: 1, y: 2 };\n    assert!(p.x > p.z);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        if lost is not None and lost.what != "type" and site.diagnostic.code == "E0425":
            yield from self._local(site, lost.name)
            return
        told = _FIELD.search(site.diagnostic.message)
        if told is not None:
            groups = [text for text in told.groups() if text]
            name, owner = groups if not told["owner2"] else reversed(groups)
            yield from self._field(site, name, owner)

    def _local(self, site: Site, name: str) -> Iterator[Candidate]:
        unused = []
        for node in locals_at(site.node):
            scope = ancestor(node, "function_item")
            host = ancestor(node, "let_declaration", "parameter", "for_expression", "match_arm")
            if scope is None or node.type != "identifier" or host is None:
                continue
            if text_of(node).startswith("_") or next(uses_of(scope, text_of(node)), None):
                continue
            unused.append(node)
        close = [node for node in unused if _akin(text_of(node), name)]
        for node in close or (unused if len(unused) == 1 else ()):
            sure = len(close) == 1
            yield site.candidate(
                self.id,
                f"Rename the unused `{text_of(node)}` to `{name}`",
                replace_node(node, name),
                safety=Safety.SAFE if sure else Safety.CHANGES_BEHAVIOUR,
                cost="" if sure else f"`{text_of(node)}` may be another thing.",
            )

    def _field(self, site: Site, name: str, owner: str) -> Iterator[Candidate]:
        root = site.source.tree.root_node
        owners = words_of(owner)
        used = {text_of(n) for n in descendants(root, *_FIELDS) if not _declares(n)}
        used |= {text_of(n) for n in descendants(root, "identifier") if _in_macro(n)}
        for item in descendants(root, "struct_item"):
            own = item.child_by_field_name("name")
            if own is None or text_of(own) not in owners:
                continue
            fields = [
                (field, f)
                for f in descendants(item, "field_declaration")
                if (field := f.child_by_field_name("name")) is not None
            ]
            if name in (text_of(field) for field, _ in fields):
                continue
            unused = [(n, f) for n, f in fields if text_of(n) not in used]
            if len(unused) != 1:
                continue
            field, whole = unused[0]
            sure = _akin(text_of(field), name)
            public = any(c.type == "visibility_modifier" for c in whole.children)
            other = Safety.SAFE if sure else Safety.CHANGES_BEHAVIOUR
            yield site.candidate(
                self.id,
                f"Rename the unused field `{text_of(field)}` to `{name}`",
                replace_node(field, name),
                safety=Safety.API_CHANGE if public else other,
                cost="Others may use the field." if public else "",
            )


def _akin(left: str, right: str) -> bool:
    """Say whether two names are alike, or one is the other with a word more."""
    if len(right) > 3 and is_slip(right, left):
        return True
    short, long = sorted((left.split("_"), right.split("_")), key=len)
    if len(long) != len(short) + 1:
        return len("".join(short)) > 3 and is_slip("".join(short), "".join(long))
    rests = (long[: len(short)], long[1:])
    one = "_".join(short)
    return any(one == "_".join(r) or (len(one) > 3 and is_slip(one, "_".join(r))) for r in rests)


def _declares(node: Node) -> bool:
    return node.parent is not None and node.parent.type == "field_declaration"


def _in_macro(node: Node) -> bool:
    return node.parent is not None and node.parent.type == "token_tree"
