"""The real compiler, asked once for each program that differs in more than its names.

The programs of the episodes name things `v001`, `f001`, … . What rustc says of one program, it says
of another with the names changed alike, so its words are kept and spoken with the other names.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.toolchain.check import CheckResult, Status
from rust_agent_lsp.toolchain.snippet import FILE_NAME, Options, check_snippet

_NAME = re.compile(r"\b[vf]\d{3}\b")


class Compiler:
    """Stands for `toolchain.check.check`; `asked` counts the questions, `compiled` the programs."""

    def __init__(self) -> None:
        self.asked = 0
        self.compiled = 0
        self._said: dict[str, list[Diagnostic]] = {}
        self._lock = threading.Lock()

    def check(
        self, _shadow: object, overlay: Mapping[Path, bytes], *_rest: Any, **_more: Any
    ) -> CheckResult:
        """Return what rustc says of the one open file."""
        found = [d for path, text in overlay.items() for d in self.diagnostics(text.decode(), path)]
        return CheckResult(Status.OK, tuple(found))

    def diagnostics(self, text: str, path: Path = Path(FILE_NAME)) -> list[Diagnostic]:
        """Return what rustc says of one program."""
        names = list(dict.fromkeys(_NAME.findall(text)))
        kept = {name: f"{name[0]}{number + 900}" for number, name in enumerate(names)}
        plain = _renamed(text, kept)
        with self._lock:
            self.asked += 1
            if plain not in self._said:
                self.compiled += 1
                self._said[plain] = check_snippet(plain, Options())
            said = self._said[plain]
        back = {new: old for old, new in kept.items()}
        return [_spoken(d, path, back) for d in said]

    def accepts(self, text: str) -> bool:
        """Say whether the program has no errors."""
        return not any(d.severity == "error" for d in self.diagnostics(text))


def _renamed(text: str, names: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: names.get(found[0], found[0]), text)


def _spoken(value: Any, path: Path, names: Mapping[str, str]) -> Any:
    """Return a diagnostic, or a part of one, with the other names and of the other file."""
    if isinstance(value, str) and type(value) is str:
        return _renamed(value, names)
    if isinstance(value, Path):
        return path if value == Path(FILE_NAME) else value
    if isinstance(value, tuple):
        return tuple(_spoken(one, path, names) for one in value)
    if hasattr(value, "__dataclass_fields__"):
        parts: Iterable[str] = value.__dataclass_fields__
        return replace(value, **{n: _spoken(getattr(value, n), path, names) for n in parts})
    return value
