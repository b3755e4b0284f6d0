"""Makes all elements of a list fit its declared type, not only the first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.elements import elements_around
from rust_agent_lsp.syntax.expressions import suffix, wrap
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import plain, split_generic

_HOLDERS = ("Box", "Rc", "Arc")


class ConvertAllElements(FixRule):
    """Adds `.to_string()`, `Box::new(…)` or `Some(…)` to every element that lacks it."""

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let names: Vec<String> = vec!["a", "b"];
    println!("{names:?}");
}
""",
            after="""\
fn main() {
    let names: Vec<String> = vec!["a".to_string(), "b".to_string()];
    println!("{names:?}");
}
""",
        ),
        Example(
            before="""\
trait Draw {}
struct Dot;
struct Line(u8);
impl Draw for Dot {}
impl Draw for Line {}
fn main() {
    let shapes: [Box<dyn Draw>; 2] = [Dot, Line(1)];
    println!("{}", shapes.len());
}
""",
            after="""\
trait Draw {}
struct Dot;
struct Line(u8);
impl Draw for Dot {}
impl Draw for Line {}
fn main() {
    let shapes: [Box<dyn Draw>; 2] = [Box::new(Dot), Box::new(Line(1))];
    println!("{}", shapes.len());
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let names: Vec<String> = vec!["a"];\n}\n',
        'fn main() {\n    let numbers: Vec<u8> = vec!["1", "2"];\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        span = site.diagnostic.span
        elements = elements_around(site.source, span)
        if types is None or len(elements) < 2 or span not in elements:
            return
        wanted, found = plain(types[0]), plain(types[1])
        head, inside = split_generic(wanted)
        if wanted == "String" and found == "&str":
            texts = [e for e in elements if _is_text(site, e)]
            edits = [edit for e in texts for edit in suffix(site.source, e, ".to_string()")]
            title = "Make a `String` of each element"
        elif head in _HOLDERS and (inside == [found] or "dyn " in wanted):
            edits = _wrapped(site, elements, f"{head}::new(")
            title = f"Put each element into `{head}::new`"
        elif head == "Option" and len(inside) == 1:
            edits = _wrapped(site, elements, "Some(")
            title = "Put each element into `Some`"
        else:
            return
        if len(edits) > 1:
            yield site.candidate(self.id, title, *edits)


def _is_text(site: Site, span: Span) -> bool:
    node = site.source.node_at(span)
    return node.type in ("string_literal", "raw_string_literal", "identifier") and len(
        text_of(node)
    ) == len(site.source.slice(span))


def _wrapped(site: Site, elements: list[Span], maker: str) -> list[Edit]:
    lacking = [e for e in elements if not site.source.slice(e).startswith((maker, "None"))]
    return [edit for e in lacking for edit in wrap(e, maker, ")")]
