"""Where shell stands in files of other languages, to the byte."""

from __future__ import annotations

import pytest

from rust_agent_lsp.features.shell_regions import regions

MAKEFILE = b"all: x\n\t@rm -rf $(OUT) \\\n\t  $$HOME/x\n\t-ls\nX = rm\n"
DOCKERFILE = b"FROM debian\nRUN apt-get update \\\n && rm -rf /x\n# RUN no\nCMD ls\n"
MARKDOWN = (
    "Grüße `rm x`\n\n```console\n$ git push -f\nsaid\n```\n\n```rust\nfn f() {}\n```\n".encode()
)
WORKFLOW = b"""on: push
jobs:
  a:
    steps:
      - run: cargo test --jobs ${{ env.N }}
      - name: b
        run: |
          git clean -fdx

          ls
        shell: bash
"""


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("bash", b"ls\n", [b"ls\n"]),
        ("makefile", MAKEFILE, [b"rm -rf xxxxxx \\\n\t   $HOME/x", b"ls"]),
        ("dockerfile", DOCKERFILE, [b"apt-get update \\\n && rm -rf /x"]),
        ("markdown", MARKDOWN, [b"  git push -f\nsaid\n"]),
        ("yaml", WORKFLOW, [b"cargo test --jobs xxxxxxxxxxxx",
                            b"          git clean -fdx\n\n          ls\n"]),
        ("rust", b"fn main() {}", []),
    ],
)  # fmt: skip
def test_shell_is_found_where_it_stands(language: str, text: bytes, found: list[bytes]) -> None:
    places = list(regions(text, language))
    assert [code for _, code in places] == found
    assert all(span.end - span.start == len(code) for span, code in places)


def test_a_workflow_that_is_cut_off_has_no_more_than_there_is() -> None:
    assert next(iter(regions(b"- run: |", "yaml")))[1] == b""
