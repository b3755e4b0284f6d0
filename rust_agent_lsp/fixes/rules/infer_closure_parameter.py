"""Lets the compiler find the types of a closure's parameters where the written ones do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.tree import ancestor


class InferClosureParameter(FixRule):
    """Drops the types of a closure's parameters: `|x: &str| …` becomes `|x| …`."""

    codes: ClassVar = ("E0521", "E0631", "")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='pub fn f() -> usize {\n    let word = String::from("a");\n'
            "    let mut all: Vec<&str> = vec![];\n    let mut add = |s: &str| all.push(s);\n"
            "    add(&word);\n    all.len()\n}\n",
            after='pub fn f() -> usize {\n    let word = String::from("a");\n'
            "    let mut all: Vec<&str> = vec![];\n    let mut add = |s| all.push(s);\n"
            "    add(&word);\n    all.len()\n}\n",
            code="E0521",
        ),
        Example(
            before="fn each(f: impl Fn(usize)) {\n    f(1);\n}\npub fn go() {\n"
            "    each(|n: isize| drop(n));\n}\n",
            after="fn each(f: impl Fn(usize)) {\n    f(1);\n}\npub fn go() {\n"
            "    each(|n| drop(n));\n}\n",
            code="E0631",
        ),
        Example(
            before="pub fn f() -> i32 {\n    let n = 3;\n    let g = |x: &i32| -> &i32 { x };\n"
            "    *g(&n)\n}\n",
            after="pub fn f() -> i32 {\n    let n = 3;\n    let g = |x| { x };\n    *g(&n)\n}\n",
            code="",
        ),
    )
    refuses: ClassVar = (
        "fn twice(n: i32) -> i32 {\n    n * 2\n}\npub fn f(v: &[i32]) -> Vec<i32> {\n"
        "    v.iter().map(twice).collect()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"found signature defined here|only valid in the closure body")
        if label is None:
            label = site.label(r"return type of closure|let's call the lifetime of this reference")
        at = site.node_of(label) if label is not None else None
        closure = ancestor(at, "closure_expression") if at is not None else None
        listed = closure.child_by_field_name("parameters") if closure is not None else None
        edits = []
        for parameter in listed.named_children if listed is not None else ():
            pattern = parameter.child_by_field_name("pattern")
            if parameter.type == "parameter" and pattern is not None:
                edits.append(Edit.delete(pattern.end_byte, parameter.end_byte))
        result = closure.child_by_field_name("return_type") if closure is not None else None
        if edits and listed is not None and result is not None and site.diagnostic.code is None:
            # A written `&T` is a reference of any lifetime, which the result must not be.
            edits.append(Edit.delete(listed.end_byte, result.end_byte))
        if edits and listed is not None:
            title = f"Drop the types in `{short_text(listed)}`"
            yield site.candidate(self.id, title, *edits)
