"""What a compiler message says once the user's own names are taken out, so that like meets like."""

from __future__ import annotations

import re

PLACEHOLDER = "`_`"

# Words between backticks that belong to Rust, not to the user: they tell errors apart.
_RUSTS_OWN = frozenset(
    re.findall(
        r"\w+",
        """
        as async await break const continue crate dyn else enum extern false fn for gen if impl in
        let loop macro_rules match mod move mut pub ref return self Self static struct super trait
        true type union unsafe use where while yield box typeof
        main derive repr cfg inline no_mangle test allow deny
        Copy Clone Debug Default Display Drop Eq PartialEq Ord PartialOrd Hash From Into Iterator
        IntoIterator FromIterator Deref DerefMut AsRef Send Sync Sized Unpin Fn FnMut FnOnce Future
        Add Sub Mul Div Neg Not Index IndexMut Termination Try FromResidual Error
        Option Result Some None Ok Err Box Rc Arc Cell RefCell Mutex RwLock Vec String Pin
        bool char str i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64
        """,
    )
)
_QUOTED = re.compile(r"`([^`]*)`")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9][0-9_.]*")
_NUMBER = re.compile(r"(?<![\w`])[0-9][0-9_.,]*(?:st|nd|rd|th)?\b")


def mask(text: str) -> str:
    """Return `text` with every quoted name and every number replaced by a placeholder.

    What stands between backticks is kept when all its words are Rust's own (keywords, names of
    the standard library), when it is an attribute (`#[repr]`) or when it holds no word at all, as
    in ``expected `;` ``. Masking twice changes nothing more.
    """
    return _NUMBER.sub("0", _QUOTED.sub(_masked_quote, text))


def _masked_quote(quote: re.Match[str]) -> str:
    quoted = quote[1]
    own = quoted.startswith("#[") or all(word in _RUSTS_OWN for word in _WORD.findall(quoted))
    return quote[0] if quoted and own else PLACEHOLDER
