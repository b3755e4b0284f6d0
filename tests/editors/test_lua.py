"""The Neovim plugin as a linter sees it: no unknown global, nothing unused or shadowed.

The LuaCATS types are not checked: lua-language-server is in none of the places we install from.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[2] / "editors" / "nvim"


def test_luacheck_finds_nothing() -> None:
    luacheck = shutil.which("luacheck")
    if luacheck is None:
        pytest.skip("luacheck is missing: apt-get install lua-check")
    done = subprocess.run(
        [luacheck, "--no-color", "."], cwd=PLUGIN, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_documented_parameters_are_those_of_the_function() -> None:
    for path in PLUGIN.rglob("*.lua"):
        lines = path.read_text("utf-8").split("\n")
        for number, line in enumerate(lines):
            head = re.search(r"^(?:local )?function [\w.:]+\((.*)\)|^function M\.\w+\((.*)\)", line)
            if head is None:
                continue
            documented = []
            for above in reversed(lines[:number]):
                if not above.startswith("---"):
                    break
                if found := re.match(r"---@param (\w+)\??", above):
                    documented.insert(0, found[1])
            taken = [name.strip() for name in (head[1] or head[2] or "").split(",") if name.strip()]
            assert documented in ([], taken), f"{path.name}:{number + 1}"
