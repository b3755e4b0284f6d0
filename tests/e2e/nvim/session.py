"""A real Neovim without a screen, driven over its own API."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pynvim  # type: ignore[import-untyped]

HERE = Path(__file__).parent
PLUGIN = HERE.parents[2] / "editors" / "nvim"
PATIENCE = 180.0  # seconds; a deadline for a busy machine, never a measure
FIRST_CHECK = 45.0  # seconds in which rust-analyzer has checked a small project by itself


class Neovim:
    """Neovim with our plugin and `init.lua`; no client runs before `enable`."""

    def __init__(
        self,
        nvim: Path,
        rust_analyzer: Path,
        server: list[str],
        file: Path,
        env: dict[str, str],
        options: dict[str, Any],
        **more: Any,
    ) -> None:
        """`more` is for `init.lua`: `package`, a folder with packages to take the plugin from, and
        `rust_analyzer_settings`.
        """
        given = {
            "plugin": str(PLUGIN),
            "rust_analyzer": str(rust_analyzer),
            "server": server,
            "options": options,
            **more,
        }
        variables = [f"{k}={v}" for k, v in {**env, "RUST_AGENT_TEST": json.dumps(given)}.items()]
        argv = ["env", "-i", *variables, str(nvim), "--embed", "--headless", "-i", "NONE"]
        self.api = pynvim.attach("child", argv=[*argv, "-u", str(HERE / "init.lua"), str(file)])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # VimLeave stops the clients; the channel closes under the answer.
        try:
            self.api.command("qall!")
        except (OSError, EOFError):
            pass
        finally:
            self.api.close()

    def lua(self, code: str, *args: Any) -> Any:
        return self.api.exec_lua(code, *args)

    def enable(self, *names: str) -> None:
        for name in names:
            self.lua("vim.lsp.enable(...)", name)

    def wait(
        self, code: str, *args: Any, what: str, meanwhile: Callable[[], None] = lambda: None
    ) -> Any:
        """Return what the Lua `code` gives as soon as that is neither nil nor false."""
        deadline = time.monotonic() + PATIENCE
        while not (seen := self._unless_blocked(code, *args)):
            meanwhile()
            assert time.monotonic() < deadline, f"no {what}; messages: {self.said()}"
            time.sleep(0.1)
        return seen

    def _unless_blocked(self, code: str, *args: Any) -> Any:
        """Run Lua, unless Neovim waits for a key, as it does below an error message."""
        mode = self.api.request("nvim_get_mode")
        if mode["blocking"]:
            self.api.request("nvim_input", "<CR>")
            messages = self.lua("return vim.api.nvim_exec2('messages', { output = true }).output")
            raise AssertionError(f"Neovim waits for a key (mode {mode['mode']}): {messages}")
        return self.lua(code, *args)

    def wait_for_error(self, code: str) -> None:
        """Wait until rust-analyzer has reported an error with this code in the current file.

        Now and then its first check at the start is lost while it loads the workspace once more;
        then it is asked for another, as a user would by saving.
        """
        asked = time.monotonic()

        def again() -> None:
            nonlocal asked
            if time.monotonic() - asked > FIRST_CHECK:
                asked = time.monotonic()
                self.lua(
                    """for _, client in ipairs(vim.lsp.get_clients({ name = 'rust_analyzer' })) do
                      client:notify('rust-analyzer/runFlycheck', {
                        textDocument = vim.lsp.util.make_text_document_params(0),
                      })
                    end"""
                )

        self.wait(
            """local code = ...
            return vim.iter(vim.diagnostic.get(0, { severity = 1 })):any(function(d)
              return d.code == code and d.user_data.lsp.data ~= nil
            end)""",
            code,
            what=f"{code} from rust-analyzer",
            meanwhile=again,
        )

    def wait_for_ours(self) -> None:
        """Wait until our server runs for the current file."""
        self.wait(
            "return #vim.lsp.get_clients({ name = 'rust_agent', bufnr = 0 }) > 0", what="our client"
        )

    def put_cursor(self, needle: str, within: str) -> None:
        """Put the cursor on `needle` in the only line that holds `within`."""
        lines = self.text().split("\n")
        (number,) = (n for n, line in enumerate(lines) if within in line)
        column = len(lines[number][: lines[number].index(needle)].encode())
        self.api.current.window.cursor = (number + 1, column)

    def ask_ours(self, method: str) -> Any:
        """Return our server's answer to a request at the cursor."""
        reply = self.lua(
            """local method = ...
            local client = vim.lsp.get_clients({ name = 'rust_agent', bufnr = 0 })[1]
            local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
            params.position = params.range.start
            params.context = { diagnostics = {}, triggerKind = 1 }
            return client:request_sync(method, params, 60000)""",
            method,
        )
        assert not reply.get("err"), reply
        return reply.get("result")

    def wait_for_fixes(self) -> list[dict[str, Any]]:
        """Ask for code actions at the cursor until they are there and none is pending."""
        deadline = time.monotonic() + PATIENCE
        while True:
            offered: list[dict[str, Any]] = self.ask_ours("textDocument/codeAction") or []
            if offered and all(a["data"]["verification"] != "pending" for a in offered):
                return offered
            assert time.monotonic() < deadline, f"no final answer but {offered}"
            time.sleep(0.2)

    def text(self) -> str:
        lines: list[str] = self.api.current.buffer[:]
        return "\n".join(lines) + "\n"

    def asked(self) -> list[dict[str, str]]:
        return list(self.lua("return _G.asked"))

    def said(self) -> list[str]:
        return list(self.lua("return _G.said"))

    def journal(self) -> str:
        """Return what `:RustAgent journal` shows, in its split or as a message, and close it."""
        self.lua("_G.said = {}")
        self.api.command("RustAgent journal")
        shown = self.wait(
            """local split = vim.fn.bufnr('^rust-agent://journal$')
            if split == -1 then
              return _G.said[1]
            end
            local lines = vim.api.nvim_buf_get_lines(split, 0, -1, false)
            vim.cmd.bwipeout(split)
            return table.concat(lines, '\\n')""",
            what="journal",
        )
        return str(shown)
