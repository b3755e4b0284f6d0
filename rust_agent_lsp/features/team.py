"""A team's shared forms of repair: sent signed, taken in with suspicion, shown once proven here.

What lies on the server is believed in nothing. A record counts only when its id and signature are
right, its author is on the user's own list, it is a form of repair and no more, no author holds
more than a share, and the local compiler has accepted it. Then it is one more candidate, checked
anew at each error like all others, and never made without the user's yes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rust_agent_lsp.features.team_proof import Proof, objection
from rust_agent_lsp.model.errors import StoreError, ToolchainError
from rust_agent_lsp.model.events import Learned
from rust_agent_lsp.model.team import WORKSPACE, Held, Revocation, Signed, State, TeamRepair
from rust_agent_lsp.stores import learned, team_client
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.team_records import TeamFile, id_of, read, text_of
from rust_agent_lsp.stores.team_settings import NAME, TeamSettings, authors
from rust_agent_lsp.stores.team_signatures import is_signed, own_key, sign

MOST_OF_ONE_AUTHOR = 40
MOST_FOR_ONE_CODE = 3
"""How many forms of one author count, in all and for one error code: whoever floods the server
gains nothing by it."""
TRIED_FOR_ONE_CODE = 2 * MOST_FOR_ONE_CODE
CHECKED_OF_ONE_AUTHOR = 4 * MOST_OF_ONE_AUTHOR
"""How many records of one author are looked at in one pull."""
MIN_EVIDENCE = 2


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came of a pull: how many records lay there and what became of them."""

    found: int
    accepted: int
    quarantined: int
    refused: dict[str, int]
    revoked: int


def push(places: Places, settings: TeamSettings, database: Database) -> int:
    """Send the user's own proven forms, signed; return how many. Raises `StoreError`."""
    own = [
        form
        for form in learned.every(database)
        if form.evidence >= MIN_EVIDENCE and not form.workspace.startswith(WORKSPACE)
    ]
    texts = {text_of(TeamRepair(settings.author, f.code, f.before, f.after)) for f in own}
    revoked = TeamFile.of(places).revoked
    key = own_key(places, settings.author)
    records = [
        Signed(id_of(text), settings.author, text, sign(text, key))
        for text in sorted(texts)
        if id_of(text) not in revoked
    ]
    if records:
        team_client.push(settings, records)
    return len(records)


def pull(places: Places, settings: TeamSettings, database: Database) -> Pulled:
    """Fetch the team's records and let those count that pass everything. Raises `StoreError`."""
    found = team_client.pull(settings)
    file = TeamFile.of(places)
    valid, refused = _believed(found, authors(places), file)
    file.hold(_judged(valid, file, Proof(Knowledge(), places.cache / "team-proof")))
    file.write()
    _take_in(database, file)
    states = Counter(one.state for one in file.held.values())
    refused.update(one.why for one in file.in_state(State.REFUSED))
    return Pulled(
        found=len(found),
        accepted=states[State.ACCEPTED],
        quarantined=states[State.QUARANTINED],
        refused=dict(refused),
        revoked=states[State.REVOKED],
    )


def revoke(places: Places, settings: TeamSettings, database: Database, what: str) -> int:
    """Let a record, or all of an author's, count no more here; return how many that were.

    What the user's own name stands under is taken back for all. Raises `StoreError`.
    """
    file = TeamFile.of(places)
    mine = [id_of(text) for text in _own_texts(settings, database)]
    ids = [one for one in {*file.held, *mine} if one.startswith(what)] if len(what) >= 8 else []
    if not ids and not NAME.fullmatch(what):
        raise StoreError(f"{what!r} is neither a record's id nor an author's name")
    by_name = [one.id for one in file.held.values() if one.repair.author == what]
    if not ids and not by_name and what not in authors(places):
        raise StoreError(f"nothing is known here of {what!r}")
    file.revoked.update(ids or [what])
    file.hold(_after_revocation(file))
    file.write()
    _take_in(database, file)
    own = [one for one in ids if one in mine]
    if own:
        key = own_key(places, settings.author)
        texts = [text_of(Revocation(settings.author, one)) for one in own]
        signed = [Signed(id_of(t), settings.author, t, sign(t, key)) for t in texts]
        team_client.push(settings, signed)
        team_client.drop(settings, own)
    return len(ids or by_name)


def _own_texts(settings: TeamSettings, database: Database) -> list[str]:
    return [
        text_of(TeamRepair(settings.author, form.code, form.before, form.after))
        for form in learned.every(database)
        if not form.workspace.startswith(WORKSPACE)
    ]


