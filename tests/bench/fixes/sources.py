"""Running example programs of the installed documentation, with what each of them prints."""

from __future__ import annotations

import hashlib
import html
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.bench._common import TAG, docs_root
from tests.bench.fixes.program import LONE_EDITION, has_main
from tests.bench.fixes.trial import output_of, run_binary

_MDBOOK = re.compile(r'<code class="language-rust([^"]*)">(.*?)</code>', re.S)
_RUSTDOC = re.compile(
    r'<div class="example-wrap"><pre class="rust rust-example-rendered"><code>.*?</code></pre>'
    r'<a class="test-arrow"[^>]*? href="([^"]+)"',
    re.S,
)
_MARKS = re.compile(
    r"ignore|compile_fail|no_run|should_panic|does_not_compile|panics|not_desired|test_harness"
)
# What depends on the machine, the moment or the input, or would run another program.
_NOT_ALIKE = re.compile(
    r"\bthread|Instant\b|SystemTime|Duration|std::(?:net|process|fs|env|os)\b|core::arch|"
    r"stdin|\{:#?p\}|RandomState|\bas \*|type_name|Location::|#!\[feature|#!\[no_std|"
    r"extern crate|asm!|\bmod \w+;|env!|line!\(|file!\(|column!\(|TypeId"
)
_TRANSLATED = re.compile(r"/rust-by-example/[a-z]{2}/")  # The same code: it must be in one half.
_BOOKS = ("rust-by-example", "book", "reference", "edition-guide")
FEWEST_LINES, MOST_LINES = 12, 150


@dataclass(frozen=True)
class Source:
    """A program that compiles and runs; `output` is what `output_of` gives for it."""

    name: str
    text: str
    output: str

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the half that no rule may be made after."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


def sources(cache: Path, jobs: int) -> list[Source]:
    """Return every program that is worth a slip; those found are kept below `cache`."""
    version = subprocess.run(["rustc", "-vV"], capture_output=True, check=True).stdout
    rules = Path(__file__).read_bytes()
    kept = cache / f"sources-{hashlib.sha256(version + rules).hexdigest()[:16]}.json"
    if kept.exists():
        return [Source(**row) for row in json.loads(kept.read_text(encoding="utf-8"))]
    written = dict(reversed([(text, name) for name, text in _examples(docs_root())]))
    with ThreadPoolExecutor(jobs) as pool:
        tried = pool.map(_running, written.values(), written.keys())
        found = sorted((s for s in tried if s is not None), key=lambda s: s.name)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps([asdict(source) for source in found]), encoding="utf-8")
    return found


def _examples(root: Path) -> Iterator[tuple[str, str]]:
    """Yield `(name, text)` of every example of some size that has nothing of `_NOT_ALIKE`."""
    for name, text in (*_of_books(root), *_of_std(root)):
        lines = [line for line in text.splitlines() if line.strip() and "//" not in line]
        if not FEWEST_LINES <= len(lines) <= MOST_LINES or not has_main(text):
            continue
        if not _NOT_ALIKE.search(text):
            yield name, text


def _of_books(root: Path) -> Iterator[tuple[str, str]]:
    for book in _BOOKS:
        for page in sorted((root / book).rglob("*.html")):
            if page.stem == "print" or _TRANSLATED.search(str(page)):
                continue
            found = _MDBOOK.findall(page.read_text(encoding="utf-8"))
            stem = str(page.relative_to(root).with_suffix("")).replace("/", ".")
            for number, (marks, block) in enumerate(found, 1):
                text = html.unescape(TAG.sub("", block)).strip() + "\n"
                # What mdBook wrapped into `main` is a fragment; it shows no behaviour.
                if not _MARKS.search(marks) and not text.startswith("#![allow(unused)]\nfn main"):
                    yield f"{stem}-{number}", text


def _of_std(root: Path) -> Iterator[tuple[str, str]]:
    for crate in ("std", "alloc", "core"):
        for page in sorted((root / crate).rglob("*.html")):
            stem = str(page.relative_to(root).with_suffix("")).replace("/", ".")
            links = _RUSTDOC.findall(page.read_text(encoding="utf-8"))
            for number, link in enumerate(links, 1):
                text = parse_qs(urlsplit(html.unescape(link)).query).get("code", [""])[0]
                yield f"{stem}-{number}", text.removeprefix("#![allow(unused)]\n").strip() + "\n"


def _running(name: str, text: str) -> Source | None:
    """Return the program if it runs well, says or asserts something, and the same twice."""
    with tempfile.TemporaryDirectory(prefix="slip-source-") as folder:
        output = output_of(text, LONE_EDITION, Path(folder))
        if output is None or not output.endswith("\nexit 0"):
            return None
        if output == "\nexit 0" and "assert" not in text:
            return None
        again = run_binary(Path(folder))
    return Source(name, text, output) if again == output else None
