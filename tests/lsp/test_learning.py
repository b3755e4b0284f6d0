"""The user repairs errors by hand; the next error of the kind is offered that way. Real cargo."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient

from rust_agent_lsp.learning.evidence import evidence_of
from rust_agent_lsp.learning.template import anchor_name
from rust_agent_lsp.stores import learned
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places
from tests.lsp.conftest import PATIENCE, Editor, project

Start = Callable[..., Any]
Row = dict[str, Any]


def program(name: str, used: str = "", taker: str = "take") -> str:
    """A program that uses a value after it was moved; `used` is how it is passed."""
    return f"""\
fn {taker}(all: impl AsRef<[i32]>) -> usize {{
    all.as_ref().len()
}}

fn main() {{
    let {name} = vec![1, 2, 3];
    let n = {taker}({used or name});
    println!("{{n}} of {{{name}:?}}");
}}
"""


MOVED_LINE = 7


class Other(Editor):
    """A second file in the same client, in a workspace of its own."""

    def __init__(self, client: LanguageClient, root: Path, text: str, first: Editor) -> None:
        self.__dict__.update(first.__dict__)
        self.root, self.path, self.text, self.version = root, root / "src/main.rs", text, 1
        self.uri = self.path.as_uri()


def rows(home: Path) -> list[Row]:
    path = home / "data/rust-agent-lsp/agent.sqlite3"
    if not path.exists():
        return []
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in db.execute("SELECT * FROM learned_patterns ORDER BY id")]
    except sqlite3.OperationalError:  # the tables are still being made
        return []
    finally:
        db.close()


async def until(home: Path, wanted: Callable[[list[Row]], object]) -> list[Row]:
    async with asyncio.timeout(PATIENCE):
        while not wanted(found := rows(home)):
            await asyncio.sleep(0.05)
    return found


def seen(found: list[Row], folder: Path) -> int:
    return sum(row["seen"] for row in found if row["workspace"] == str(folder))


def write(editor: Editor, text: str) -> None:
    end = types.Position(len(editor.text.splitlines()) + 1, 0)
    editor.change((types.Range(types.Position(0, 0), end), text))


async def episode(editor: Editor, home: Path, name: str, used: str) -> None:
    """Make an error, save, repair it by hand as `used`, save."""
    before = seen(rows(home), editor.root)
    write(editor, program(name))
    await editor.save_and_wait()
    write(editor, program(name, used))
    await editor.save_and_wait()
    await until(home, lambda found: seen(found, editor.root) > before)


async def offers(editor: Editor, name: str, taker: str = "take") -> list[dict[str, Any]]:
    write(editor, program(name, taker=taker))
    await editor.save_and_wait()
    column = editor.text.splitlines()[MOVED_LINE].index(name) + 1
    found = await editor.final_actions({"line": MOVED_LINE, "character": column})
    return [a for a in found if a["data"].get("id")]


def place_of(found: list[dict[str, Any]], wanted: str) -> int:
    return next((n for n, a in enumerate(found) if wanted in a["title"]), len(found))


async def result_of(editor: Editor, action: dict[str, Any]) -> str:
    editor.answers = ["Apply"]
    assert (await editor.choose(action))["applied"] is True
    return editor.text


async def test_a_habit_comes_first_with_other_names(start: Start, home: Path) -> None:
    editor = await start(text=program("data"))
    await episode(editor, home, "data", "data.clone()")
    await episode(editor, home, "names", "names.clone()")
    assert [(r["code"], r["seen"]) for r in rows(home)] == [("E0382", 2)]
    found = await offers(editor, "ages", "hand_over")
    first = found[0]
    assert first["data"]["verification"] == "passed"
    assert "hand_over(ages.clone())" in await result_of(editor, first)


async def test_opposite_habits_do_not_mix(start: Start, home: Path, tmp_path: Path) -> None:
    here = await start(text=program("data"))
    there = Other(here.client, project(tmp_path / "other", program("data")), program("data"), here)
    there.open()
    for number in range(2):
        await episode(here, home, f"a{number}", f"a{number}.clone()")
        await episode(there, home, f"b{number}", f"&b{number}")
    left, right = await offers(here, "left"), await offers(there, "right")
    assert "Clone `left`" in left[0]["title"] and "✓" in left[0]["title"]
    assert "Borrow `right`" in right[0]["title"] and "✓" in right[0]["title"]


async def test_an_undone_repair_is_withdrawn(start: Start, home: Path) -> None:
    editor = await start(text=program("data"))
    await episode(editor, home, "data", "data.clone()")
    write(editor, program("data"))
    await editor.save_and_wait()
    found = await until(home, lambda found: found and found[0]["withdrawn"])
    assert (found[0]["seen"], found[0]["withdrawn"]) == (1, 1)


async def test_nothing_is_learned_when_it_is_off(start: Start, home: Path) -> None:
    editor = await start(text=program("data"), **{"learning.enabled": False})
    write(editor, program("data"))
    await editor.save_and_wait()
    write(editor, program("data", "data.clone()"))
    await editor.save_and_wait()
    await asyncio.sleep(1.5)  # longer than a repair takes to be believed
    assert rows(home) == []


async def test_our_own_fix_is_none_of_the_users(start: Start, home: Path) -> None:
    editor = await start(text=program("data"))
    found = await offers(editor, "data")
    await result_of(editor, found[0])
    await editor.save_and_wait()
    await asyncio.sleep(1.5)
    assert rows(home) == []


def moved_at(editor: Editor, name: str) -> dict[str, Any]:
    """The E0382 of `program` as rust-analyzer words it."""
    lines = editor.text.splitlines()

    def place(line: int, text: str) -> dict[str, Any]:
        start = lines[line].index(text) + text.index(name)
        return {
            "start": {"line": line, "character": start},
            "end": {"line": line, "character": start + len(name)},
        }

    moved = {"uri": editor.uri, "range": place(6, f"({name})")}
    return {
        "range": place(MOVED_LINE, f"{{{name}:"),
        "severity": 1,
        "code": "E0382",
        "source": "rustc",
        "message": f"borrow of moved value: `{name}`\nvalue borrowed here after move",
        "relatedInformation": [{"location": moved, "message": "value moved here"}],
    }


async def test_it_learns_from_what_is_forwarded_and_keeps_it(start: Start, home: Path) -> None:
    """From didChange, didSave and rustAgent/diagnostics alone: nothing is ever checked here."""
    editor = await start(trusted=False, text=program("data"))
    editor.forward([moved_at(editor, "data")])
    write(editor, program("data", "data.clone()"))
    editor.save()
    editor.forward([])
    found = await until(home, lambda found: found)
    assert (found[0]["after"], found[0]["seen"]) == ("$0.clone()", 1)


async def test_it_waits_for_the_save(start: Start, home: Path) -> None:
    editor = await start(trusted=False, text=program("data"))
    editor.forward([moved_at(editor, "data")])
    write(editor, program("data", "data.clone()"))
    editor.forward([])
    await asyncio.sleep(1.0)
    assert rows(home) == []
    editor.save()
    await until(home, lambda found: found)


async def test_an_error_that_is_only_hidden_teaches_nothing(start: Start, home: Path) -> None:
    editor = await start(trusted=False, text=program("data"))
    editor.forward([moved_at(editor, "data")])
    write(editor, program("data", "data.clone("))
    line = editor.text.splitlines()[6]
    editor.save()
    editor.forward(
        [
            {
                "range": {
                    "start": {"line": 6, "character": 0},
                    "end": {"line": 6, "character": len(line)},
                },
                "severity": 1,
                "source": "rustc",
                "message": "mismatched closing delimiter",
            }
        ]
    )
    await asyncio.sleep(1.0)
    assert rows(home) == []
    write(editor, program("data", "data.clone()"))
    editor.save()
    editor.forward([])
    found = await until(home, lambda found: found)
    assert found[0]["after"] == "$0.clone()"


async def test_two_not_helpful_lower_it(start: Start, home: Path) -> None:
    editor = await start(text=program("data"))
    await episode(editor, home, "data", "data.clone()")
    found = await offers(editor, "ages")
    assert "Clone `ages`" in found[0]["title"]
    for _ in range(2):
        target = {"kind": "fix", "id": found[0]["data"]["id"]}
        said = await editor.run("rustAgent.feedback", {"helpful": False, "target": target})
        assert said["stored"] is True
    after = await offers(editor, "words")
    assert "Clone `words`" not in after[0]["title"]


async def test_the_editors_own_undo_counts(start: Start, home: Path) -> None:
    editor = await start(text=program("data"))
    for name in ("one", "two"):
        found = await offers(editor, name)
        before = editor.text
        rule = found[0]["data"]["rule"]
        await result_of(editor, found[0])
        write(editor, before)
    records = (await editor.run("rustAgent.journal"))["records"]
    async with asyncio.timeout(PATIENCE):
        while not all(r["undone"] for r in records):
            records = (await editor.run("rustAgent.journal"))["records"]
    found = await offers(editor, "three")
    assert found[0]["data"]["rule"] != rule


async def test_what_an_earlier_run_learned_counts(start: Start, home: Path, tmp_path: Path) -> None:
    text = program("data")
    database = Database(home / "data/rust-agent-lsp/agent.sqlite3")
    where = f"{anchor_name('value moved here')}: ‹$0›"
    learned.see(database, "E0382", str(tmp_path / "broken"), where, "$0.to_vec()")
    database.close()
    editor = await start(text=text)
    found = await offers(editor, "ages")
    assert found[0]["title"].startswith("As you did before: `ages.to_vec()`")
    assert found[0]["data"]["rule"].startswith("learned.")
    assert found[0]["data"]["verification"] == "passed"
    assert found[0]["data"]["safety"] == "changes-behaviour"
    assert "take(ages.to_vec())" in await result_of(editor, found[0])
    await until(home, lambda found: found[0]["accepted"] == 1)


async def test_what_an_earlier_run_learned_can_be_withdrawn(
    start: Start, home: Path, tmp_path: Path
) -> None:
    broken, repaired = program("data"), program("data", "data.clone()")
    path, folder = tmp_path / "broken/src/main.rs", home / "data/rust-agent-lsp"
    database = Database(folder / "agent.sqlite3")
    key = Places(folder, folder, folder, folder).redaction_key()
    proof = evidence_of(path, broken.encode(), repaired.encode(), key)
    learned.see(database, "E0382", str(tmp_path / "broken"), "primary: ‹$0›", "$0.clone()", proof)
    database.close()
    editor = await start(trusted=False, text=repaired)
    write(editor, repaired + "\n")
    editor.save()
    await editor.hover({"line": 0, "character": 0})
    write(editor, "// new\n" + broken)
    editor.save()
    found = await until(home, lambda found: found[0]["withdrawn"])
    assert (found[0]["seen"], found[0]["withdrawn"]) == (1, 1)
