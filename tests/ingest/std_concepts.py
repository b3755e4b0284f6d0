"""A few concepts of std's, as the ingestion writes them, for tests that need no documentation."""

from __future__ import annotations

from rust_agent_lsp.model.concept import Concept, ConceptKind

BOOK = "The Rust Standard Library"
_ITEMS = (
    "primitive.i32", "primitive.u64", "primitive.str", "primitive.slice", "vec/index",
    "vec/struct.Vec", "string/struct.String", "string/trait.ToString", "option/enum.Option",
    "result/enum.Result", "mem/fn.take", "mem/fn.swap", "mem/index", "macro.vec", "macro.matches",
    "collections/struct.HashMap", "collections/hash_map/struct.HashMap", "sync/struct.Mutex",
    "collections/hash_map/enum.Entry", "collections/hash_map/index", "iter/trait.Iterator",
    "fmt/trait.Display", "sync/struct.Arc", "iter/struct.Peekable", "str/struct.Chars",
    "str/index", "collections/struct.BinaryHeap",
)  # fmt: skip
_ITERATORS = ("Peekable", "Chars")
_METHODS = {
    "primitive.i32": ("from_str_radix(src: &str) -> Result<Self, ParseIntError>",),
    "primitive.str": ("chars(&self) -> Chars<'_>", "len(&self) -> usize"),
    "primitive.slice": ("len(&self) -> usize", "sort(&mut self)"),
    "vec/struct.Vec": ("new() -> Vec<T>", "push(&mut self, value: T)"),
    "string/struct.String": ("push_str(&mut self, string: &str)", "push(&mut self, ch: char)"),
    "option/enum.Option": (
        "map(self, f: F) -> Option<U>\nwhere F: FnOnce(T) -> U", "unwrap(self) -> T"
    ),
    "result/enum.Result": ("unwrap(self) -> T",),
    "collections/struct.HashMap": (
        "new() -> HashMap<K, V, RandomState>", "entry(&mut self, key: K) -> Entry<'_, K, V>"
    ),
    "collections/hash_map/struct.HashMap": ("entry(&mut self, key: K) -> Entry<'_, K, V>",),
    "collections/hash_map/enum.Entry": ("or_insert(self, default: V) -> &'a mut V",),
    "sync/struct.Mutex": ("new(t: T) -> Mutex<T>", "lock(&self) -> LockResult<MutexGuard<'_, T>>"),
    "iter/trait.Iterator": ("map(self, f: F) -> Map<Self, F>", "peekable(self) -> Peekable<Self>",
                            "enumerate(self) -> Enumerate<Self>"),
    "iter/struct.Peekable": ("peek(&mut self) -> Option<&I::Item>",),
    "collections/struct.BinaryHeap": ("peek(&self) -> Option<&T>",),
}  # fmt: skip


def std_concepts() -> list[Concept]:
    """Return them, items before their methods."""
    found = []
    for item in _ITEMS:
        name = item.rpartition(".")[2]
        text = f"An iterator {name}." if name in _ITERATORS else f"About {name}."
        found.append(_concept(f"std/{item}.html", ConceptKind.ITEM, name, text))
        for method in _METHODS.get(item, ()):
            called = method.partition("(")[0]
            identifier = f"std/{item}.html#method.{called}"
            text = f"```rust\npub fn {method}\n```\n\nDoes it."
            title = f"{name}::{called}"
            found.append(_concept(identifier, ConceptKind.METHOD, title, text))
    return found


def _concept(identifier: str, kind: ConceptKind, title: str, text: str) -> Concept:
    return Concept(identifier, kind, "std", title, (BOOK, "std"), text, 2)
