"""Old shadows go, shadows in use and recent ones stay."""

from __future__ import annotations

import time
from pathlib import Path

from rust_agent_lsp.toolchain.shadow import open_shadow
from rust_agent_lsp.toolchain.sweep import KEPT_SECONDS, sweep


def test_only_free_and_old_slots_are_removed(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    roots = [tmp_path / name for name in ("one", "two")]
    for root in roots:
        root.mkdir()
        (root / "main.rs").write_text("fn main() {}")
    shadows = [open_shadow(root, cache) for root in roots]
    for root, shadow in zip(roots, shadows, strict=True):
        shadow.lay({root / "main.rs": b"fn main() {}"})
    later = time.time() + KEPT_SECONDS + 10
    shadows[0].close()
    assert sweep(cache) == []
    assert sweep(cache, later) == [shadows[0].slot]
    assert not shadows[0].slot.exists()
    assert shadows[1].slot.is_dir()
    shadows[1].close()
    assert [root / "main.rs" for root in roots if (root / "main.rs").exists()]
