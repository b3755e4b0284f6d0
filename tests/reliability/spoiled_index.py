"""Spoils the index in every way a disk can, and has it opened as the index worker would.

Run as `python -m tests.reliability.spoiled_index FOLDER FIRST COUNT [--distrust]`; each trial that
was survived is told in one line.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from rust_agent_lsp.stores import chroma, index_open, index_read
from rust_agent_lsp.stores.index_content import CHROMA
from rust_agent_lsp.stores.index_search import search
from rust_agent_lsp.stores.index_texts import IndexDocument
from tests.reliability.damage import DAMAGES, cut, remove
from tests.reliability.lab import PATIENCE, ROOT, Failed
from tests.stores.conftest import WordEncoder

FATAL = "fatal-to-readers"
TEXTS = 40


def documents() -> list[IndexDocument]:
    """Texts of which each is found by a word of its own."""
    return [
        IndexDocument(f"errors/N{n}#title-1", "errors", f"N{n}", "title", f"thing{n} of kind{n}")
        for n in range(TEXTS)
    ]


def opened(cache: Path, *, distrust: bool) -> index_read.Index:
    return index_open.open_or_build(
        cache, documents(), WordEncoder(), lambda *_: None, distrust=distrust
    )


def spoil(cache: Path, number: int) -> None:
    """Damage one file, or plant what kills every reader."""
    chance = random.Random(number)  # noqa: S311 - repeatable, not secret
    (index,) = (folder for folder in cache.iterdir() if folder.is_dir())
    if number % 20 == 7:
        (index / FATAL).touch()
        return
    if number % 20 == 11:
        lose_vectors(index / CHROMA / "chroma.sqlite3")
        return
    files = sorted(file for file in index.rglob("*") if file.is_file())
    file = chance.choice([*files, *files[:2]])
    kinds = DAMAGES if file.stat().st_size else (remove,)
    kind = chance.choice(kinds)
    if kind is cut and file.stat().st_size < 2:
        kind = remove
    kind(file, chance)


def lose_vectors(file: Path) -> None:
    """Take away what no count and no exception shows."""
    db = sqlite3.connect(file)
    gone = db.execute("DELETE FROM embeddings_queue WHERE seq_id % 5 = 0").rowcount
    db.commit()
    db.close()
    assert gone


def die_if_fatal() -> None:
    """Let the opening of an index with the planted file end the process, as a panic would."""
    open_chroma = chroma.open_chroma

    def fatal(folder: Path) -> Any:
        if (folder.parent / FATAL).exists():
            os.abort()
        return open_chroma(folder)

    index_read.open_chroma = fatal  # type: ignore[attr-defined]


def trials(folder: Path, first: int, count: int, *, distrust: bool) -> None:
    """Make the trials one after another."""
    model = folder / "model"
    if not model.exists():
        opened(model, distrust=False).close()
    for number in range(first, first + count):
        cache = folder / str(number)
        if not cache.exists():  # else a reader has died on it
            shutil.copytree(model, cache)
            spoil(cache, number)
        index = opened(cache, distrust=distrust)
        for text in range(0, TEXTS, 7):
            (hit,) = search([index], f"thing{text}", [], 1)
            assert hit.entry == f"N{text}", f"thing{text} found {hit}"
        texts = documents()
        vectors = WordEncoder().encode([document.text for document in texts])
        for document, near in zip(texts, index._nearest("errors", vectors, 3)[0], strict=True):
            assert document.entry in near, f"{document.entry} is not found by its own vector"
        index.close()
        rebuilt = any(part.name.startswith(".damaged-") for part in cache.iterdir())
        shutil.rmtree(cache)
        print(number, "rebuilt" if rebuilt else "whole", flush=True)


def run(folder: Path, count: int, bug: str = "") -> Counter[str]:
    """Make the trials in processes of their own; where one dies the next distrusts the index.

    Raises `Failed` where an index answers wrongly, or is not repaired by the second reader.
    """
    found: Counter[str] = Counter()
    number, distrust = 0, False
    while number < count:
        left = 1 if distrust else count - number
        command = [sys.executable, "-m", "tests.reliability.spoiled_index", str(folder)]
        command += [str(number), str(left)]
        done = subprocess.run(
            [*command, *(["--distrust"] if distrust else [])],
            cwd=ROOT,
            env={**os.environ, "SEEDED_BUG": bug},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        outcomes = [line.split()[1] for line in done.stdout.splitlines()]
        found.update(outcomes)
        number += len(outcomes)
        if done.returncode >= 0 and done.returncode != 0:
            raise Failed(done.stderr[-2000:])
        if done.returncode and distrust:
            raise Failed(f"trial {number}: it dies again, {done.returncode}")
        found["deaths"] += bool(done.returncode)
        distrust = bool(done.returncode)
    return found


if __name__ == "__main__":
    index_read.FEW = 0  # Chroma too is spoiled
    die_if_fatal()
    if os.environ.get("SEEDED_BUG") == "an index is not proved":
        index_read.Index._prove_vectors = lambda self: None  # type: ignore[method-assign]
    if os.environ.get("SEEDED_BUG") == "a reader's death changes nothing":
        sys.argv = [argument for argument in sys.argv if argument != "--distrust"]
    trials(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), distrust="--distrust" in sys.argv)
