"""What the members of a team send each other: forms of repair, signed, and what is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

WORKSPACE = "@team/"
"""With the author's name behind it, stands for the workspace of a form that a team gave."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A record as it travels: `text` is JSON, signed by `author`; `id` is made of the text."""

    id: str
    author: str
    text: str
    signature: str


@dataclass(frozen=True, slots=True)
class TeamRepair:
    """A form of repair as `learned export` writes it, without the user's workspace and counts."""

    author: str
    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Revocation:
    """The author's word that a record of theirs counts no more."""

    author: str
    record: str


class State(StrEnum):
    """What has become of a record on this machine."""

    QUARANTINED = "quarantined"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Held:
    """A record as this machine keeps it; `why` says what spoke against it."""

    id: str
    repair: TeamRepair
    state: State
    why: str = ""
