"""Says which of two names is meant that imports of everything bring in together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.uses import insert_use
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, ancestors, text_of

_FROM = re.compile(r"could (?:also )?refer to")


class ChooseImport(FixRule):
    """Imports an ambiguous name by its full path from one of the modules that offer it.

    Which module was meant only the user knows; each of them is offered, the first import first.
    """

    codes: ClassVar = ("E0659",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
mod circle {
    pub fn area() -> f64 {
        3.14
    }
}
mod square {
    pub fn area() -> f64 {
        1.0
    }
}
use circle::*;
use square::*;

fn main() {
    println!("{}", area());
}
""",
            after="""\
mod circle {
    pub fn area() -> f64 {
        3.14
    }
}
mod square {
    pub fn area() -> f64 {
        1.0
    }
}
use circle::*;
use circle::area;
use square::*;

fn main() {
    println!("{}", area());
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
macro_rules! shout {
    () => {
        1
    };
}
macro_rules! define {
    () => {
        macro_rules! shout {
            () => {
                2
            };
        }
    };
}
define!();
fn main() {
    println!("{}", shout!());
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"`(\w+)` is ambiguous", site.diagnostic.message)
        if told is None:
            return
        name = told[1]
        for note in site.diagnostic.notes:
            for label in note.labels:
                if label.location.path != site.source.path or not _FROM.search(
                    f"{note.text} {label.text}"
                ):
                    continue
                anchor = site.node_of(label)
                found = _source(anchor)
                if found is None:
                    continue
                path, public = found
                edit = insert_use(site.source, anchor, f"{path}::{name}")
                if public:
                    edit = Edit(edit.span, edit.text.replace("use ", "pub use ", 1))
                yield site.candidate(
                    self.id,
                    f"Take `{name}` from `{path}`",
                    edit,
                    safety=self.safety,
                    cost=f"Another import offers a `{name}` too; it has to be named by its path.",
                )


def _source(node: Node) -> tuple[str, bool] | None:
    """Return the path before the `*` of the import at `node`, and whether it is `pub`."""
    wildcard = ancestor(node, "use_wildcard")
    if wildcard is None or not wildcard.named_children:
        return None
    path = text_of(wildcard.named_children[0])
    for outer in ancestors(wildcard):
        head = outer.child_by_field_name("path") if outer.type == "scoped_use_list" else None
        if head is not None:
            path = f"{text_of(head)}::{path}"
    use = ancestor(wildcard, "use_declaration")
    if use is None or text_of(use.children[0]) not in ("use", "pub"):
        return None
    return path, text_of(use.children[0]) == "pub"
