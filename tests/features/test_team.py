"""Sharing forms of repair with a team, against a real Chroma server on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rust_agent_lsp.features import fix as feature
from rust_agent_lsp.features import team
from rust_agent_lsp.features.team_proof import objection
from rust_agent_lsp.fixes.workshop import Texts, Workshop, best
from rust_agent_lsp.learning.habits import TEAM_RULE
from rust_agent_lsp.learning.template import anchor_name
from rust_agent_lsp.learning.weights import Weights
from rust_agent_lsp.model.diagnostic import Severity
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.fix import Fix, Safety, Verification
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.model.team import WORKSPACE, Revocation, Signed, State, TeamRepair
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.stores import learned
from rust_agent_lsp.stores.team_records import TeamFile, id_of, text_of
from tests.features.team_server import Person, chroma_server

HERE = "/w/here"
MOVED = f"{anchor_name('value moved here')}: ‹$0›"
MISMATCHED = "primary: ‹$0›"
CLONE, TO_VEC = "$0.clone()", "$0.to_vec()"
PROGRAM = """\
fn take(v: impl AsRef<[i32]>) -> usize {
    v.as_ref().len()
}
pub fn f(ages: Vec<i32>) -> usize {
    let n = take(ages);
    n + ages.len()
}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as url:
        yield url


@pytest.fixture
def url(server: str) -> str:
    """The server, emptied."""
    import chromadb

    host, _, port = server.removeprefix("http://").partition(":")
    client = chromadb.HttpClient(host=host, port=int(port))
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    return server


def pull(person: Person) -> team.Pulled:
    with person.database() as database:
        return team.pull(person.places, person.settings, database)


def counted(person: Person) -> list[tuple[str, str, str]]:
    """What of the team's is a candidate for this person: author, code, what becomes of it."""
    with person.database() as database:
        return [
            (form.workspace.removeprefix(WORKSPACE), form.code, form.after)
            for form in learned.every(database)
            if form.workspace.startswith(WORKSPACE)
        ]


def offered(person: Person, folder: Path, program: str = PROGRAM) -> list[Fix]:
    """Every fix of the program's one error that was ever shown, checked or not."""
    path = folder / "lib.rs"
    path.write_text(program, encoding="utf-8")
    with person.database() as database:
        weights = Weights(database, HERE)
        cache = person.places.cache / "shadows"
        workshop = Workshop(folder, cache, Settings(), path, weights.habits.candidates)
        try:
            never, texts = threading.Event(), Texts({path: program.encode()})
            result = workshop.check(texts.overlay, never)
            (error,) = (d for d in result.diagnostics if d.severity == Severity.ERROR)
            found = list(workshop.find_fixes(texts, result, [error], weights.weight, never))
            automatic = best(found[-1])
            assert automatic is not None and not automatic.candidate.foreign
            blind = feature.unchecked(
                error, texts, "untrusted", weights.weight, habits=weights.habits.candidates
            )
        finally:
            workshop.close()
    return [fix for finding in (*found, blind) for fix in finding.fixes]


def of_team(fixes: list[Fix]) -> list[Fix]:
    return [fix for fix in fixes if fix.candidate.rule.startswith(TEAM_RULE)]


def test_a_form_goes_from_one_member_to_another(url: str, tmp_path: Path) -> None:
    alice, bob = (Person.at(tmp_path, name, url) for name in ("alice", "bob"))
    with alice.database() as database:
        for _ in range(2):
            learned.see(database, "E0382", HERE, MOVED, TO_VEC)
        learned.see(database, "E0308", HERE, MISMATCHED, "$0.to_owned()")  # once is no habit
        assert team.push(alice.places, alice.settings, database) == 1
    bob.knows(alice)
    done = pull(bob)
    assert (done.found, done.accepted, done.refused) == (1, 1, {})
    assert counted(bob) == [("alice", "E0382", TO_VEC)]
    folder = tmp_path / "w"
    folder.mkdir()
    shown = of_team(offered(bob, folder))
    assert shown and {f.verdict.verification for f in shown} == {Verification.PASSED}
    assert shown[0].candidate.safety == Safety.GUESS
    assert shown[0].candidate.title == "As alice of your team does: `ages.to_vec()` in line 5"
    after = apply_edits(PROGRAM.encode(), shown[0].candidate.edits[0].edits)
    assert b"take(ages.to_vec())" in after
    again = pull(bob)
    assert again == done and len(counted(bob)) == 1
    with bob.database() as database:  # what came from others is not sent as one's own
        assert team.push(bob.places, bob.settings, database) == 0


def malicious(mallory: Person, alice: Person, stranger: Person) -> list[Signed]:
    """Ten records, each wrong in its own way; mallory is on the list."""
    good = alice.signed("E0382", MOVED, "$0.clone().clone()")
    long = "$0" + ".clone()" * 60
    odd = json.dumps({"format": 1, "kind": "repair", "author": "mallory", "code": ["E0382"]})
    return [
        replace(good, text=good.text.replace("clone().clone", "to_vec().clone")),
        replace(good, id="0" * 32),
        stranger.signed("E0382", MOVED, TO_VEC),
        mallory.signed("E0382", MOVED, TO_VEC, author="alice"),
        mallory.signed("E0382", MOVED, "std::process::exit(1)"),
        mallory.signed("E0382", MOVED, "todo!()"),
        mallory.signed("E0382", MOVED, 'include_str!("/etc/passwd")'),
        mallory.signed("E0382", MOVED, "drop(())"),
        mallory.signed("E0382", MOVED, long),
        Signed(id_of(odd), "mallory", odd, "-----BEGIN SSH SIGNATURE-----"),
    ]


