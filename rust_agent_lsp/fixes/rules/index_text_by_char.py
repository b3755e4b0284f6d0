"""Takes a character out of a text, which cannot be indexed by a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, text_of


class IndexTextByChar(FixRule):
    """Writes `.chars().nth(i).unwrap()` for `[i]`, or a slice of one byte.

    Both panic where the text is too short, as indexing does elsewhere; `nth` walks the text from
    its start.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let word = String::from("green");
    let first = word[0];
    println!("{first}");
}
""",
            after="""\
fn main() {
    let word = String::from("green");
    let first = word.chars().nth(0).unwrap();
    println!("{first}");
}
""",
        ),
        Example(
            before="""\
fn initial(word: &str) -> &str {
    &word[0]
}
fn main() {
    println!("{}", initial("a"));
}
""",
            after="""\
fn initial(word: &str) -> &str {
    &word[0..=0]
}
fn main() {
    println!("{}", initial("a"));
}
""",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let v = vec![1];\n    let i = 0u8;\n    let n = v[i];\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "the type `str` cannot be indexed by" not in site.diagnostic.message:
            return
        index = ancestor(site.node, "index_expression")
        if index is None:
            yield from self._in_macro(site)
            return
        parts = index.named_children
        if len(parts) != 2 or parts[1].type == "range_expression":
            return
        value, at = parts
        text = text_of(at)
        borrowed = index.parent is not None and index.parent.type == "reference_expression"
        call = f".chars().nth({text}).unwrap()"
        by_char = site.candidate(
            self.id,
            f"Write `{text_of(value)}{call}`",
            Edit.delete(value.end_byte, index.end_byte),
            Edit.insert(index.end_byte, call),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Walks the text from its start; panics when it is too short.",
        )
        if not borrowed:
            yield by_char
            return
        simple = text.isalnum()
        new = f"{text}..={text}" if simple else f"({text})..=({text})"
        yield site.candidate(
            self.id,
            f"Take the slice `{text_of(value)}[{new}]`",
            replace_node(at, new),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Counts bytes; panics within a character of several bytes.",
        )
        yield by_char

    def _in_macro(self, site: Site) -> Iterator[Candidate]:
        """Do the same among a macro's tokens, where a name stands before the brackets."""
        group = ancestor(site.node, "token_tree")
        named = group.prev_sibling if group is not None else None
        text = text_of(group) if group is not None else ""
        if group is None or named is None or named.type != "identifier" or ".." in text:
            return
        if not text.startswith("["):
            return
        call = f".chars().nth({text[1:-1]}).unwrap()"
        yield site.candidate(
            self.id,
            f"Write `{text_of(named)}{call}`",
            replace_node(group, call),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Walks the text from its start; panics when it is too short.",
        )
