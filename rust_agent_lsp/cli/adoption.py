"""A new embedding model made from the one in use, held against it, and put to use if it may be."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from rust_agent_lsp.cli.indexes import Indexes, read_documentation
from rust_agent_lsp.features.answer import Library
from rust_agent_lsp.features.ask import ask
from rust_agent_lsp.features.exam import holds, read_exam
from rust_agent_lsp.learning.adopt import Compared, compare, found_first, refusal
from rust_agent_lsp.learning.train_model import (
    TrainReport,
    holds_back,
    require_extra,
    retrain,
)
from rust_agent_lsp.learning.training_pairs import Material, Pairs, Question, pairs_of
from rust_agent_lsp.stores import accepted, models, rounds
from rust_agent_lsp.stores.accepted import Accepted
from rust_agent_lsp.stores.concepts import Concepts, asked_of
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.embedding import load_encoder
from rust_agent_lsp.stores.knowledge import Knowledge, knowledge_root
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.rounds import RoundKind
from rust_agent_lsp.toolchain.locate import own_toolchain


@dataclass(frozen=True, slots=True)
class Adoption:
    """What came of it: `model` is the one in use now, `reason` says why it is not the new one."""

    adopted: bool
    reason: str
    model: str
    tests: tuple[Compared, ...]
    training: TrainReport

    def as_json(self) -> dict[str, Any]:
        """Return the object that `train --adopt --json` prints."""
        tests = [test.as_json() for test in self.tests]
        training = {k: v for k, v in asdict(self.training).items() if k not in ("path", "tuned")}
        return {
            "adopted": self.adopted,
            "reason": self.reason,
            "model": self.model,
            "tests": tests,
            "training": training,
        }


def adopt_new_model(questions: Sequence[Question], console: Console) -> Adoption:
    """Tune the model in use further, and put the result to use if no test gets worse by it.

    Raises `StoreError` where the extra `train` is missing or nothing can be written.
    """
    require_extra()
    places = Places.of_user()
    database = Database(places.database)
    try:
        installed = models.installed_model(places.data)
        learned = material(questions, accepted.every(database), console)
        pairs = pairs_of(replace(learned, all_utterances=not holds_back(installed)))
        candidate = models.candidate_folder(places.data)
        try:
            with console.status("Training"):
                report = retrain(candidate, pairs, installed)
            tests = _tests(pairs, installed, candidate, console)
            reason = refusal(tests)
            model = installed if reason else models.adopt(places.data, candidate)
        finally:
            shutil.rmtree(candidate, ignore_errors=True)
        done = Adoption(not reason, reason, str(model), tuple(tests), report)
        rounds.note(database, RoundKind.TRAINING, done.as_json())
        return done
    finally:
        database.close()


def material(questions: Sequence[Question], own: Sequence[Accepted], console: Console) -> Material:
    """Return what there is to learn from: entries, the stable documentation, and what is given."""
    toolchain, entries = own_toolchain(), Knowledge().load_all()
    if toolchain.docs_root is None:
        console.print("Not trained on the documentation: it is not installed.")
        return Material(entries, questions, toolchain, own=own)
    file = Concepts(read_documentation(console))
    concepts = [concept for concept in file.all() if not concept.unstable]
    file.close()
    return Material(entries, questions, toolchain, concepts, asked_of(knowledge_root()), own)


def _tests(pairs: Pairs, installed: Path, candidate: Path, console: Console) -> list[Compared]:
    """Have both models sit the tests; the exam, which needs an index, only where nothing before
    it speaks against the new one."""
    with console.status("Comparing"):
        held_out = (pairs.held_out, pairs.own_held_out)
        before, after = (
            found_first(load_encoder(model), pairs.about, *held_out)
            for model in (installed, candidate)
        )
        unseen = "held back" if holds_back(installed) else "which both were trained on"
        names = (
            ("knowledge", f"Questions of the knowledge, {unseen}"),
            ("own", "Answers that you accepted, held back"),
        )
        tests = [compare(*name, *both) for name, *both in zip(names, before, after, strict=True)]
    if not any(test.worse for test in tests):
        results = [_exam(model, console) for model in (installed, candidate)]
        tests.append(compare("exam", "Questions of the exam, with the whole index", *results))
    return tests


def _exam(model: Path, console: Console) -> list[bool]:
    """Return which questions of the exam are answered right; builds the index of `model`."""
    indexes = Indexes(console, model)
    try:
        library, search = Library(Knowledge(), indexes.concepts), indexes.search()
        with console.status("Asking"):
            return [
                holds(question, ask(question.ask, library, search))
                for question in read_exam(knowledge_root())
            ]
    finally:
        indexes.close()
