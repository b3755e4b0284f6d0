"""rustc's own suggestions as candidates, their placeholders filled where we can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rust_agent_lsp.fixes.names import is_far, missing, primitive_names
from rust_agent_lsp.model.diagnostic import Applicability, Diagnostic, Suggestion
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import SourceFile

RULE = "rustc"

# Words in a suggested text that stand for something only the user knows. `<item>` does, `Vec<_>`
# and `parse::<usize>` do not.
_PLACEHOLDER = re.compile(
    r"/\* [^*]+ \*/|\.\.\.|…|(?<![\w:])<[a-z_]+>|_ /\*|todo!\(\)|unimplemented!\(\)"
)
_STAND_IN = re.compile(r"todo!\(\)|unimplemented!\(\)")
_TAKEN_FOR_TYPE = ("If this is a type, explicitly ignore", "If this is a `self` type")
_COSTS = (
    (re.compile(r"\.clone\(\)|\.to_(?:owned|vec|string)\(\)"), "Makes a copy each time it runs."),
    (re.compile(r"\b(?:unwrap|expect)\("), "Panics where there is no value."),
    (re.compile(r"\bas [iuf]\d"), "`as` cuts off what does not fit."),
)


def candidates(diagnostic: Diagnostic) -> Iterator[Candidate]:
    """Yield a candidate for each suggestion that rustc made and that holds no placeholder."""
    for suggestion in diagnostic.suggestions:
        inserted = " ".join(e.text for file in suggestion.edits for e in file.edits)
        if _deletes_code(suggestion) or "unsafe" in inserted or "allow(" in inserted:
            continue
        if suggestion.text.startswith("remove the invalid body") and diagnostic.code is None:
            continue  # The body of a function in an `extern` block is code that someone wrote.
        if _PLACEHOLDER.search(_STAND_IN.sub("", inserted)):
            continue
        yield _with_safety(_as_candidate(suggestion), suggestion, inserted, diagnostic.message)


def takes_name_for_type(candidate: Candidate, source: SourceFile) -> bool:
    """Say whether a suggested `_: T` or `self: T` has a word for `T` that is no type.

    rustc suggests it for `fn f(count)` as for `fn f(String)`.
    """
    if candidate.rule != RULE or not candidate.title.startswith(_TAKEN_FOR_TYPE):
        return False
    for edit in (e for file in candidate.edits for e in file.edits):
        word = re.match(rb"(?:&\s*(?:mut\s+)?)?([a-z_]\w*)(?!\w|::)", source.text[edit.span.end :])
        if word is None or word[1].decode() in primitive_names():
            continue
        declared = rb"\b(?:struct|enum|union|type|trait)\s+" + word[1] + rb"\b"
        return re.search(declared, source.text) is None
    return False


def _as_candidate(suggestion: Suggestion) -> Candidate:
    title = suggestion.text.strip().rstrip(":.")
    title = title[:1].upper() + title[1:]
    pieces = [e.text.strip() for file in suggestion.edits for e in file.edits if e.text.strip()]
    if pieces and not any(piece in suggestion.text for piece in pieces) and "\n" not in pieces[0]:
        title += f": `{pieces[0]}`"
    return Candidate(RULE, title, suggestion.edits)


def _with_safety(
    candidate: Candidate, suggestion: Suggestion, inserted: str, message: str
) -> Candidate:
    cost = " ".join(cost for wording, cost in _COSTS if wording.search(inserted))
    safety = Safety.CHANGES_BEHAVIOUR if cost else Safety.SAFE
    if "one of these" in suggestion.text:
        safety = Safety.CHANGES_BEHAVIOUR
    if "to one of the available implementations" in suggestion.text:
        # Each of them compiles and does something else.
        safety, cost = Safety.GUESS, "Other types have the trait too."
    if _STAND_IN.search(inserted):
        safety, cost = (
            Safety.GUESS,
            "A stand-in that panics when it is reached; write the real code.",
        )
    elif suggestion.applicability == Applicability.HAS_PLACEHOLDERS:
        safety = Safety.GUESS
    elif "similar name" in suggestion.text:
        lost = missing(message)
        far = lost is not None and is_far(lost.name, inserted.strip())
        safety = Safety.GUESS if far else Safety.CHANGES_BEHAVIOUR
        cost = "The other name is only similar."
    elif suggestion.text.startswith("consider assigning a value"):
        safety, cost = Safety.GUESS, "The value is made up."
    elif "`break` on its own without a value" in suggestion.text:
        safety, cost = Safety.CHANGES_BEHAVIOUR, "The value is lost."
    elif "raw string literal" in suggestion.text and re.search("escape: `[eafv]`", message):
        # Other languages have an escape of that name.
        safety, cost = Safety.CHANGES_BEHAVIOUR, "The backslash becomes a part of the text."
    elif suggestion.text.startswith("consider inserting whitespace here"):
        # A word before a quote is mostly text that lost its own quote.
        safety = Safety.GUESS
    return replace(candidate, safety=safety, cost=cost)


def _deletes_code(suggestion: Suggestion) -> bool:
    """Say whether the suggestion takes away whole statements and puts nothing in their place."""

    def size(edits: tuple[Edit, ...]) -> int:
        return sum((e.span.end - e.span.start) - len(e.text.encode()) for e in edits)

    return any(size(file.edits) > 24 for file in suggestion.edits)
