"""Lends an iterator, so that the rest of it can be used afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import PLACES, short_text
from rust_agent_lsp.syntax.names import make_mutable
from rust_agent_lsp.syntax.tree import ancestor


class IterateByRef(FixRule):
    """Adds `.by_ref()` to an iterator in a `for` or before an adapter that takes it."""

    codes: ClassVar = ("E0382", "E0507")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(text: &str) -> Option<&str> {\n    let parts = text.split(' ');\n"
            '    for part in parts {\n        if part == "--" {\n            break;\n        }\n'
            "    }\n    parts.last()\n}\n",
            after="pub fn f(text: &str) -> Option<&str> {\n    let mut parts = text.split(' ');\n"
            '    for part in parts.by_ref() {\n        if part == "--" {\n            break;\n'
            "        }\n    }\n    parts.last()\n}\n",
        ),
        Example(
            before="pub fn f(v: Vec<u8>) -> (Vec<u8>, Vec<u8>) {\n    let mut it = v.into_iter();\n"
            "    let head = it.take(2).collect();\n    (head, it.collect())\n}\n",
            after="pub fn f(v: Vec<u8>) -> (Vec<u8>, Vec<u8>) {\n    let mut it = v.into_iter();\n"
            "    let head = it.by_ref().take(2).collect();\n    (head, it.collect())\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(v: Vec<u8>) -> usize {\n    for n in v {\n        drop(n);\n    }\n"
        "    v.len()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        implicit = site.label(r"moved due to this implicit call to `\.into_iter\(\)`")
        label = implicit or site.label(r"moved due to this method call")
        note = site.match(r"^`(?:[\w:]+::)?Iterator::\w+` takes ownership|^`into_iter` takes owner")
        kind = site.match(r"has type `([^`]+)`")
        if label is None or note is None or kind is None:
            return
        # A collection is no iterator.
        if kind[1].removeprefix("std::vec::").startswith(("Vec<", "Option<", "[", "std::collec")):
            return
        place = site.node_of(label)
        if implicit is None:
            call = ancestor(place, "call_expression")
            function = call.child_by_field_name("function") if call else None
            if function is not None and function.type == "generic_function":
                function = function.child_by_field_name("function")
            value = function.child_by_field_name("value") if function else None
            if value is None:
                return
            place = value
        if place.type not in PLACES:
            return
        mutable = make_mutable(place) if place.type == "identifier" else []
        yield site.candidate(
            self.id,
            f"Lend the iterator `{short_text(place)}` with `by_ref()`",
            insert_after(place, ".by_ref()"),
            *mutable,
        )
