"""Small pages in the shapes that mdBook and rustdoc give theirs, read into concepts."""

# ruff: noqa: E501 - pages as the tools write them

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.ingest.book_pages import read_book, resolve
from rust_agent_lsp.ingest.std_pages import read_std
from rust_agent_lsp.model.concept import Concept, ConceptKind
from rust_agent_lsp.model.errors import ToolchainError

TOC = """<html><body><ol class="chapter">
<li class="chapter-item"><span class="chapter-link-wrapper"><a href="intro.html">Introduction</a></span></li>
<li class="chapter-item"><span class="chapter-link-wrapper"><a href="owning.html"><strong>1.</strong> Owning</a></span>
<ol class="section"><li class="chapter-item"><span class="chapter-link-wrapper"><a href="moving.html"><strong>1.1.</strong> Moving</a></span></li></ol></li>
<li class="chapter-item"><span class="chapter-link-wrapper"><a href="missing.html">Not installed</a></span></li>
</ol></body></html>"""

MOVING = """<html><body><nav><h1 id="menu">Menu</h1></nav><main>
<h1 id="moving"><a class="header" href="#moving">Moving</a></h1>
<p>A value <em>moves</em> to one owner; see <a href="owning.html#who">who</a>,
<a href="../core/mem/fn.swap.html">swap</a> and <a href="https://example.org">elsewhere</a>.</p>
<section class="note"><h3 id="aside">An aside</h3><p>Copies do not move.</p></section>
<h2 id="rules">Rules</h2>
<h3 id="first">The first</h3>
<div class="rule" id="r-moving.once"><a class="rule-link" href="#r-moving.once">[moving.once]</a></div>
<p>A value moves <code>once</code>.</p>
<ul><li>Not twice.</li><li><p>Never.</p><ol><li>Really.</li></ol></li></ul>
<pre class="playground"><code class="language-rust"><span class="boring">fn main() {
</span>let a = b;
<span class="boring">}</span></code></pre>
<div class="rule" id="r-moving.empty"></div>
<h2 id="table">A table</h2><table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3</td></tr></table>
</main></body></html>"""

ITEM = """<html><body><section id="main-content">
<div class="main-heading"><h1>Struct Jar</h1><span class="sub-heading"><span class="since">1.2.0</span></span></div>
<pre class="rust item-decl"><code>pub struct Jar;</code></pre>
<details class="toggle top-doc"><summary>Expand</summary><div class="docblock"><p>Keeps things.</p>
<h2 id="examples">Examples</h2><div class="example-wrap"><pre class="rust"><code>Jar;</code></pre></div>
<h2 id="opening">Opening</h2><p>Turn the lid.</p></div></details>
<div id="implementations-list">{methods}</div>
<div id="trait-implementations-list"><details class="method-toggle"><summary>
<section id="method.clone" class="method"><h4>fn clone()</h4></section></summary>
<div class="docblock"><p>Copies.</p></div></details></div>
</section></body></html>"""

METHOD = """<details class="toggle method-toggle"><summary><section id="method.{name}" class="method">
<span class="since">1.{since}.0</span><h4 class="code-header">pub fn {name}(&amp;self) -&gt; u8<div class="where">where
Self: Sized</div></h4></section>{info}</summary><div class="docblock"><p>{text}</p></div></details>"""

NIGHTLY = '<span class="item-info"><div class="stab unstable">nightly-only</div></span>'


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    book = tmp_path / "book"
    book.mkdir()
    (book / "toc.html").write_text(TOC)
    (book / "intro.html").write_text("<html><body><main><h1 id='hi'>Hi</h1></main></body></html>")
    (book / "owning.html").write_text("<main><h1 id='who'>Who</h1><p>You.</p></main>")
    (book / "moving.html").write_text(MOVING)
    (book / "print.html").write_text(MOVING)
    jars = tmp_path / "std" / "jar"
    jars.mkdir(parents=True)
    methods = METHOD.format(name="open", since=3, info="", text="Opens the jar.")
    methods += METHOD.format(name="shake", since=4, info=NIGHTLY, text="Shakes it.")
    (jars / "struct.Jar.html").write_text(ITEM.format(methods=methods))
    (jars / "old.html").write_text('<meta http-equiv="refresh" content="0;URL=struct.Jar.html">')
    for name in ("i32", "u8"):
        methods = METHOD.format(name="abs", since=0, info="", text="Without its sign.")
        methods += METHOD.format(name=f"as_{name}", since=0, info="", text="As it is.")
        (tmp_path / "std" / f"primitive.{name}.html").write_text(ITEM.format(methods=methods))
    return tmp_path


