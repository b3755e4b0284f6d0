"""Makes a `Duration` of a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.names import imported_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, wrap
from rust_agent_lsp.syntax.types import FLOATS, NUMBERS, plain

_UNITS = (
    ("from_millis", r"ms|milli"),
    ("from_micros", r"us$|micro"),
    ("from_nanos", r"ns$|nano"),
    ("from_secs", r"sec|timeout_s|(?:^|_)s$"),
)


class MakeDuration(FixRule):
    """Calls `Duration::from_millis` or its like, as the number's name tells its unit.

    Where the name does not tell, seconds or milliseconds are a guess by its size.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let ms = 10;
    std::thread::sleep(ms);
}
""",
            after="""\
fn main() {
    let ms = 10;
    std::thread::sleep(std::time::Duration::from_millis(ms));
}
""",
        ),
        Example(
            before="""\
use std::time::Duration;
struct Client {
    timeout: Duration,
}
fn main() {
    let c = Client { timeout: 30 };
    println!("{:?}", c.timeout);
}
""",
            after="""\
use std::time::Duration;
struct Client {
    timeout: Duration,
}
fn main() {
    let c = Client { timeout: Duration::from_secs(30) };
    println!("{:?}", c.timeout);
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    std::thread::sleep("1");\n}\n',
        "struct Duration;\nfn wait(_d: Duration) {}\nfn main() {\n    wait(1);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None or plain(types[0]) != "Duration":
            return
        found, text = types[1], site.source.slice(site.diagnostic.span)
        own = b"struct Duration" in site.source.text
        if own or found not in (
            *NUMBERS,
            "integer",
            "floating-point number",
            "{float}",
            "{integer}",
        ):
            return
        told = next((maker for maker, unit in _UNITS if re.search(unit, text)), None)
        maker = told or ("from_millis" if _is_large(text) else "from_secs")
        before, after = "(", ")"
        if found in FLOATS or "float" in found:
            maker = "from_secs_f64"
        elif found not in ("u64", "integer", "{integer}"):
            after = " as u64)"
        known = imported_names(site.source.tree.root_node).get("Duration")
        path = "Duration" if known else "std::time::Duration"
        yield site.candidate(
            self.id,
            f"Make a `Duration` of `{short(text)}` with `{maker}`",
            *wrap(site.diagnostic.span, f"{path}::{maker}{before}", after),
            safety=self.safety if told or "f64" in maker else Safety.GUESS,
            cost="" if told else "Whether the number counts seconds is a guess.",
        )


def _is_large(text: str) -> bool:
    return text.isdigit() and int(text) >= 100
