"""A question that somebody asked elsewhere, with its best answer, as a concept.

What people wrote on the web is shown as text: no picture is fetched, no command linked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from rust_agent_lsp.model.concept import Concept, ConceptKind
from rust_agent_lsp.toolchain.docs_html import to_markdown

LEVEL = 3
LARGEST_TEXT = 1 << 16
"""Longer questions and answers are cut before they are read, in characters."""

_LONGEST_TITLE = 200
_LONGEST_QUESTION = 600
_HTML = re.compile(r"</?(?:p|pre|code|ul|ol|li|br|blockquote|div|h[1-6])\b[^>]*>", re.I)
_PICTURE = re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?")
_LINK = re.compile(r"\[([^\]]*)\]\((?!https?://)[^)]*\)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:.*$", re.M)
_CONTROL = re.compile(r"[^\S\n\t ]|[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_FENCED = re.compile(r"(^```.*?^```$)", re.S | re.M)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; `score` is that of its answer, None where the source has none.

    `number` is the id in its source. `by` names who wrote it, `licence` on what terms.
    """

    number: str
    title: str
    question: str
    answer: str
    score: int | None = None
    accepted: bool = False
    tags: tuple[str, ...] = ()
    url: str = ""
    by: str = ""
    licence: str = ""

    @property
    def is_good(self) -> bool:
        """Whether others found the answer right; where nobody was asked, it is."""
        return self.accepted or self.score is None or self.score >= 1


def concept_of(asked: Asked, slug: str, source: str) -> Concept | None:
    """Return a question as a concept of the dump `slug`; None where there is nothing in it.

    Its text are the answer, the question, and, last, where it comes from and on what terms.
    """
    title = " ".join(_CONTROL.sub(" ", asked.title).split())[:_LONGEST_TITLE]
    answer = as_text(asked.answer)
    if not title or not answer:
        return None
    question = as_text(asked.question)
    if len(question) > _LONGEST_QUESTION:
        question = question[:_LONGEST_QUESTION].rpartition(" ")[0] + " …"
    told = [answer]
    if question and question != title:
        told.append("\n".join(f"> {line}".rstrip() for line in ("Asked:", *question.split("\n"))))
    told.append(attribution(asked, source))
    return Concept(
        id=f"{slug}/questions/{asked.number}",
        kind=ConceptKind.QUESTION,
        book=slug,
        title=title,
        path=(source,),
        text="\n\n".join(told),
        level=LEVEL,
        links=(asked.url,) if asked.url else (),
    )


def attribution(asked: Asked, source: str) -> str:
    """Return the line that names a question's source, authors and licence."""
    where = asked.url or f"{source}, questions/{asked.number}"
    parts = [where, asked.by and f"by {asked.by}", asked.licence]
    plain = " ".join(", ".join(filter(None, parts)).split())
    return f"*From {re.sub(r'[*_`<>]', '', plain)}*"


def as_text(text: str) -> str:
    """Return HTML or Markdown as Markdown that shows text and code alone."""
    text = _CONTROL.sub(" ", text[:LARGEST_TEXT].replace("\r\n", "\n"))
    if _HTML.search(text):
        body = LexborHTMLParser(text).body
        blocks = (to_markdown(node) for node in body.iter(include_text=True)) if body else ()
        text = "\n\n".join(block for block in blocks if block)
    parts = _FENCED.split(text)
    return "".join(part if part.startswith("```") else _plain(part) for part in parts).strip()


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", _PICTURE.sub(r"\1", _REFERENCE.sub("", text)))
    return re.sub(r"\n{3,}", "\n\n", text)
