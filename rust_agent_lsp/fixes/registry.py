"""Finds every rule in `fixes/rules/`, and every repair in `fixes/smells/`, by itself."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from rust_agent_lsp.fixes import rules, smells
from rust_agent_lsp.fixes.rule import FixRule


@cache
def all_rules() -> dict[str, FixRule]:
    """Return one instance of each rule by its id.

    Raises `TypeError` when a module of `fixes/rules/` does not hold exactly one rule.
    """
    return _rules_in(rules)


@cache
def all_repairs() -> dict[str, FixRule]:
    """Return one instance of each repair of anti-patterns by its id; `codes` are patterns' ids.

    Raises `TypeError` when a module of `fixes/smells/` does not hold exactly one.
    """
    return _rules_in(smells)


def repairs_for(pattern_id: str) -> tuple[FixRule, ...]:
    """Return what may repair an anti-pattern."""
    return tuple(rule for rule in all_repairs().values() if pattern_id in rule.codes)


@cache
def rules_for(code: str | None) -> tuple[FixRule, ...]:
    """Return the rules that answer `code`; for None those that have "" among their codes."""
    return tuple(rule for rule in all_rules().values() if (code or "") in rule.codes)


def _rules_in(package: ModuleType) -> dict[str, FixRule]:
    found: dict[str, FixRule] = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        classes = [
            value
            for value in vars(loaded).values()
            if isinstance(value, type)
            and issubclass(value, FixRule)
            and value.__module__ == loaded.__name__
        ]
        if len(classes) != 1:
            raise TypeError(f"{loaded.__name__} holds {len(classes)} rules; one rule, one file")
        found[module.name] = classes[0]()
    return found
