"""Whether a repair still stands is told by the lines around it, of which only hashes are kept."""

from __future__ import annotations

from pathlib import Path

from rust_agent_lsp.learning.evidence import evidence_of, is_undone

PATH, KEY = Path("/w/src/main.rs"), b"k" * 32
BEFORE, AFTER = b"a();\nf(x);\n", b"a();\nf(&x);\n"


def test_a_repair_is_undone_when_its_old_lines_are_back() -> None:
    proof = evidence_of(PATH, BEFORE, AFTER, KEY)
    assert proof is not None
    assert is_undone(proof, BEFORE, KEY)
    assert is_undone(proof, b"a();\nb();\n    f(x);\n", KEY)
    assert not is_undone(proof, AFTER, KEY)
    assert not is_undone(proof, b"a();\nb();\nf(&x);\n", KEY)
    assert not is_undone(proof, b"a();\n", KEY)


def test_lines_that_stand_twice_prove_nothing() -> None:
    assert evidence_of(PATH, b"f(x);\nf(x);\n", b"f(&x);\nf(x);\n", KEY) is None
    assert evidence_of(PATH, BEFORE, BEFORE, KEY) is None


def test_without_the_key_it_tells_nothing() -> None:
    proof = evidence_of(PATH, BEFORE, AFTER, KEY)
    assert proof is not None
    assert not is_undone(proof, BEFORE, b"another")
    assert proof != evidence_of(PATH, BEFORE, AFTER, b"another")
