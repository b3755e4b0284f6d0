"""What rust-analyzer's settings mean for our own check, so that the user says things once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def _command(value: Any) -> str | None:
    return value if value in ("check", "clippy") else None


def _features(value: Any) -> tuple[str, ...] | None:
    if value == "all":
        return ("all",)
    return _texts(value)


def _all_features(value: Any) -> tuple[str, ...] | None:
    return ("all",) if value is True else None


def _switch(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _target(value: Any) -> str | None:
    """Return one target; of several the first, lest all errors come twice."""
    named = [value] if isinstance(value, str) else _texts(value)
    return named[0] if named else None


def _texts(value: Any) -> tuple[str, ...] | None:
    good = isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)
    return tuple(value) if good else None


# Ours, its, how to read it: of two that mean the same, the later counts, as in rust-analyzer
# `check.*` counts over `cargo.*`. `check.overrideCommand` is left out: it names a program to run.
_MEANINGS: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("check.command", "checkOnSave.command", _command),
    ("check.command", "check.command", _command),
    ("check.features", "cargo.allFeatures", _all_features),
    ("check.features", "cargo.features", _features),
    ("check.features", "check.features", _features),
    ("check.noDefaultFeatures", "cargo.noDefaultFeatures", _switch),
    ("check.noDefaultFeatures", "check.noDefaultFeatures", _switch),
    ("check.allTargets", "cargo.allTargets", _switch),
    ("check.allTargets", "check.allTargets", _switch),
    ("check.target", "cargo.target", _target),
    ("check.target", "check.targets", _target),
    ("check.excludeFolders", "files.excludeDirs", _texts),
    ("check.excludeFolders", "files.exclude", _texts),
)

NAMES = tuple(theirs for _, theirs, _ in _MEANINGS)
"""The settings of rust-analyzer that `adopted` reads, without the prefix `rust-analyzer.`."""


def adopted(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return our settings that follow from rust-analyzer's, both by their flat names.

    What is null or of an unknown form says nothing: it is not ours to complain of.
    """
    found: dict[str, Any] = {}
    for ours, theirs, read in _MEANINGS:
        value = read(values.get(theirs))
        if value is not None:
            found[ours] = value
    return found
