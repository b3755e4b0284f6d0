"""The shape of guards: types that undo at their end what they did at their beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rust_agent_lsp.matching.patterns.code import Code
from rust_agent_lsp.matching.patterns.rule import Shape
from rust_agent_lsp.model.text import Span

Found = Iterator[tuple[float, Span, str]]
_NAMES = re.compile(r"(?:Guard|Lock|Lease|Scope|Scoped\w*|Handle|Permit|Temp\w*|Hider|Mode)$")
_RESOURCE = re.compile(r"&|\b(?:PathBuf|File|RawFd|\*mut|Arc|Rc|Sender|Child|Option)\b")


def _guards(code: Code) -> Found:
    for impl in code.items.impls:
        struct = code.items.structs.get(impl.type)
        if impl.trait != "Drop" or struct is None:
            continue
        body = impl.methods[0].body if impl.methods else ""
        score = 0.5 + 0.15 * any(_RESOURCE.search(f.type) for f in struct.fields)
        score += 0.15 * bool(re.search(r"\bself\b", body))
        score += 0.1 * bool(_NAMES.search(struct.name))
        score += 0.05 * any(m.returns for i in code.items.of(impl.type) for m in i.methods)
        if re.search(r"\bwhile\s+let\b|dealloc|elapsed\s*\(|remove_dir_all|drop_in_place", body):
            score -= 0.25
        yield min(score, 0.9), struct.span, f"What `{struct.name}` began ends when it is dropped."


SHAPES = (Shape("raii-guard", _guards, "Drop struct"),)
