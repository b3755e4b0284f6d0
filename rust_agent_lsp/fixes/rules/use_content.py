"""Uses what an `Option`, a `Result` or a lock holds, where the content is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.expressions import exact_node, short, suffix
from rust_agent_lsp.syntax.tree import span_of
from rust_agent_lsp.syntax.types import plain, referent, split_generic

_GUARDS = ("MutexGuard", "RwLockReadGuard", "RwLockWriteGuard")
_VAGUE = {"{integer}": "i32", "{float}": "f64", "integer": "i32", "floating-point number": "f64"}


class UseContent(FixRule):
    """Takes the plainest value (`0`, an empty text) where the content is missing.

    Whether that value is right is a guess. A lock is unwrapped, which panics after another thread
    has panicked with it.
    """

    codes: ClassVar = ("E0308", "E0369", "E0614", "E0368", "E0599", "E0609")
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let left: Option<u16> = Some(3);
    println!("{}", left + 1);
}
""",
            after="""\
fn main() {
    let left: Option<u16> = Some(3);
    println!("{}", left.unwrap_or(0) + 1);
}
""",
            code="E0369",
        ),
        Example(
            before="""\
fn main() {
    let v = vec![1, 2];
    let first: i32 = v.first();
    println!("{first}");
}
""",
            after="""\
fn main() {
    let v = vec![1, 2];
    let first: i32 = v.first().copied().unwrap_or(0);
    println!("{first}");
}
""",
            code="E0308",
        ),
        Example(
            before="""\
use std::sync::Mutex;
fn main() {
    let count = Mutex::new(1);
    *count.lock() += 1;
}
""",
            after="""\
use std::sync::Mutex;
fn main() {
    let count = Mutex::new(1);
    *count.lock().unwrap() += 1;
}
""",
            code="E0614",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let n: i32 = "5";\n    println!("{n}");\n}\n',
        "struct S;\nfn main() {\n    let s: S = Some(S);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        for span, kind in _places(site):
            head, inside = split_generic(re.sub(r"'\w+(?:, )?", "", plain(kind)))
            if head not in ("Option", "Result") or not inside:
                continue
            content = inside[0]
            text = short(site.source.slice(span))
            if split_generic(content)[0] in _GUARDS:
                yield site.candidate(
                    self.id,
                    f"Unwrap `{text}`",
                    *suffix(site.source, span, ".unwrap()"),
                    safety=Safety.CHANGES_BEHAVIOUR,
                    cost="Panics when another thread has panicked while it held the lock.",
                )
                continue
            inner = referent(content)
            value = plain_value(site, _VAGUE.get(inner or content, inner or content))
            if value is None:
                continue
            copy = (".cloned()" if "(" in value or '"' in value else ".copied()") if inner else ""
            call = f"{copy}.unwrap_or({value})"
            yield site.candidate(
                self.id,
                f"Use `{value}` where `{text}` holds nothing",
                *suffix(site.source, span, call),
                safety=Safety.GUESS,
                cost=f"Nothing and `{value}` can then not be told apart.",
            )


def _places(site: Site) -> Iterator[tuple[Span, str]]:
    """Yield expressions that may be an `Option` or `Result` in the way, with their types."""
    code = site.diagnostic.code
    if code == "E0308":
        types = expected_found(site)
        if types is None or plain(types[0]).startswith(("Option<", "Result<", "&")):
            return
        if exact_node(site.source, site.diagnostic.span) is not None:
            yield site.diagnostic.span, types[1]
        return
    if code in ("E0369", "E0368"):
        for label in site.diagnostic.labels:
            kind = re.search(r"((?:Option|Result)<.+>)`?$", label.text)
            if label.location.path == site.source.path and kind is not None:
                yield label.location.span, kind[1]
        return
    kind = re.search(r"`((?:Option|Result)<.+>)`", site.diagnostic.message)
    if kind is None:
        return
    span = site.diagnostic.span
    if code == "E0614":
        node = site.node
        inside = node.named_children[0] if node.type == "unary_expression" else None
        if inside is not None:
            yield span_of(inside), kind[1]
        return
    field = site.enclosing("field_expression")
    value = field.child_by_field_name("value") if field is not None else None
    if value is not None and value.end_byte <= span.start:
        yield span_of(value), kind[1]
