"""Chooses between `push` and `push_str` by what is appended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import argument_at
from rust_agent_lsp.syntax.expressions import prefix
from rust_agent_lsp.syntax.tree import span_of
from rust_agent_lsp.syntax.types import plain

_FOR_CHAR = {"push_str": "push", "insert_str": "insert"}
_FOR_TEXT = {"push": "push_str", "insert": "insert_str"}


class AppendByKind(FixRule):
    """Calls `push` for a `char` and `push_str` for a text; `insert` and `insert_str` likewise."""

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut word = String::new();
    for c in "abc".chars() {
        word.push_str(c);
    }
    println!("{word}");
}
""",
            after="""\
fn main() {
    let mut word = String::new();
    for c in "abc".chars() {
        word.push(c);
    }
    println!("{word}");
}
""",
        ),
        Example(
            before="""\
fn main() {
    let mut line = String::from("a");
    let more = String::from("bc");
    line.push(more);
    println!("{line}");
}
""",
            after="""\
fn main() {
    let mut line = String::from("a");
    let more = String::from("bc");
    line.push_str(&more);
    println!("{line}");
}
""",
        ),
    )
    refuses: ClassVar = ("fn main() {\n    let mut v = vec!['a'];\n    v.push(\"b\");\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        span = site.diagnostic.span
        found = argument_at(site.source, span)
        if types is None or found is None or found[0].receiver is None:
            return
        call, index = found
        if call.arguments[index] != span or (len(call.arguments) == 1) != call.name.startswith(
            "push"
        ):
            return
        wanted, given = plain(types[0]), plain(types[1])
        if wanted == "&str" and given in ("char", "&char"):
            new = _FOR_CHAR.get(call.name)
            edits = prefix(site.source, span, "*") if given == "&char" else ()
        elif wanted == "char" and given in ("&str", "String", "&String") and _is_string(site):
            new = _FOR_TEXT.get(call.name)
            edits = prefix(site.source, span, "&") if given == "String" else ()
        else:
            return
        function = call.node.child_by_field_name("function")
        name = function.child_by_field_name("field") if function is not None else None
        if new is None or name is None:
            return
        yield site.candidate(
            self.id,
            f"Append with `{new}`",
            Edit(span_of(name), new),
            *edits,
        )


def _is_string(site: Site) -> bool:
    """Say whether the called method is `String`'s, whose definition rustc shows in a note."""
    return any(
        "string.rs" in str(label.location.path)
        for note in site.diagnostic.notes
        for label in note.labels
    )
