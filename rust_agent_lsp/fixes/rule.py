"""What a fix rule is: the codes it answers, its examples, and one method that proposes edits."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rust_agent_lsp.model.fix import Candidate, Safety

if TYPE_CHECKING:
    from rust_agent_lsp.fixes.site import Site


@dataclass(frozen=True, slots=True)
class Example:
    """A whole program before and after; the tests compile both.

    `code` names the diagnostic that `before` must give, where the rule answers several. `before`
    is of `edition`; `raised` is the one that the package must be of afterwards, where the rule
    changes it.
    """

    before: str
    after: str
    code: str | None = None
    edition: str = "2024"
    raised: str | None = None


class FixRule(ABC):
    """A way to repair the diagnostics of some codes.

    `codes` are error codes and lint names as rustc writes them; "" stands for errors without one.
    One rule, one file in `fixes/rules/`, named after its edit. The class docstring says what the
    edit does and, unless it is SAFE, what may go wrong; it becomes the rule's documentation.
    For every example the tests prove that `before` gives the code, that one of the rule's
    candidates turns `before` into exactly `after`, that `after` compiles, and that no program in
    `refuses` gets a candidate from this rule.
    """

    id: ClassVar[str]
    codes: ClassVar[tuple[str, ...]]
    safety: ClassVar[Safety]
    examples: ClassVar[tuple[Example, ...]]
    refuses: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.id = cls.__module__.rpartition(".")[2]

    @abstractmethod
    def propose(self, site: Site) -> Iterator[Candidate]:
        """Yield candidates for the diagnostic at `site`, the likeliest first; none is normal.

        The code is broken by definition: never assume that a node is there or complete.
        """
