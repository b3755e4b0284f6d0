"""Makes an array of a slice that is known to be as long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.types import plain


class ConvertSlice(FixRule):
    """Adds `.try_into().unwrap()`, which stops the program when the length is another one."""

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn head(data: &[u8]) -> [u8; 2] {
    data[0..2]
}
fn main() {
    head(&[1, 2, 3]);
}
""",
            after="""\
fn head(data: &[u8]) -> [u8; 2] {
    data[0..2].try_into().unwrap()
}
fn main() {
    head(&[1, 2, 3]);
}
""",
        ),
        Example(
            before="""\
fn read(bytes: &[u8]) -> u32 {
    u32::from_le_bytes(&bytes[0..4])
}
fn main() {
    read(&[1, 2, 3, 4]);
}
""",
            after="""\
fn read(bytes: &[u8]) -> u32 {
    u32::from_le_bytes((&bytes[0..4]).try_into().unwrap())
}
fn main() {
    read(&[1, 2, 3, 4]);
}
""",
        ),
    )
    refuses: ClassVar = ("fn main() {\n    let n: [u8; 2] = [1, 2, 3];\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None:
            return
        wanted, found = plain(types[0]), plain(types[1])
        array = re.fullmatch(r"(?:&(?:mut )?)?\[(.+); \w+\]", wanted)
        slice_of = re.fullmatch(r"(?:&(?:mut )?)?(?:\[([^;\]]+)\]|Vec<(.+)>)", found)
        if array is None or slice_of is None or array[1] not in (slice_of[1], slice_of[2]):
            return
        if wanted.startswith("&") and not found.startswith("&"):
            return
        span = site.diagnostic.span
        yield site.candidate(
            self.id,
            f"Make an array of `{short(site.source.slice(span))}`",
            *suffix(site.source, span, ".try_into().unwrap()"),
            safety=self.safety,
            cost="Panics when the length is another one.",
        )
