"""How often a compiler message without its code finds the right entry, by words and by meaning.

The messages are those of the erroneous examples in the installed toolchain's error index,
compiled here; nothing indexed has been made from them, except where the table says so.
Run: python -m tests.bench.bench_retrieval [--kept FILE] [--model DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.stores import index_read
from rust_agent_lsp.stores.embedding import SHIPPED_MODEL, Encoder, load_encoder
from rust_agent_lsp.stores.index_build import IndexDocument, documents_of
from rust_agent_lsp.stores.index_read import open_or_build
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.masking import mask
from tests.bench._common import docs_root, text_of

_BLOCK = re.compile(r'<code class="language-rust([^"]*compile_fail[^"]*)">(.*?)</code>', re.S)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)


@dataclass(frozen=True)
class Page:
    """One page of the error index: its first paragraph, and what rustc says of its examples."""

    code: str
    about: str
    messages: tuple[str, ...]


def message_of(code: str, flags: str, program: str) -> str | None:
    """Return the headline that rustc gives with `code` for `program`, if it gives one."""
    edition = next(iter(re.findall(r"edition(\d{4})", flags)), "2015")
    kind = "bin" if "fn main" in program else "lib"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "lib.rs"
        source.write_text(program)
        run = subprocess.run(
            ["rustc", "--edition", edition, "--error-format=json", "--emit=metadata",
             f"--crate-type={kind}", "--out-dir", folder, str(source)],
            capture_output=True, text=True, check=False, cwd=folder, timeout=60,
            env={**os.environ, "RUSTC_BOOTSTRAP": "1"},
        )  # fmt: skip
    for line in run.stderr.splitlines():
        said = json.loads(line) if line.startswith("{") else {}
        if (said.get("code") or {}).get("code") == code:
            return str(said["message"])
    return None


def pages(kept: Path | None) -> list[Page]:
    """Return every page; `kept` keeps them for the next run."""
    if kept and kept.exists():
        return [
            Page(p["code"], p["about"], tuple(p["messages"])) for p in json.loads(kept.read_text())
        ]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(_page, sorted((docs_root() / "error_codes").glob("E????.html"))))
    if kept:
        kept.write_text(json.dumps([vars(page) for page in found]))
    return found


def _page(file: Path) -> Page:
    content = file.read_text().partition("</h1>")[2]
    about = text_of(next(iter(_PARAGRAPH.findall(content)), ""))
    blocks = [(flags, text_of(b)) for flags, b in _BLOCK.findall(content) if file.stem in flags]
    messages = (message_of(file.stem, flags, block) for flags, block in blocks)
    return Page(file.stem, about, tuple(message for message in messages if message))


def _document(code: str, number: int, role: str, text: str) -> IndexDocument:
    return IndexDocument(f"{code}#{role}-{number}", "errors", code, role, text)


def measure(
    name: str,
    documents: list[IndexDocument],
    asked: Iterable[tuple[str, str]],
    encoder: Encoder,
) -> None:
    """Print the shares of questions that find their entry first, and among the first five."""
    asked = list(asked)
    shares = []
    with tempfile.TemporaryDirectory() as cache:
        index = open_or_build(Path(cache), documents, encoder, lambda *_: None)
        for weight in (0.0, index_read._MEANING, 1.0):
            shipped, index_read._MEANING = index_read._MEANING, weight
            found = [[h.entry for h in index.search(text, [], 5)] for _, text in asked]
            index_read._MEANING = shipped
            first = sum(f[:1] == [code] for f, (code, _) in zip(found, asked, strict=True))
            among = sum(code in f for f, (code, _) in zip(found, asked, strict=True))
            shares.append(f"{first / len(asked):6.1%} {among / len(asked):6.1%}")
        index.close()
    print(f"{name:42} {len(asked):5}   {'   '.join(shares)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kept", type=Path, help="keep the compiled messages in this file")
    parser.add_argument("--model", type=Path, default=SHIPPED_MODEL)
    options = parser.parse_args()
    encoder = load_encoder(options.model)
    all_pages = pages(options.kept)
    about = [_document(page.code, 0, "summary", page.about) for page in all_pages if page.about]
    first = [
        _document(page.code, 0, "exemplar", mask(page.messages[0]))
        for page in all_pages
        if page.messages
    ]
    every = [(page.code, text) for page in all_pages for text in dict.fromkeys(page.messages)]
    others = [(page.code, text) for page in all_pages for text in page.messages[1:]]
    print("shares: first, among five; by words alone, as shipped, by meaning alone")
    measure("pages, no exemplars", about, every, encoder)
    measure("pages, first example as exemplar", about + first, others, encoder)
    entries = Knowledge().load_all()
    ours = {code for entry in entries for code in entry.codes}
    documents = documents_of(entries)
    measure("our entries", documents, [e for e in every if e[0] in ours], encoder)
    without = [document for document in documents if document.role != "exemplar"]
    measure("our entries, no exemplars", without, [e for e in every if e[0] in ours], encoder)
    # Training holds out the same question of each entry, so a tuned model has not seen it either.
    asked = [(entry.id, entry.utterances[-1]) for entry in entries if entry.utterances]
    last = set(asked)
    unasked = [d for d in documents if d.role != "utterance" or (d.entry, d.text) not in last]
    measure("our entries, the last question of each", unasked, asked, encoder)
    rest = [document for document in about if document.entry not in ours]
    measure(
        "our entries among all pages", documents + rest, [e for e in every if e[0] in ours], encoder
    )


if __name__ == "__main__":
    main()
