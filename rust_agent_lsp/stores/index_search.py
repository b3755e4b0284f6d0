"""Searching several indexes at once, by words, by meaning and by what a question means."""

from __future__ import annotations

from collections.abc import Sequence

from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores import ranking
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.index_read import Index
from rust_agent_lsp.stores.intents import Guess, Intents
from rust_agent_lsp.stores.masking import mask
from rust_agent_lsp.stores.ranking import Evidence, Query, rank

# Where some of each kind are wanted, so many more are compared.
_SPARE = 3
# Compiler messages hold the user's names, which would lead astray; elsewhere names are the point.
_MASKED = (EntryKind.ERROR.value, EntryKind.LINT.value)


def search(
    indexes: Sequence[Index],
    query: str,
    kinds: Sequence[str],
    limit: int,
    *,
    each: bool = False,
    intents: Intents | None = None,
) -> list[Hit]:
    """Return the best `limit` entries of `kinds` (all when empty) in any of `indexes`, or with
    `each` the best of each kind, one kind after the other. Without `intents` the guesses of that
    model are missing from the evidence.

    Raises `StoreError` when an index fails.
    """
    wanted = [kind.value for kind in EntryKind if not kinds or kind.value in kinds]
    closely = limit + _SPARE if each else ranking.CLOSELY
    found: list[Evidence] = []
    guesses: dict[str, Guess] = {}
    for index in indexes:
        if intents is not None:
            index.know(intents)
        here = [kind for kind in wanted if kind in index.kinds]
        for text, own in (
            (mask(query), [kind for kind in here if kind in _MASKED]),
            (query, [kind for kind in here if kind not in _MASKED]),
        ):
            if own:
                asked = Query.of(text, index)
                if intents is not None and asked.text not in guesses:
                    guesses[asked.text] = intents.guess(asked.text)
                found += index.evidence(asked, own, closely, guesses.get(asked.text))
    if not each:
        return [evidence.hit for evidence in rank(found)[:limit]]
    groups = [[evidence for evidence in found if evidence.hit.kind == kind] for kind in wanted]
    return [evidence.hit for group in groups for evidence in rank(group, closely)[:limit]]
