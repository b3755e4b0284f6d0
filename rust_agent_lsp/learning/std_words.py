"""The words that are Rust's and std's own: all that a learned form may hold besides signs."""

from __future__ import annotations

from rust_agent_lsp.syntax.keywords import KEYWORDS

_MORE_KEYWORDS = (
    "await box break continue crate extern false in Self self super then true try union yield _"
)
_TYPES = """
    bool char str i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 String Vec
    VecDeque HashMap HashSet BTreeMap BTreeSet BinaryHeap LinkedList Box Rc Arc Weak Cell
    RefCell Mutex RwLock OnceCell OnceLock LazyLock Cow Pin Option Some None Result Ok Err Path
    PathBuf OsStr OsString Duration Instant Range Iterator IntoIterator Ordering PhantomData Fn
    FnMut FnOnce Send Sync Sized Copy Clone Debug Display Default PartialEq Eq PartialOrd Ord
    Hash From Into TryFrom TryInto AsRef AsMut Deref DerefMut Drop ToString ToOwned Borrow
    BorrowMut Error Add Sub Mul Div Rem Neg Not Index IndexMut FromStr Write Read BufRead
    Wrapping
"""
_PATHS = "std core alloc collections rc sync cell fmt io mem iter ops cmp convert borrow num time"
_METHODS = """
    clone cloned copied to_owned to_string to_vec into into_iter iter iter_mut from try_from
    try_into as_str as_bytes as_ref as_mut as_deref as_deref_mut as_slice as_mut_slice as_ptr
    as_path into_boxed_slice into_boxed_str into_string into_bytes into_inner into_keys
    into_values borrow borrow_mut lock read write get get_mut get_or_insert_with unwrap
    unwrap_or unwrap_or_else unwrap_or_default expect ok err ok_or ok_or_else map map_err map_or
    map_or_else and_then or or_else or_default or_insert or_insert_with entry take replace swap
    len is_empty is_some is_none is_ok is_err push push_str pop insert remove extend append
    contains contains_key first last first_mut last_mut chars bytes lines split split_whitespace
    trim collect filter filter_map flat_map flatten fold sum product min max count rev zip
    enumerate skip step_by chain cycle peekable peek next nth any all find position find_map
    for_each inspect cmp partial_cmp eq ne lt le gt ge abs pow sqrt default new with_capacity
    downgrade upgrade make_mut get_unchecked drain retain sort sort_by sort_by_key sort_unstable
    dedup reverse join concat repeat parse display to_path_buf to_str to_string_lossy
    is_some_and is_none_or values values_mut keys split_at split_at_mut chunks windows
    saturating_add saturating_sub saturating_mul wrapping_add wrapping_sub wrapping_mul
    checked_add checked_sub checked_mul checked_div overflowing_add to_le_bytes to_be_bytes
    from_utf8 from_utf8_lossy ptr_eq drop copy_from_slice clone_from split_off leak by_ref
    to_lowercase to_uppercase eq_ignore_ascii_case to_ascii_lowercase min_by max_by min_by_key
    max_by_key is_finite round floor ceil as_millis as_secs elapsed spawn
"""
_MACROS_AND_MARKS = "vec format matches dbg derive must_use inline non_exhaustive println eprintln"

KEYWORD_SET = (KEYWORDS - {"then"}) | frozenset(_MORE_KEYWORDS.split())
"""What can never be the user's own name."""

TYPE_WORDS = frozenset(_TYPES.split())
"""Types and traits of std, which a diagnostic may name instead."""

STD_WORDS = (
    TYPE_WORDS
    | frozenset(_PATHS.split())
    | frozenset(_METHODS.split())
    | frozenset(_MACROS_AND_MARKS.split())
)
"""Names of std's that stand for themselves; every other name is the user's."""

LIFETIMES = frozenset(("'a", "'static", "'_"))
"""Lifetimes that tell nothing of the user's code."""

NOT_A_REPAIR = frozenset(
    ("todo", "unimplemented", "unreachable", "panic", "unsafe", "allow", "expect_used", "cfg")
)
"""What silences an error without repairing the program."""
