"""Widens an argument as C does it for functions with `...`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, suffix


class CastVariadic(FixRule):
    """Casts to `f64`, `c_int` or `c_uint`, as a C compiler would do silently."""

    codes: ClassVar = ("E0617",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='unsafe extern "C" {\n    fn printf(f: *const i8, ...) -> i32;\n}\n'
            "pub fn f(p: *const i8) {\n    unsafe {\n        printf(p, 1.5f32);\n    }\n}\n",
            after='unsafe extern "C" {\n    fn printf(f: *const i8, ...) -> i32;\n}\n'
            "pub fn f(p: *const i8) {\n    unsafe {\n"
            "        printf(p, 1.5f32 as std::ffi::c_double);\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        'unsafe extern "C" {\n    fn printf(f: *const i8, ...) -> i32;\n}\n'
        "fn go() {}\npub fn f(p: *const i8) {\n    unsafe {\n        printf(p, go);\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        texts = [s.text for s in site.diagnostic.suggestions]
        texts += [note.text for note in site.diagnostic.notes]
        found = re.search(r"`(c_(?:double|u?int))`", "\n".join(texts))
        if found is None:
            return
        span = site.diagnostic.span
        yield site.candidate(
            self.id,
            f"Pass `{short(site.source.slice(span))}` as `{found[1]}`",
            *suffix(site.source, span, f" as std::ffi::{found[1]}"),
        )
