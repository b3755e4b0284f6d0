"""From a diagnostic to candidates: every rule for its code, and rustc's own suggestions."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from rust_agent_lsp.fixes import suggestions
from rust_agent_lsp.fixes.registry import rules_for
from rust_agent_lsp.fixes.rule import FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.errors import EditConflict
from rust_agent_lsp.model.fix import Candidate
from rust_agent_lsp.model.text import Edit, FileEdit, apply_edits
from rust_agent_lsp.syntax.tree import SourceFile

log = logging.getLogger(__name__)

MAX_PER_RULE = 4
MAX_CANDIDATES = 12

OpenFile = Callable[[Path], SourceFile | None]
Habits = Callable[[Diagnostic, SourceFile], Iterable[Candidate]]
"""What the user's own ways of repair would make of a diagnostic."""


def no_habits(_diagnostic: Diagnostic, _source: SourceFile) -> Iterable[Candidate]:
    """Return nothing: the user is not known, or does not want to be."""
    return ()


def propose(
    diagnostic: Diagnostic,
    open_file: OpenFile,
    *,
    with_rustc: bool = True,
    habits: Habits = no_habits,
    rules: Sequence[FixRule] | None = None,
) -> list[Candidate]:
    """Return the candidates for `diagnostic`, each with another outcome, none checked yet.

    They come from `rules`, by default those that answer its code.
    Where a rule and rustc mean the same edit, the rule's title is kept: it has the user's names.
    A habit that means the same edit as one of them moves it up; others are candidates themselves.
    A rule that fails is logged and left out; the others are not harmed.
    """
    source = open_file(diagnostic.path)
    if source is None:
        return []
    site = Site(diagnostic, source, open_file)
    proposals = chain(
        *(
            _of_rule(rule, site)
            for rule in (rules_for(diagnostic.code) if rules is None else rules)
        ),
        suggestions.candidates(diagnostic) if with_rustc else (),
    )
    outcomes: dict[tuple[tuple[Path, bytes], ...], int] = {}
    kept: list[Candidate] = []
    for proposal in proposals:
        if suggestions.takes_name_for_type(proposal, source):
            continue
        candidate = _in_line_style(proposal, open_file)
        outcome = _outcome(candidate, open_file)
        if outcome is not None and outcome not in outcomes:
            outcomes[outcome] = len(kept)
            kept.append(candidate)
    for proposal in _of_habits(habits, site):
        outcome = _outcome(proposal, open_file)
        twin = outcomes.get(outcome) if outcome is not None else None
        if twin is not None:
            kept[twin] = replace(kept[twin], habit=max(kept[twin].habit, proposal.habit))
        elif outcome is not None:
            outcomes[outcome] = len(kept)
            kept.append(proposal)
    kept.sort(key=lambda candidate: -candidate.habit)
    return kept[:MAX_CANDIDATES]


def _of_habits(habits: Habits, site: Site) -> list[Candidate]:
    try:
        return list(habits(site.diagnostic, site.source))
    except Exception:
        # As with a rule: the code is broken, and the others' offers must not suffer.
        log.exception("the learned forms failed at %s", site.diagnostic.location)
        return []


def _of_rule(rule: FixRule, site: Site) -> Iterator[Candidate]:
    try:
        for count, candidate in enumerate(rule.propose(site)):
            if count == MAX_PER_RULE:
                return
            yield candidate
    except Exception:
        # A rule works on broken code of any shape; its failure must not take the others' offers.
        log.exception("rule %s failed at %s", rule.id, site.diagnostic.location)


def _in_line_style(candidate: Candidate, open_file: OpenFile) -> Candidate:
    """Return the candidate with the line breaks of the files that it edits: rustc's have none."""
    files = []
    for file in candidate.edits:
        source = open_file(file.path)
        if source is not None and b"\r\n" in source.text:
            edits = tuple(Edit(e.span, re.sub("\r?\n", "\r\n", e.text)) for e in file.edits)
            files.append(FileEdit(file.path, edits))
        else:
            files.append(file)
    return replace(candidate, edits=tuple(files))


def _outcome(candidate: Candidate, open_file: OpenFile) -> tuple[tuple[Path, bytes], ...] | None:
    """Return the texts that the candidate leads to, or None when it changes nothing."""
    changed = []
    for file in sorted(candidate.edits, key=lambda f: f.path):
        source = open_file(file.path)
        if source is None:
            return None
        try:
            text = apply_edits(source.text, file.edits)
        except EditConflict as error:
            log.warning("rule %s: %s", candidate.rule, error)
            return None
        if text != source.text:
            changed.append((file.path, text))
    return tuple(changed) or None
