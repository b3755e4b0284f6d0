"""What a description of code names: types, names, fields, numbers; read before a template is
filled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rust_agent_lsp.model.pattern import recase

PRIMITIVES = frozenset(
    re.findall(
        r"\w+",
        "bool char f32 f64 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize",
    )
)
STD_TYPES = frozenset(
    re.findall(
        r"\w+",
        "String Vec Option Result Box Rc Arc Cow RefCell Cell Mutex RwLock HashMap HashSet "
        "BTreeMap BTreeSet VecDeque BinaryHeap PathBuf Path Duration Instant Pin Weak Self "
        "Some None Ok Err Iterator IntoIterator Clone Copy Debug Display Default Drop Send "
        "Sync Sized Fn FnMut FnOnce From Into TryFrom TryInto AsRef AsMut Eq PartialEq Ord "
        "PartialOrd Hash ToString ToOwned Extend Future Deref DerefMut FromStr Error Borrow "
        "Any Unpin Command",
    )
)
"""Names that a new type must not take, and that a description uses for std's own."""

STRICT = frozenset(
    re.findall(
        r"\w+",
        "Self abstract as async await become box break const continue crate do dyn else enum "
        "extern false final fn for gen if impl in let loop macro match mod move mut override "
        "priv pub ref return self static struct super trait true try type typeof union unsafe "
        "unsized use virtual where while yield",
    )
)
"""Words that no name may be, those that Rust keeps for later included."""

_STOP = frozenset(
    re.findall(
        r"\w+",
        "a an and any are around as at be but by can do each every for from has have in "
        "inside into is it its like my no not of on one only or our over own so some that the "
        "their them then this to using via when where which while who whose will with within "
        "without you your",
    )
)
_WITHIN = r"[\w\s,:&']*"  # no macro, no expression
_TYPE = rf"&?[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*(?:<{_WITHIN}(?:<{_WITHIN}>{_WITHIN})*>)?"
_PAIR = re.compile(rf"\b([a-z_][a-z0-9_]*)\s*:\s+?({_TYPE})|\b([a-z_][a-z0-9_]*):({_TYPE})(?!:)")
_CAMEL = re.compile(r"(?<![\w:<-])[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(?![\w:<-]|!)")
_GENERIC = re.compile(rf"\b[A-Z]\w*<{_WITHIN}(?:<{_WITHIN}>{_WITHIN})*>")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_CALLED = re.compile(r"\b(?:called|named|name it|call it)\s+[`'\"]?([A-Za-z_][\w-]*)")
_QUOTED = re.compile(r"[`'\"]([A-Za-z_][\w-]*)[`'\"]")
_FOR = re.compile(r"\b(?:for|of|around)\s+(?:an?|the|my|our)\s+((?:[a-z]+[ -]?){1,3})")
_LIST = r"((?:[a-z_][a-z0-9_]*)(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)[a-z_][a-z0-9_]*)*)"
_FIELDS = {
    "required": re.compile(rf"\b(?:required|mandatory|obligatory)\s+(?:fields?\s+)?{_LIST}"),
    "optional": re.compile(rf"\boptional\s+(?:fields?\s+)?{_LIST}"),
    "plain": re.compile(rf"\b(?:fields?|with|of|having)\s+(?:the\s+)?(?:fields?\s+)?{_LIST}"),
}
_NUMBER = re.compile(r"(?<![\w.:-])(\d[\d_]*(?:\.\d+)?)(?![\w.]*\d|:)")
_PORT = re.compile(r"\bport\s+(\d{1,5})\b")
_ADDRESS = re.compile(r"\b(?:\d{1,3}(?:\.\d{1,3}){3}|localhost):\d{1,5}\b")

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the words beside it."""

    text: str
    around: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a description names. `types` are names of types in the order of their weight, `called`
    names that were given outright, `subject` is the thing it is for, as a type's name or empty.
    Fields have a type where one was named, else an empty one."""

    text: str
    types: tuple[str, ...]
    called: tuple[str, ...]
    subject: str
    builtin: tuple[str, ...]
    required: Fields
    optional: Fields
    plain: Fields
    numbers: tuple[Number, ...]
    address: str
    port: str

    def without_names(self) -> str:
        """Return the description without the user's own names, for those who look for meaning."""
        text = self.text
        for name in (*self.types, *self.called):
            text = re.sub(rf"[`'\"]?\b{re.escape(name)}\b[`'\"]?", " ", text)
        short = " ".join(text.split())
        return short if len(short) > 3 else self.text


