"""Programs with one injected slip, made from example programs that run."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.syntax.tree import parse_text
from tests.bench.fixes.program import LONE_EDITION, Program, has_main
from tests.bench.fixes.slip_kinds import KINDS, Kind, Slip
from tests.bench.fixes.sources import Source, sources

MOST_OF_A_KIND = 20
PLACES = 3
"""In how many places of one program a slip is tried until the compiler minds it."""
_LOSING = ("drop-argument", "drop-initialiser", "drop-match-arm", "drop-trait-item")
"""What these drop stands nowhere else, so that the output cannot be got back but by luck."""
_CODE = re.compile(r"E\d{4}")


def programs(
    wanted: Callable[[str], bool], *, held_out: bool, size: int, cache: Path, jobs: int
) -> Iterator[Program]:
    """Yield slips of every `wanted` kind, as many of each as a sample of `size` needs."""
    written = [s for s in sources(cache, jobs) if s.held_out is held_out]
    kinds = [kind for kind in sorted(KINDS) if wanted(kind)]
    most = min(MOST_OF_A_KIND, -(-size // max(1, len(kinds)))) if size else MOST_OF_A_KIND
    verdicts = _Verdicts(cache)
    with ThreadPoolExecutor(jobs) as pool:
        for found in pool.map(partial(_of_kind, written, most, verdicts), kinds):
            yield from found
    verdicts.save()


class _Verdicts:
    """What the compiler said of each text, kept from run to run."""

    def __init__(self, cache: Path) -> None:
        version = subprocess.run(["rustc", "-vV"], capture_output=True, check=True).stdout
        self._path = cache / f"slips-{hashlib.sha256(version).hexdigest()[:16]}.json"
        self._failing: dict[str, bool] = {}
        if self._path.exists():
            self._failing = json.loads(self._path.read_text(encoding="utf-8"))

    def fails(self, text: str) -> bool:
        key = hashlib.sha256(text.encode()).hexdigest()[:24]
        if key not in self._failing:
            self._failing[key] = _fails(text)
        return self._failing[key]

    def save(self) -> None:
        self._path.write_text(json.dumps(self._failing), encoding="utf-8")


def _of_kind(written: list[Source], most: int, verdicts: _Verdicts, kind: str) -> list[Program]:
    ordered = sorted(written, key=lambda source: _hash(kind, source.name))
    made = (_made(source, kind, KINDS[kind], verdicts) for source in ordered)
    return list(islice((program for program in made if program is not None), most))


def _made(source: Source, kind: str, places: Kind, verdicts: _Verdicts) -> Program | None:
    """Return `source` with one slip of this kind that the compiler minds, if there is one."""
    original = source.text.encode()
    found: list[Slip] = list(places(parse_text(original).root_node))
    found.sort(key=lambda edits: _hash(source.name, str(edits)))
    for edits in found[:PLACES]:
        text = apply_edits(original, edits).decode(errors="replace")
        if has_main(text) and verdicts.fails(text):
            output = None if kind in _LOSING else source.output
            name = f"{kind}/{source.name}"
            return Program(name, text, LONE_EDITION, group=kind, output=output)
    return None


def _fails(text: str) -> bool:
    """Say whether rustc reports an error at a place in `text` that is not a lint."""
    with tempfile.TemporaryDirectory(prefix="slip-") as folder:
        path = Path(folder) / "lone_file.rs"
        path.write_text(text, encoding="utf-8")
        run = subprocess.run(
            ["rustc", "--edition", LONE_EDITION, "--error-format=json", "--emit=metadata",
             "-Awarnings", path.name],
            capture_output=True, text=True, check=False, cwd=folder, timeout=60,
        )  # fmt: skip
    said = [json.loads(line) for line in run.stderr.splitlines() if line.startswith("{")]
    errors = [m for m in said if m.get("level") == "error" and m["spans"]]
    return any(m["code"] is None or _CODE.fullmatch(m["code"]["code"]) for m in errors)


def _hash(*words: str) -> bytes:
    return hashlib.sha256("\0".join(words).encode()).digest()