def _believed(
    found: Iterable[Signed], known: dict[str, tuple[str, ...]], file: TeamFile
) -> tuple[dict[str, TeamRepair], Counter[str]]:
    """Return the repairs whose authors are known and have signed them, and why others are not
    among them."""
    repairs: dict[str, TeamRepair] = {}
    refused: Counter[str] = Counter()
    checked: Counter[str] = Counter()
    for signed in sorted(found, key=lambda one: one.id):
        try:
            record = read(signed.text)
        except (ValueError, RecursionError):
            refused["it is no record"] += 1
            continue
        author = record.author
        checked[author] += 1
        if signed.id != id_of(signed.text) or signed.author != author:
            refused["its id or author is not that of its text"] += 1
        elif author not in known:
            refused["its author is not on your list"] += 1
        elif checked[author] > CHECKED_OF_ONE_AUTHOR:
            refused["its author has sent too many"] += 1
        elif not is_signed(signed.text, signed.signature, author, known[author]):
            refused["its signature is wrong"] += 1
        elif isinstance(record, TeamRepair):
            repairs[signed.id] = record
        elif _is_of(record, repairs, file, found):
            file.revoked.add(record.record)
    return repairs, refused


def _is_of(
    word: Revocation, repairs: dict[str, TeamRepair], file: TeamFile, found: Iterable[Signed]
) -> bool:
    """Say whether a revocation speaks of a record of its own author's."""
    named = {one.id: one.author for one in found}
    named |= {one.id: one.repair.author for one in file.held.values()}
    named |= {number: repair.author for number, repair in repairs.items()}
    return named.get(word.record) == word.author


def _judged(valid: dict[str, TeamRepair], file: TeamFile, proof: Proof) -> list[Held]:
    """Return each repair with what becomes of it here."""
    held: list[Held] = []
    shares = _Shares()
    for number, repair in valid.items():
        if {number, repair.author} & file.revoked:
            state, why = State.REVOKED, ""
        elif why := objection(repair):
            state = State.REFUSED
        elif not shares.has_room(repair):
            state, why = State.REFUSED, "its author's share is full"
        else:
            known = file.held.get(number)
            proven = known is not None and known.state is State.ACCEPTED
            state, why = (State.ACCEPTED, "") if proven else _proven(repair, proof)
            shares.note(repair, accepted=state is State.ACCEPTED)
        held.append(Held(number, repair, state, why))
    return held


class _Shares:
    """How much of each author's counts, and was tried: the compiler's time is a share as well."""

    def __init__(self) -> None:
        self._accepted: Counter[tuple[str, str]] = Counter()
        self._tried: Counter[tuple[str, str]] = Counter()

    def has_room(self, repair: TeamRepair) -> bool:
        one = (repair.author, repair.code)
        return (
            self._accepted[one] < MOST_FOR_ONE_CODE
            and self._tried[one] < TRIED_FOR_ONE_CODE
            and self._accepted[repair.author, ""] < MOST_OF_ONE_AUTHOR
        )

    def note(self, repair: TeamRepair, *, accepted: bool) -> None:
        for share in ((repair.author, repair.code), (repair.author, "")):
            self._tried[share] += 1
            self._accepted[share] += accepted


def _proven(repair: TeamRepair, proof: Proof) -> tuple[State, str]:
    try:
        if proof.accepts(repair):
            return State.ACCEPTED, ""
    except ToolchainError as error:
        return State.QUARANTINED, str(error)
    return State.QUARANTINED, "the compiler has not accepted it on any program of its error"


def _after_revocation(file: TeamFile) -> list[Held]:
    return [
        replace(one, state=State.REVOKED) if {one.id, one.repair.author} & file.revoked else one
        for one in file.held.values()
    ]


def _take_in(database: Database, file: TeamFile) -> None:
    """Make the accepted records, and no others, the team's among the learned forms."""
    wanted = {
        (WORKSPACE + r.author, r.code, r.before, r.after)
        for r in (one.repair for one in file.in_state(State.ACCEPTED))
    }
    there: set[tuple[str, str, str, str]] = set()
    for form in learned.every(database):
        if not form.workspace.startswith(WORKSPACE):
            continue
        key = (form.workspace, form.code, form.before, form.after)
        if key in wanted:
            there.add(key)
        else:
            learned.remove(database, form.id)
    learned.add(
        database,
        [
            Learned(0, code, workspace, before, after, seen=1)
            for workspace, code, before, after in sorted(wanted - there)
        ],
    )
