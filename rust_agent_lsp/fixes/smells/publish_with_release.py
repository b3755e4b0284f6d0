"""Has an atomic flag carry what was written before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span

_HEAD = (
    "use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};\n\n"
    "static VALUE: AtomicU32 = AtomicU32::new(0);\n"
    "static READY: AtomicBool = AtomicBool::new(false);\n\n"
)
_LOAD = rb"(?<!\w)%s\s*\.\s*load\s*\(\s*Ordering\s*::\s*(Relaxed)\s*\)"


class PublishWithRelease(FixRule):
    """Stores the flag with `Release` and loads it with `Acquire`. It costs a little on ARM."""

    codes: ClassVar = ("relaxed-publish",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before=_HEAD + "fn publish(n: u32) {\n    VALUE.store(n, Ordering::Relaxed);\n"
            "    READY.store(true, Ordering::Relaxed);\n}\n\nfn main() {\n    publish(3);\n"
            "    assert!(READY.load(Ordering::Relaxed));\n"
            "    assert_eq!(VALUE.load(Ordering::Relaxed), 3);\n}\n",
            after=_HEAD + "fn publish(n: u32) {\n    VALUE.store(n, Ordering::Relaxed);\n"
            "    READY.store(true, Ordering::Release);\n}\n\nfn main() {\n    publish(3);\n"
            "    assert!(READY.load(Ordering::Acquire));\n"
            "    assert_eq!(VALUE.load(Ordering::Relaxed), 3);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "use std::sync::atomic::Ordering::Relaxed;\nuse std::sync::atomic::{AtomicBool, AtomicU32};"
        "\n\nstatic VALUE: AtomicU32 = AtomicU32::new(0);\n"
        "static READY: AtomicBool = AtomicBool::new(false);\n\nfn main() {\n"
        "    VALUE.store(1, Relaxed);\n    READY.store(true, Relaxed);\n"
        "    assert!(READY.load(Relaxed));\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        text, span = site.source.text, site.diagnostic.span
        flag = re.compile(rb"(\w+)\s*\.\s*store\s*\(\s*true\s*,\s*Ordering\s*::\s*(Relaxed)\s*\)")
        found = flag.search(text, span.start, min(len(text), site.source.line_end(span.end) + 1))
        if found is None:
            return
        edits = [Edit(Span(found.start(2), found.end(2)), "Release")]
        loads = re.finditer(_LOAD % re.escape(found[1]), text)
        edits += [Edit(Span(one.start(1), one.end(1)), "Acquire") for one in loads]
        if len(edits) > 1:
            yield site.candidate(
                self.id,
                f"Publish by `{found[1].decode()}` with Release and Acquire",
                *edits,
                safety=self.safety,
                cost="The two accesses are ordered, which some processors pay for.",
            )
