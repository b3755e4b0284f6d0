"""Casts to a float or `char` by way of an integer, where there is no direct cast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.types import NUMBERS, plain


class CastThroughInteger(FixRule):
    """Puts a cast to an integer between: `level as i32 as f32`."""

    codes: ClassVar = ("E0606", "E0604", "E0605")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
enum Level {
    Low = 1,
    High = 5,
}
fn main() {
    let height = Level::High as f32 + Level::Low as i32 as f32;
    println!("{height}");
}
""",
            after="""\
enum Level {
    Low = 1,
    High = 5,
}
fn main() {
    let height = Level::High as i32 as f32 + Level::Low as i32 as f32;
    println!("{height}");
}
""",
            code="E0606",
        ),
    )
    refuses: ClassVar = ('fn main() {\n    println!("{}", 3u32 as char);\n}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"(?:cast: |casting )`([^`]+)` as `([^`]+)`", site.diagnostic.message)
        cast = site.enclosing("type_cast_expression")
        value = cast.child_by_field_name("value") if cast is not None else None
        if told is None or value is None:
            return
        found, wanted = plain(told[1]), told[2]
        item = find_item(site, found, "type")
        if item is not None and item.node.type == "enum_item" and wanted in ("f32", "f64"):
            way = "i32"
        elif (found == "char" and wanted in ("f32", "f64")) or (found in NUMBERS and "*" in wanted):
            way = "u32" if found == "char" else "usize"
        else:
            return
        yield site.candidate(self.id, f"Cast to `{way}` first", insert_after(value, f" as {way}"))
