"""In which phase the compiler finds an error: an earlier one hides the later ones.

The order is that of rustc's passes (rustc-dev-guide, "Overview of the compiler").
"""

from __future__ import annotations

import re
from enum import IntEnum

from rust_agent_lsp.model.diagnostic import Diagnostic, Severity


class Phase(IntEnum):
    """Compiler passes in their order."""

    PARSE = 0
    RESOLVE = 1
    INFERENCE = 2
    TYPECK = 3
    PATTERNS = 4
    BORROWCK = 5
    LINT = 6


def _codes(numbers: str) -> frozenset[str]:
    return frozenset(f"E{number}" for number in numbers.split())


_RESOLVE = _codes(
    "0124 0128 0130 0131 0178 0197 0198 0252 0254 0255 0259 0260 0261 0262 0263 0364 0365 "
    "0379 0401 0403 0404 0405 0407 0408 0411 0412 0415 0416 0422 0423 0424 0425 0426 0428 "
    "0429 0430 0431 0432 0433 0434 0435 0437 0438 0449 0463 0496 0530 0531 0532 0533 0554 "
    "0566 0573 0574 0575 0576 0577 0578 0583 0586 0589 0603 0637 0647 0658 0659 0670 0697 "
    "0704 0726 0742 0749 0753 0758 0762 0763 0765 0766 0767 0768 0106 0107"
)
# A type that cannot be inferred ends the check of its body: its other type errors come later.
_INFERENCE = _codes("0282 0283 0284")
_PATTERNS = _codes("0004 0005 0030 0133 0158 0170 0297 0301 0302 0303")
_BORROWCK = _codes(
    "0373 0381 0382 0384 0499 0502 0503 0505 0506 0507 0508 0509 0510 0515 0521 0594 0596 0597 0621"
    " 0626 0700 0712 0713 0716"
)
# Errors without a code that are none of the parser's; what is not listed here is taken for one.
_BY_MESSAGE = tuple(
    (at, re.compile(wording))
    for at, wording in (
        (
            Phase.BORROWCK,
            r"lifetime may not live long enough|captured variable cannot escape"
            r"|`[^`]+` does not live long enough|implementation of `.+` is not general enough"
            r"|higher-ranked \w+ error|concrete type differs from previous",
        ),
        (
            Phase.PATTERNS,
            r"constant of non-structural type|function pointers and raw pointers"
            r"|trait object `.+` cannot be used in patterns|function pointer calls are not allowed"
            r"|pointers cannot be cast to integers",
        ),
        (
            Phase.TYPECK,
            r"future cannot be |method should be `async`|negative integers cannot be used to index"
            r"|the `\w+` method cannot be invoked on|`.+` item signature doesn't match"
            r"|`.+` is forbidden as the type of a const|using (?:function|raw) pointers as const"
            r"|return type captures more lifetimes|the constant `.+` is not of type"
            r"|missing required bound|type `.+` is private|cannot construct `.+` with struct"
            r"|constant expression depends|queries overflow|overflow computing"
            r"|unconstrained generic constant|cannot cast enum",
        ),
        (
            Phase.RESOLVE,
            r"generic parameters may not be used in const|generic `Self` types are currently"
            r"|attempt to use a non-constant value|cannot determine resolution for the import",
        ),
    )
)


def phase(diagnostic: Diagnostic) -> Phase:
    """Return the pass that gives `diagnostic`."""
    code = diagnostic.code
    if diagnostic.severity != Severity.ERROR or diagnostic.is_lint:
        return Phase.LINT
    if code is None:
        found = (at for at, wording in _BY_MESSAGE if wording.match(diagnostic.message))
        return next(found, Phase.PARSE)
    if code in _BORROWCK:
        return Phase.BORROWCK
    if code in _PATTERNS:
        return Phase.PATTERNS
    if code in _INFERENCE:
        return Phase.INFERENCE
    return Phase.RESOLVE if code in _RESOLVE else Phase.TYPECK
