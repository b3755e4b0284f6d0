"""Texts to vectors without torch, so that the index worker starts fast and stays small."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from rust_agent_lsp.model.errors import StoreError

Vectors = npt.NDArray[np.float32]

SHIPPED_MODEL = Path(__file__).resolve().parent.parent / "_models" / "minilm-static"
"""The model that travels with the package; `rust-agent-lsp train` makes it."""


class Encoder(Protocol):
    """What the index needs of an embedding model."""

    @property
    def digest(self) -> str:
        """A hash that changes whenever the vectors would."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit length for each text (all zeros for a text without tokens)."""


@dataclass(frozen=True, slots=True)
class StaticModel:
    """A `StaticEmbedding` of sentence-transformers: the mean of one vector for each token."""

    digest: str
    weights: npt.NDArray[np.floating[Any]]
    tokenizer: Any

    @classmethod
    def load(cls, path: Path) -> StaticModel:
        """Load the model folder at `path`, whose files must have the hashes in its manifest.

        Raises `StoreError` when a file is missing, damaged or not what the manifest names.
        """
        # Here and not above, since the builder's tests need only the protocol.
        from safetensors import SafetensorError
        from safetensors.numpy import load as load_tensors
        from tokenizers import Tokenizer

        pins = _pins(path)
        contents = {name: _verified(path / name, pin) for name, pin in pins.items()}
        try:
            weights = load_tensors(contents["model.safetensors"])["embedding.weight"]
            tokenizer = Tokenizer.from_buffer(contents["tokenizer.json"])
        except (KeyError, SafetensorError) as error:
            raise StoreError(f"{path} holds no static embedding model: {error}") from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        digest = hashlib.sha256("".join(sorted(pins.values())).encode()).hexdigest()
        return cls(digest, weights, tokenizer)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit length for each text (all zeros for a text without tokens)."""
        rows = np.zeros((len(texts), self.weights.shape[1]), dtype=np.float32)
        encodings = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        for row, encoding in zip(rows, encodings, strict=True):
            if encoding.ids:
                mean = self.weights[encoding.ids].astype(np.float32).mean(axis=0)
                row[:] = mean / (float(np.linalg.norm(mean)) or 1.0)
        return rows


def _pins(path: Path) -> dict[str, str]:
    """Return file name -> sha256 from the manifest of the model folder `path`."""
    try:
        manifest = json.loads((path / "manifest.json").read_text())
        pins = {str(name): str(pin) for name, pin in manifest["sha256"].items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise StoreError(f"the embedding model at {path} has no valid manifest: {error}") from error
    if any(Path(name).name != name for name in pins):
        raise StoreError(f"the manifest of {path} names a file outside of it")
    if missing := {"model.safetensors", "tokenizer.json"} - pins.keys():
        raise StoreError(f"the manifest of {path} does not pin {', '.join(sorted(missing))}")
    return pins


def _verified(file: Path, pin: str) -> bytes:
    """Return the bytes of `file` once their sha256 is `pin`."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StoreError(f"the embedding model cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != pin:
        raise StoreError(f"{file} is not the file that its manifest names; install it again")
    return content


class SentenceModel:
    """Any model folder of sentence-transformers; needs the extra `train`, and is slow to load."""

    def __init__(self, path: Path) -> None:
        tensors = sorted(path.rglob("*.safetensors"))
        if not tensors:
            raise StoreError(f"{path} holds no safetensors file; other weights are not loaded")
        try:
            import torch
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise StoreError(f"{path} needs the extra `train` of this package: {error}") from error
        torch.set_num_threads(1)
        self.digest = hashlib.sha256(b"".join(file.read_bytes() for file in tensors)).hexdigest()
        self._model = SentenceTransformer(
            str(path),
            device="cpu",
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit length for each text."""
        vectors = self._model.encode(list(texts), normalize_embeddings=True)
        return np.asarray(vectors, dtype=np.float32)


def load_encoder(path: Path) -> Encoder:
    """Load the model folder at `path`: a pinned static one, or any other if torch is there.

    Raises `StoreError` when it cannot be used.
    """
    return StaticModel.load(path) if (path / "manifest.json").is_file() else SentenceModel(path)
