"""Whether the local compiler accepts a form of repair from elsewhere: tried on programs of our own.

A record brings no program along. What it would do is tried on the broken programs that ship with
the rules and entries of its error code; one that it repairs is enough to leave the quarantine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, zip_longest
from pathlib import Path

from rust_agent_lsp.fixes.registry import rules_for
from rust_agent_lsp.ingest.fences import blocks, options_of, wanted
from rust_agent_lsp.learning.form import Word, is_form, words
from rust_agent_lsp.learning.own_fix import MOST_WORDS, keeps_all
from rust_agent_lsp.learning.std_words import NOT_A_REPAIR
from rust_agent_lsp.learning.template import proposals
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.errors import EditConflict
from rust_agent_lsp.model.team import TeamRepair
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.snippet import FILE_NAME, Options, check_snippet

MOST_PROGRAMS = 150
"""How many programs of one code are looked at; E0308 has as many as that."""
MOST_TRIES = 60
"""How many programs a form is tried on."""
MOST_LINES = 4
_PATH = Path(FILE_NAME)
# What ends a statement or a block, and so could take away or bring in whole ones.
_STATEMENTS = {";", "{", "}"}


def objection(repair: TeamRepair) -> str:
    """Return why a record is no form of repair, for the user; empty where it is one.

    What is learned here has passed the same: a form from elsewhere may do no more.
    """
    if not is_form(repair.before, repair.after):
        return "it is made of other words than Rust's and the standard library's"
    old, new = ({w.text for w in _words(text)} for text in (repair.before, repair.after))
    lines = [*repair.before.split("\n"), *repair.after.split("\n")]
    if len(lines) > 2 * MOST_LINES or any(len(words(line)) > 2 * MOST_WORDS for line in lines):
        return "it is too long"
    if (new - old) & NOT_A_REPAIR:
        return "it silences the error instead of repairing it"
    if (new ^ old) & _STATEMENTS or not keeps_all(repair.before, repair.after):
        return "it takes code of the user's away"
    return ""


def _words(text: str) -> Iterator[Word]:
    for line in text.split("\n"):
        yield from words(line.partition(": ")[2] or line)


class Proof:
    """Tries forms; what the compiler said of a program is kept for the next form."""

    def __init__(self, knowledge: Knowledge, cache: Path) -> None:
        self._knowledge = knowledge
        self._cache = cache
        self._known: dict[tuple[str, str, str], bool] = {}

    def accepts(self, repair: TeamRepair) -> bool:
        """Say whether the form repairs one of our programs. Raises `ToolchainError`."""
        form = (repair.code, repair.before, repair.after)
        if form not in self._known:
            self._known[form] = any(
                _is_clean(self._said(repaired, options), repair.code)
                for repaired, options in islice(self._repaired(repair), MOST_TRIES)
            )
        return self._known[form]

    def _repaired(self, repair: TeamRepair) -> Iterator[tuple[str, Options]]:
        """Yield what the form makes of each program that it fits."""
        for program, options in islice(self._programs(repair.code), MOST_PROGRAMS):
            source = SourceFile.parse(_PATH, program.encode())
            for error in self._said(program, options):
                if error.code != repair.code:
                    continue
                for edits in proposals(repair.before, repair.after, error, source):
                    # Nothing that a form may hold leads here; one that does is simply no repair.
                    with suppress(EditConflict, UnicodeDecodeError):
                        yield apply_edits(source.text, edits).decode(), options

    def _programs(self, code: str) -> Iterator[tuple[str, Options]]:
        """Yield the broken programs of a code that ship with this program."""
        of_rules = ([e for e in r.examples if e.code in (None, code)] for r in rules_for(code))
        # One of each rule first: they differ most.
        for some in zip_longest(*of_rules):
            for example in filter(None, some):
                yield example.before, Options(edition=example.edition)
        entry = self._knowledge.by_code(code)
        for block in blocks(_PATH, entry.body) if entry else ():
            if wanted(block) == code:
                yield block.code, options_of(block)

    def _said(self, program: str, options: Options) -> list[Diagnostic]:
        return check_snippet(program, options, self._cache)


def _is_clean(said: list[Diagnostic], code: str) -> bool:
    return not any(d.severity is Severity.ERROR or d.code == code for d in said)
