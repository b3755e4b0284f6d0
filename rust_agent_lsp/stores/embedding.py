"""Texts to vectors without torch, so that the index worker starts fast and stays small."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.models import verified_files

Vectors = npt.NDArray[np.float32]


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

        files = verified_files(path)
        try:
            weights = load_tensors(files.contents["model.safetensors"])["embedding.weight"]
            tokenizer = Tokenizer.from_buffer(files.contents["tokenizer.json"])
        except (KeyError, SafetensorError) as error:
            raise StoreError(f"{path} holds no static embedding model: {error}") from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(files.digest, weights, tokenizer)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit length for each text (all zeros for a text without tokens)."""
        rows = np.zeros((len(texts), self.weights.shape[1]), dtype=np.float32)
        encodings = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        for row, encoding in zip(rows, encodings, strict=True):
            if encoding.ids:
                mean = self.weights[encoding.ids].astype(np.float32).mean(axis=0)
                row[:] = mean / (float(np.linalg.norm(mean)) or 1.0)
        return rows


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