def test_malicious_records_and_a_graft_come_to_nothing(url: str, tmp_path: Path) -> None:
    """Ninety honest records, ten malicious ones, and ten of one author that would fill the list."""
    honest = [Person.at(tmp_path, f"member-{n}", url) for n in range(30)]
    mallory, stranger, reader = (
        Person.at(tmp_path, name, url) for name in ("mallory", "stranger", "reader")
    )
    reader.knows(*honest, mallory)
    forms = (("E0382", MOVED, CLONE), ("E0382", MOVED, "&$0"), ("E0502", MISMATCHED, CLONE))
    sent = [member.signed(*form) for member in honest for form in forms]
    bad = malicious(mallory, honest[0], stranger)
    sent += bad
    endings = ("", ".clone()", ".to_vec()", ".into_iter()", ".len()", ".iter()", ".lock()")
    graft = [f"$0.clone(){ending}" for ending in endings] + ["$0.leak()", "$0.pop()", "$0.take()"]
    sent += [mallory.signed("E0382", MOVED, after) for after in graft]
    assert len({one.id for one in sent}) == len(sent) == 110
    reader.sends(*sent)

    done = pull(reader)
    assert done.found == 110
    shares = [author for author, _, _ in counted(reader)]
    assert max(map(shares.count, shares)) <= team.MOST_FOR_ONE_CODE
    of_mallory = [after for author, _, after in counted(reader) if author == "mallory"]
    assert set(of_mallory) <= set(graft)
    assert not {"stranger", "alice"} & set(shares)
    assert len(shares) >= 60
    assert sum(done.refused.values()) >= 10
    file = TeamFile.of(reader.places)
    assert not {one.id for one in bad} & {one.id for one in file.in_state(State.ACCEPTED)}
    assert all(one.why for one in file.in_state(State.QUARANTINED))

    folder = tmp_path / "w"
    folder.mkdir()
    shown = of_team(offered(reader, folder))
    assert {fix.verdict.verification for fix in shown} <= {Verification.PASSED}
    by_mallory = [f for f in shown if "mallory" in f.candidate.title]
    assert len({f.id for f in by_mallory}) <= 1
    print(
        f"\n{done.found} records: {done.accepted} accepted, {done.quarantined} quarantined,"
        f" {done.refused}; the graft: {len(of_mallory)} of 10; shown unverified: 0"
    )


def test_a_revoked_record_goes_everywhere(url: str, tmp_path: Path) -> None:
    alice, bob = (Person.at(tmp_path, name, url) for name in ("alice", "bob"))
    bob.knows(alice)
    with alice.database() as database:
        for _ in range(2):
            learned.see(database, "E0382", HERE, MOVED, TO_VEC)
        team.push(alice.places, alice.settings, database)
        pull(bob)
        assert len(counted(bob)) == 1
        (number,) = TeamFile.of(bob.places).held
        assert team.revoke(alice.places, alice.settings, database, number[:12]) == 1
        assert team.push(alice.places, alice.settings, database) == 0
    alice.sends(alice.signed("E0382", MOVED, TO_VEC))  # somebody lays it there again
    assert pull(bob).revoked == 1
    assert counted(bob) == []


def test_nobody_revokes_what_is_another_s(url: str, tmp_path: Path) -> None:
    alice, mallory, bob = (Person.at(tmp_path, n, url) for n in ("alice", "mallory", "bob"))
    bob.knows(alice, mallory)
    good = alice.signed("E0382", MOVED, TO_VEC)
    word = mallory.signed_text(text_of(Revocation("mallory", good.id)))
    feigned = mallory.signed_text(text_of(Revocation("alice", good.id)), author="alice")
    bob.sends(good, word, feigned)
    assert pull(bob).accepted == 1
    assert counted(bob) == [("alice", "E0382", TO_VEC)]


def test_an_author_is_revoked_here_for_good(url: str, tmp_path: Path) -> None:
    alice, bob = (Person.at(tmp_path, name, url) for name in ("alice", "bob"))
    bob.knows(alice)
    bob.sends(alice.signed("E0382", MOVED, TO_VEC))
    pull(bob)
    with bob.database() as database:
        assert team.revoke(bob.places, bob.settings, database, "alice") == 1
        with pytest.raises(StoreError, match="nothing is known"):
            team.revoke(bob.places, bob.settings, database, "nobody")
    assert counted(bob) == []
    pull(bob)
    assert counted(bob) == []


def test_without_the_server_all_that_is_local_works(tmp_path: Path) -> None:
    bob = Person.at(tmp_path, "bob", "http://127.0.0.1:9")
    with bob.database() as database:
        learned.see(database, "E0382", HERE, MOVED, TO_VEC)
        with pytest.raises(StoreError, match="server could not be used"):
            team.pull(bob.places, bob.settings, database)
    folder = tmp_path / "w"
    folder.mkdir()
    titles = [fix.candidate.title for fix in offered(bob, folder)]
    assert "As you did before: `ages.to_vec()` in line 5" in titles


def test_the_server_process_knows_nothing_of_chroma() -> None:
    code = (
        "import sys, rust_agent_lsp.server.handlers, rust_agent_lsp.cli.team\n"
        "bad = {'chromadb', 'httpx', 'rust_agent_lsp.stores.team_worker'} & set(sys.modules)\n"
        "sys.exit(str(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (MOVED, "todo!()", "other words"),
        (MOVED, "vec![]", "takes code of the user's away"),
        (MOVED, "$0; drop($0)", "takes code"),
        (MOVED, '"$0"', "other words"),
        ("primary: ‹$0›", "unsafe { $0 }", "silences"),
        (MOVED, "\n".join(["$0"] * 9), "other words"),
        (MOVED, "", "takes code"),
    ],
)
def test_what_is_no_repair(before: str, after: str, why: str) -> None:
    assert why in objection(TeamRepair("mallory", "E0382", before, after))