def by_id(concepts: list[Concept]) -> dict[str, Concept]:
    assert len({c.id for c in concepts}) == len(concepts)
    return {c.id: c for c in concepts}


def test_a_book_is_read_by_its_table_of_contents(docs: Path) -> None:
    found = by_id(list(read_book(docs, "book")))
    assert {c.page for c in found.values()} == {
        "book/intro.html",
        "book/owning.html",
        "book/moving.html",
    }
    aside = found["book/moving.html#aside"]
    assert aside.path == ("The Rust Programming Language", "Owning", "Moving")
    assert aside.title == "An aside"
    assert aside.text == "Copies do not move."
    assert found["book/moving.html#moving"].links == (
        "book/owning.html#who",
        "std/mem/fn.swap.html",
    )


def test_rules_lists_code_and_tables(docs: Path) -> None:
    found = by_id(list(read_book(docs, "book")))
    rule = found["book/moving.html#r-moving.once"]
    assert rule.kind is ConceptKind.RULE
    assert rule.text == (
        "A value moves `once`.\n\n- Not twice.\n- Never.\n  1. Really.\n\n```rust\nlet a = b;\n```"
    )
    assert found["book/moving.html#first"].text == rule.text
    # A section with nothing of its own names its parts; a rule before a heading is about that.
    assert found["book/moving.html#rules"].text == "- The first"
    table = "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |"
    assert found["book/moving.html#table"].text == table
    assert found["book/moving.html#r-moving.empty"].text == table


def test_items_methods_and_sections_of_std(docs: Path) -> None:
    found = by_id(list(read_std(docs)))
    jar = found["std/jar/struct.Jar.html"]
    assert (jar.title, jar.since, jar.unstable) == ("Jar", "1.2.0", False)
    assert jar.text == "```rust\npub struct Jar;\n```\n\nKeeps things.\n\n```rust\nJar;\n```"
    assert found["std/jar/struct.Jar.html#opening"].text == "Turn the lid."
    opened = found["std/jar/struct.Jar.html#method.open"]
    assert opened.title == "Jar::open"
    assert opened.since == "1.3.0"
    assert opened.text.startswith("```rust\npub fn open(&self) -> u8 where Self: Sized\n```")
    assert found["std/jar/struct.Jar.html#method.shake"].unstable
    # Other traits' methods are told at their traits.
    assert "std/jar/struct.Jar.html#method.clone" not in found


def test_methods_that_all_integers_share_are_told_once(docs: Path) -> None:
    found = by_id(list(read_std(docs)))
    assert "std/primitive.i32.html#method.abs" in found
    assert "std/primitive.u8.html#method.abs" not in found
    assert "std/primitive.u8.html#method.as_u8" in found


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("#here", "book/a.html#here"),
        ("b.html", "book/b.html"),
        ("../alloc/vec/struct.Vec.html#x", "std/vec/struct.Vec.html#x"),
        ("https://doc.rust-lang.org/stable/std/mem/index.html", "std/mem/index.html"),
        ("https://elsewhere.org/a.html", ""),
        ("mailto:a@b.c", ""),
        ("../../../etc/passwd.html", ""),
        ("picture.png", ""),
    ],
)
def test_links_stay_within_the_documentation(href: str, target: str) -> None:
    assert resolve("book/a.html", href) == target


def test_a_page_that_cannot_be_read_is_named(docs: Path) -> None:
    (docs / "book" / "owning.html").unlink()
    (docs / "book" / "owning.html").mkdir()
    list(read_book(docs, "book"))
    (docs / "book" / "toc.html").unlink()
    with pytest.raises(ToolchainError, match=r"toc\.html"):
        list(read_book(docs, "book"))
