"""The shapes of the patterns around ownership, borrowing and lifetimes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rust_agent_lsp.matching.patterns.code import Code
from rust_agent_lsp.matching.patterns.rule import Shape
from rust_agent_lsp.model.text import Span

Found = Iterator[tuple[float, Span, str]]
_CLONE = re.compile(r"(?<![\w.])(\w+)\s*\.\s*clone\s*\(\s*\)")
_SHARED = re.compile(
    r"^(?:tx|rx|sender|receiver|s|arc|rc|handle|h|waker|token|cancel)$|(?:_tx|_rx|sender|arc)$"
)
_FOR = re.compile(r"for\s+(.*?)\s+in\b|let\s+(.*?)[:=]|\|([^|]*)\|", re.S)


def _clone_in_loop(code: Code) -> Found:
    for loop in code.places("loop"):
        text = code.of(loop)
        function = code.around("fn", loop.start) or Span(0, len(code.text))
        before = code.text[function.start : loop.start]
        bound = set(re.findall(r"\w+", " ".join("".join(f) for f in _FOR.findall(text))))
        body = text.find("{")
        for found in _CLONE.finditer(text, max(body, 0)):
            name = found[1]
            if name in bound or name == "self" or _SHARED.search(name) or name[0].isupper():
                continue
            if re.search(r"let\s+mut\s+\w+\s*=\s*$", text[: found.start()]):
                continue  # a copy that is then changed
            if _is_cheap(name, before) or _changes(name, text) or not _is_known(name, before):
                continue
            if re.search(r"\b(?:return|break|spawn|move)\b", text):
                continue
            start = loop.start + found.start()
            said = f"`{name}` is copied again in every turn of the loop."
            yield 0.72, Span(start, loop.start + found.end()), said
            break


def _is_known(name: str, before: str) -> bool:
    typed = re.search(rf"\b{name}\s*:\s*(?:&\s*)?(?:[A-Z]\w*|str)", before)
    return bool(
        typed or re.search(rf"\blet\s+{name}\s*=\s*(?:[A-Z]\w*\s*(?:::|\{{)|vec!|format!)", before)
    )


def _is_cheap(name: str, before: str) -> bool:
    shared = (
        r"(?:Arc|Rc|Weak|Sender|SyncSender|UnboundedSender|Handle|Span|Waker|Bytes|PhantomData)\b"
    )
    generic = rf"\b{name}\s*:\s*(?:&\s*)?[A-Z]\d?\s*[,)=]"
    return bool(
        re.search(rf"\b{name}\s*(?::|=)\s*&?\s*(?:\w+::)*{shared}", before)
        or re.search(generic, before)
        or re.search(rf"\blet\s*\(?[^=;]*\b{name}\b[^=;]*=[^;]*(?:channel|Arc::|Rc::)", before)
    )


def _changes(name: str, text: str) -> bool:
    return bool(
        re.search(
            rf"(?<![.\w]){name}\s*(?:[-+*/|&]?=(?!=)|\.\s*\w+\s*=(?!=)|\[[^\]]*\]\s*=(?!=))", text
        )
        or re.search(rf"&\s*mut\s+{name}\b", text)
        or re.search(
            rf"(?<![.\w]){name}\s*\.\s*(?:push\w*|clear|insert|extend\w*|pop|remove|next|set_\w+"
            r"|truncate|append|take|retain|swap|sort\w*|reverse|drain|fill)\b",
            text,
        )
    )


_RANGE = re.compile(
    r"for\s+(\w+)\s+in\s+(?:0|1)\s*\.\.\s*(\w+(?:\s*\.\s*\w+)*?)\s*\.\s*len\s*\(\s*\)\s*\{"
)


def index_loops(code: Code, arithmetic: bool) -> Found:
    """Yield loops whose number serves as an index alone; `arithmetic`: with sums of products."""
    for loop in code.places("loop"):
        text = code.of(loop)
        head = _RANGE.match(text)
        if head is None:
            continue
        number, items, body = head[1], re.escape(head[2]), text[head.end() :]
        indexed = re.findall(rf"(\w+)\s*\[\s*{number}\s*\]", body)
        uses = len(re.findall(rf"\b{number}\b", body))
        changed = re.search(rf"{items}\s*\.\s*(?:push|remove|insert|swap|len|pop|truncate)\b", body)
        if not re.search(rf"{items}\s*\[\s*{number}\s*\]", body) or uses > len(indexed) or changed:
            continue
        times = bool(re.search(r"\]\s*\*|\*\s*\w+\s*\[", body))
        if arithmetic and not times:
            continue
        said = f"`{number}` only serves to reach the items of `{head[2]}`."
        yield 0.8 if arithmetic == times else 0.72, Span(loop.start, loop.start + head.end()), said


_READ = (
    r"(?:chars|len|split\w*|iter|contains\w*|lines|starts_with|ends_with|trim\w*|is_empty|bytes|find"
    r"|as_str|as_bytes|first|last|get|parse|to_\w+case|eq\w*)"
)


def _takes_needlessly(code: Code) -> Found:
    for function in code.items.functions:
        if any(i.trait and i.span.contains(function.span) for i in code.items.impls):
            continue
        for parameter in function.parameters:
            found = re.fullmatch(r"(\w+)\s*:\s*(String|Vec\s*<.*>)", parameter, re.S)
            if not found:
                continue
            uses = len(re.findall(rf"\b{found[1]}\b", function.body))
            reads = re.findall(rf"(?<![.\w]){found[1]}\s*\.\s*{_READ}\s*\(", function.body)
            lent = re.findall(rf"&\s*{found[1]}\b(?!\s*[.\[])", function.body)
            if uses and uses == len(reads) + len(lent) and "async" not in code.of(function.span):
                said = f"`{function.name}` only reads `{found[1]}`, and takes the whole value."
                yield 0.72, Span(function.span.start, function.span.end), said
                break


_OUT = r"(\w+)\s*:\s*&\s*mut\s+(?:[iuf]\d+|[iu]size|bool|char|String|Option\s*<.*>)"


def _out_parameters(code: Code) -> Found:
    for function in code.items.functions:
        out = [f[1] for p in function.parameters if (f := re.fullmatch(_OUT, p, re.S))]
        written = [n for n in out if re.search(rf"\*\s*{n}\s*=(?!=)", function.body)]
        read = [
            n
            for n in written
            if re.search(rf"\*\s*{n}\s*[-+*/]=|[=(,+*/<>-]\s*\*{n}\b", function.body)
        ]
        if len(written) >= 2 and not read and function.returns in ("", "bool"):
            said = f"`{function.name}` gives its results back through `{'` and `'.join(written)}`."
            yield 0.65 + 0.15 * (function.returns == "bool"), function.span, said


SHAPES = (
    Shape("clone-in-loop", _clone_in_loop, "clone for|while|loop", bad=True),
    Shape("index-loop", lambda code: index_loops(code, False), "for in len", bad=True),
    Shape("take-ownership-needlessly", _takes_needlessly, "String|Vec", bad=True),
    Shape("mutable-out-parameter", _out_parameters, "mut", bad=True),
)
