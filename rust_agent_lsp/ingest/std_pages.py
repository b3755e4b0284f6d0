"""Reads the standard library's installed documentation into concepts: items, their methods, and
the sections of what is written about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rust_agent_lsp.ingest.book_pages import links_of
from rust_agent_lsp.model.concept import Concept, ConceptKind
from rust_agent_lsp.toolchain.docs_html import HEADINGS, inline, open_page, to_markdown

CRATES = ("std", "proc_macro")
BOOK = "The Rust Standard Library"

# Intrinsics by the thousand, which nobody asks for by what they do.
_LEFT_OUT = re.compile(r"^(arch|simd|intrinsics|core_arch|os/raw|autodiff|contracts)/")
_ADVANCED = re.compile(
    r"^(alloc|ptr|pin|mem/union|os|task|raw|ffi|hint|sync/atomic|any|ops/.*Coroutine)"
)
# Types that share their methods: the first has them all, the others only what is theirs.
FAMILIES = (
    ("i32", "u32", "u8", "usize", "i64", "u64", "i8", "i16", "i128", "isize", "u16", "u128"),
    ("f64", "f32", "f16", "f128"),
    (
        "AtomicUsize", "AtomicI32", "AtomicU8", "AtomicIsize", "AtomicI64", "AtomicU64", "AtomicI8",
        "AtomicI16", "AtomicI128", "AtomicU16", "AtomicU32", "AtomicU128",
    ),
)  # fmt: skip
_OWN_PARTS = "#implementations-list, .methods"
_SPACE = re.compile(r"\s+")


def read_std(root: Path, crate: str = "std") -> Iterator[Concept]:
    """Yield the concepts of a crate's pages below `root`, page by page.

    Raises `ToolchainError` when a page cannot be read.
    """
    known: dict[tuple[int, str], str] = {}
    for page in _pages(root / crate):
        html = open_page(page)
        heading = html.css_first("#main-content .main-heading")
        if heading is None:
            continue  # A redirect.
        yield from _read_page(html, heading, page.relative_to(root).as_posix(), known)


def _pages(folder: Path) -> list[Path]:
    pages = [
        page
        for page in sorted(folder.rglob("*.html"))
        if not _LEFT_OUT.match(page.relative_to(folder).as_posix()) and page.name != "all.html"
    ]
    order = {name: place for family in FAMILIES for place, name in enumerate(family)}
    return sorted(pages, key=lambda page: order.get(page.stem.rpartition(".")[2], 0))


def _read_page(
    html: LexborHTMLParser, heading: LexborNode, page: str, known: dict[tuple[int, str], str]
) -> Iterator[Concept]:
    crate, _, rest = page.partition("/")
    kind, _, name = Path(page).stem.rpartition(".")
    modules = tuple(Path(rest).parent.parts)
    if not kind:
        kind, name = "module", "::".join((crate, *modules))
        modules = modules[:-1]
    title = {"macro": f"{name}!", "keyword": f"{name} keyword", "attr": f"#[{name}]"}.get(
        kind, name
    )
    if kind in ("primitive", "module", "derive"):
        title = f"{title} ({kind})"
    path = (BOOK, "::".join((crate, *modules)))
    level = 4 if _ADVANCED.match(rest) else 2
    since, unstable = _since(heading), _is_unstable(html.css(".main-heading ~ .item-info"))
    declaration = html.css_first("pre.item-decl")
    block = html.css_first(".top-doc .docblock")
    before, sections = _split(block)
    text = [to_markdown(declaration)] if declaration is not None and kind != "module" else []
    text += filter(None, map(to_markdown, before))
    nodes = [block] if block is not None else []
    if block is not None or kind != "module":
        yield Concept(
            page, ConceptKind.ITEM, crate, title, path, "\n\n".join(text), level, since, unstable,
            tuple(dict.fromkeys(links_of(page, nodes))),
        )  # fmt: skip
    for section, nodes in sections:
        anchor = section.attributes.get("id") or ""
        told = "\n\n".join(filter(None, map(to_markdown, nodes)))
        yield Concept(
            f"{page}#{anchor}", ConceptKind.SECTION, crate, inline(section), (*path, title), told,
            level, since, unstable, tuple(dict.fromkeys(links_of(page, nodes))),
        )  # fmt: skip
    family = next((n for n, names in enumerate(FAMILIES) if name in names), None)
    for own in html.css(_OWN_PARTS):
        for method in _methods(own):
            anchor = method.attributes.get("id") or ""
            if family is not None and known.setdefault((family, anchor), page) != page:
                continue
            if (concept := _method(method, anchor, page, (*path, title), name, level)) is not None:
                yield concept


def _methods(own: LexborNode) -> Iterator[LexborNode]:
    for section in own.css("section.method"):
        if re.match(r"(ty)?method\.\w+$", section.attributes.get("id") or ""):
            yield section


def _method(
    section: LexborNode, anchor: str, page: str, path: tuple[str, ...], owner: str, level: int
) -> Concept | None:
    summary = section.parent
    block = summary.next if summary is not None and summary.tag == "summary" else None
    while block is not None and block.tag == "-text":
        block = block.next
    signature = section.css_first("h4")
    if signature is None or block is None:
        return None  # Not documented, or documented at another type.
    name = anchor.rpartition(".")[2]
    declared = _SPACE.sub(" ", " ".join(_declared(signature))).strip()
    parts = [f"```rust\n{declared}\n```", to_markdown(block)]
    info = summary.css(".item-info") if summary is not None else []
    return Concept(
        f"{page}#{anchor}", ConceptKind.METHOD, page.partition("/")[0], f"{owner}::{name}", path,
        "\n\n".join(filter(None, parts)), level, _since(section), _is_unstable(info),
        tuple(dict.fromkeys(links_of(page, [block]))),
    )  # fmt: skip


def _declared(signature: LexborNode) -> Iterator[str]:
    """Yield the signature, and its bounds, which stand in a box of their own."""
    yield "".join(
        node.text() for node in signature.iter(include_text=True) if not node.css_matches("div")
    )
    yield from (node.text() for node in signature.css("div.where"))


def _split(
    block: LexborNode | None,
) -> tuple[list[LexborNode], list[tuple[LexborNode, list[LexborNode]]]]:
    """Return what stands before the first heading, and each heading with what is below it.

    Examples belong to what they show.
    """
    before: list[LexborNode] = []
    sections: list[tuple[LexborNode, list[LexborNode]]] = []
    current = before
    for node in block.iter() if block is not None else ():
        if node.tag in HEADINGS:
            if re.match(r"examples?\b", node.attributes.get("id") or ""):
                current = before if not sections else sections[-1][1]
            else:
                current = []
                sections.append((node, current))
        else:
            current.append(node)
    return before, [section for section in sections if section[1]]


def _since(node: LexborNode) -> str:
    since = node.css_first(".since")
    found = re.match(r"\d+\.\d+(\.\d+)?", since.text().strip()) if since is not None else None
    return found[0] if found else ""


def _is_unstable(infos: Iterable[LexborNode]) -> bool:
    return any(info.css_first(".stab.unstable") is not None for info in infos)