def read_wish(text: str) -> Wish:
    """Read a description in plain words."""
    called = tuple(dict.fromkeys([*_CALLED.findall(text), *_QUOTED.findall(text)]))
    kinds = {a or b: c or d for a, c, b, d in _PAIR.findall(text)}
    pairs = tuple((name, kind) for name, kind in kinds.items() if is_name(name))
    lists = {role: _listed(pattern, text, kinds) for role, pattern in _FIELDS.items()}
    port, address = _PORT.search(text), _ADDRESS.search(text)
    typed = {kind for _, kind in pairs}
    return Wish(
        text,
        tuple(name for name in _types(text, called) if name not in typed),
        called,
        _subject(text),
        tuple(kind for kind in _builtin(text) if kind not in typed),
        lists["required"],
        lists["optional"],
        pairs or lists["plain"],
        tuple(_numbers(text)),
        address[0].replace("localhost", "127.0.0.1") if address else "",
        port[1] if port and int(port[1]) < 65536 else "",
    )


def is_name(word: str) -> bool:
    """Say whether `word` can be the name of something in Rust."""
    return bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", word)) and word not in STRICT


def _types(text: str, called: tuple[str, ...]) -> list[str]:
    """Return the custom types: those after `called`, then those after `for`, then all others."""
    found: list[tuple[int, int, str]] = []
    for match in _CAMEL.finditer(text):
        name, before = match[0], text[: match.start()].split()
        plain = not re.search(r"[a-z0-9][A-Z]", name)
        if name in STD_TYPES or (not before and plain and name not in called):
            continue
        last = before[-1].lower() if before else ""
        weight = 0 if name in called else 1 if last in ("for", "of", "around") else 2
        found.append((weight, match.start(), name))
    return list(dict.fromkeys(name for _, _, name in sorted(found)))


def _builtin(text: str) -> list[str]:
    """Return the types of Rust's own that are named, in order."""
    found = [(m.start(), m[0]) for m in _GENERIC.finditer(text)]
    bare = _GENERIC.sub(lambda m: " " * len(m[0]), text)
    for match in _WORD.finditer(bare):
        if match[0] in PRIMITIVES or match[0] in ("String", "PathBuf", "Duration"):
            found.append((match.start(), match[0]))
    return [name for _, name in sorted(found)]


def _subject(text: str) -> str:
    found = _FOR.search(text)
    words: list[str] = []
    for word in found[1].replace("-", " ").split() if found else ():
        if word in _STOP:
            break
        words.append(word)
    name = recase("_".join(words[:3]), "pascal")
    return name if name and name not in STD_TYPES else ""


def _listed(pattern: re.Pattern[str], text: str, kinds: dict[str, str]) -> Fields:
    found = pattern.search(text)
    words = re.findall(r"[a-z_][a-z0-9_]*", found[1]) if found else []
    names = [w for w in words if w not in _STOP and w not in ("fields", "field") and is_name(w)]
    return tuple((name, kinds.get(name, "")) for name in dict.fromkeys(names))


def _numbers(text: str) -> list[Number]:
    found = []
    for match in _NUMBER.finditer(text):
        before = _WORD.findall(text[: match.start()])[-3:]
        after = _WORD.findall(text[match.end() :])[:2]
        words = {word.lower().rstrip("s") for word in (*before, *after)} - _STOP
        found.append(Number(match[1], frozenset(words)))
    return found
