"""Puts a value into the type that holds it: `Some`, `Ok`, `Box::new` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, wrap
from rust_agent_lsp.syntax.types import plain, split_generic

_MAKERS = ("Box", "Rc", "Arc", "Cell", "RefCell", "Mutex", "RwLock", "Pin", "Reverse", "Wrapping")


class WrapValue(FixRule):
    """Wraps the expression in what the expected type is made with.

    Nested types are wrapped from the inside out: `Rc::new(RefCell::new(5))`.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn positive(n: i32) -> Option<i32> {
    if n > 0 { n } else { None }
}
fn main() {
    positive(1);
}
""",
            after="""\
fn positive(n: i32) -> Option<i32> {
    if n > 0 { Some(n) } else { None }
}
fn main() {
    positive(1);
}
""",
        ),
        Example(
            before="""\
enum List {
    Cons(i32, Box<List>),
    Nil,
}
fn main() {
    let _ = List::Cons(1, List::Nil);
}
""",
            after="""\
enum List {
    Cons(i32, Box<List>),
    Nil,
}
fn main() {
    let _ = List::Cons(1, Box::new(List::Nil));
}
""",
        ),
        Example(
            before="""\
use std::cell::RefCell;
use std::rc::Rc;
fn main() {
    let shared: Rc<RefCell<u8>> = 5;
    println!("{shared:?}");
}
""",
            after="""\
use std::cell::RefCell;
use std::rc::Rc;
fn main() {
    let shared: Rc<RefCell<u8>> = Rc::new(RefCell::new(5));
    println!("{shared:?}");
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn half(n: f64) -> f64 {\n    n / 2.0\n}\nfn main() {\n    half("a");\n}\n',
        "fn f() -> Result<u8, String> {\n    Some(1)\n}\nfn main() {\n    let _ = f();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None:
            return
        wanted, found = plain(types[0]), plain(types[1])
        node = site.node
        if node.type in ("block", "primitive_type", "generic_type", "type_identifier") or (
            found == "()" and node.type != "unit_expression"
        ):
            return
        makers = _makers(wanted, found)
        if makers:
            text = short(site.source.slice(site.diagnostic.span))
            yield site.candidate(
                self.id,
                f"Wrap `{text}` in `{'('.join(makers)}`",
                *wrap(site.diagnostic.span, "(".join(makers) + "(", ")" * len(makers)),
            )
        elif found == "&str" and wanted in ("Option<String>", "Box<String>", "Rc<String>"):
            maker = "Some" if wanted.startswith("Option") else f"{split_generic(wanted)[0]}::new"
            text = short(site.source.slice(site.diagnostic.span))
            edits = wrap(site.diagnostic.span, f"{maker}(", ".to_string())")
            yield site.candidate(self.id, f"Wrap a `String` of `{text}` in `{maker}`", *edits)
        elif wanted.startswith("Result<") and split_generic(wanted)[1][1:] == [found]:
            text = short(site.source.slice(site.diagnostic.span))
            edits = wrap(site.diagnostic.span, "Err(", ")")
            yield site.candidate(self.id, f"Wrap `{text}` in `Err`", *edits)


def _makers(wanted: str, found: str) -> list[str]:
    """Return the functions that make `wanted` out of `found`, outermost first; [] if none do."""
    makers: list[str] = []
    at = wanted
    while at != found:
        head, arguments = split_generic(at)
        if not arguments or head == split_generic(found)[0]:
            return []
        if head == "Option":
            makers.append("Some")
        elif head == "Result":
            makers.append("Ok")
        elif head in _MAKERS:
            makers.append(f"{head}::new")
        else:
            return []
        at = arguments[0]
        if _same(at, found):
            break
    return makers


def _same(wanted: str, found: str) -> bool:
    """Say whether `found` may be a `wanted`, with rustc's vague words and `dyn` types."""
    if wanted == found or wanted == "_" or "dyn " in wanted:
        return True
    number = re.fullmatch(r"[iu](?:\d+|size)", wanted)
    if found in ("integer", "{integer}"):
        return bool(number)
    if found in ("floating-point number", "{float}"):
        return wanted in ("f32", "f64")
    return re.sub(r"\{integer\}|\{float\}", "_", found) == re.sub(
        r"\b[iuf](?:\d+|size)\b", "_", wanted
    )
