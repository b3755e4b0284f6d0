"""Well-known names of the standard library and the paths by which they are reached."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """Split a text at its white space: a list of words that stays short on the page."""
    return tuple(text.split())


# Module below `std` -> the names in it; where a name has several homes, the likelier comes first.
_HOMES = {
    "collections": "HashMap HashSet BTreeMap BTreeSet VecDeque BinaryHeap LinkedList",
    "collections::hash_map": "Entry DefaultHasher",
    "rc": "Rc Weak",
    "sync": (
        "Arc Mutex MutexGuard RwLock Condvar Once OnceLock LazyLock Barrier mpsc PoisonError Weak"
    ),
    "sync::atomic": (
        "AtomicBool AtomicI32 AtomicI64 AtomicIsize AtomicU8 AtomicU32 AtomicU64 AtomicUsize "
        "AtomicPtr Ordering"
    ),
    "sync::mpsc": "Sender Receiver SyncSender channel",
    "cell": "Cell RefCell UnsafeCell OnceCell LazyCell Ref RefMut",
    "fmt": "Display Formatter Debug Write LowerHex UpperHex Binary Result",
    "io": (
        "Write Result Read BufRead BufReader BufWriter Seek SeekFrom Cursor ErrorKind Stdin "
        "Stdout stdin stdout stderr Error"
    ),
    "fs": "File OpenOptions DirEntry read_to_string read_dir create_dir remove_file Metadata",
    "path": "Path PathBuf",
    "time": "Duration Instant SystemTime UNIX_EPOCH",
    "thread": "JoinHandle spawn sleep scope Builder",
    "cmp": "Ordering Reverse max min PartialOrd Ord",
    "mem": (
        "swap replace take size_of size_of_val MaybeUninit ManuallyDrop transmute discriminant"
    ),
    "ops": (
        "Add Sub Mul Div Rem Neg Not AddAssign SubAssign MulAssign DivAssign RemAssign Index "
        "IndexMut Deref DerefMut Range RangeInclusive RangeBounds Bound ControlFlow BitAnd "
        "BitOr BitXor Shl Shr"
    ),
    "convert": "Infallible TryFrom TryInto AsRef AsMut identity",
    "borrow": "Cow Borrow BorrowMut ToOwned",
    "str": "FromStr Chars Utf8Error from_utf8 SplitWhitespace Lines",
    "string": "FromUtf8Error ToString",
    "error": "Error",
    "env": "args var current_dir Args",
    "process": "Command exit ExitCode Child Stdio",
    "marker": "PhantomData PhantomPinned",
    "iter": (
        "FromIterator Peekable Sum Product Rev Enumerate once repeat from_fn successors zip "
        "FusedIterator"
    ),
    "hash": "Hash Hasher BuildHasher",
    "any": "Any TypeId type_name",
    "num": (
        "ParseIntError ParseFloatError NonZeroU8 NonZeroU32 NonZeroUsize Wrapping TryFromIntError"
    ),
    "net": "TcpListener TcpStream UdpSocket IpAddr Ipv4Addr Ipv6Addr SocketAddr",
    "future": "Future ready",
    "pin": "Pin pin",
    "task": "Context Poll Waker",
    "ffi": "CString CStr OsString OsStr c_int c_char c_void",
    "ptr": "NonNull",
    "alloc": "Layout",
    "array": "IntoIter",
    "f64::consts": "PI E TAU",
}
_MODULES = words(
    "any array borrow cell char cmp collections convert env error f32 f64 ffi fmt fs future "
    "hash i32 io iter marker mem net num ops option path pin process ptr rc result slice str "
    "string sync task thread time u32 u64 u8 vec"
)

PATHS: dict[str, tuple[str, ...]] = {}
"""Name -> the `std::…` paths that end with it, the likeliest first."""
for _home, _names in _HOMES.items():
    for _name in words(_names):
        PATHS[_name] = (*PATHS.get(_name, ()), f"std::{_home}::{_name}")
MODULES: dict[str, str] = {name: f"std::{name}" for name in _MODULES} | {"mpsc": "std::sync::mpsc"}

PRELUDE_TRAITS = words(
    "Clone Copy Default Drop Eq Fn FnMut FnOnce From Into Iterator IntoIterator Extend Ord "
    "PartialEq PartialOrd Send Sync Sized ToOwned ToString AsRef AsMut TryFrom TryInto "
    "DoubleEndedIterator ExactSizeIterator FromIterator Unpin"
)

# Traits that have to be in scope for a method -> these methods.
_TRAITS = {
    "std::io::BufRead": "read_line lines",
    "std::io::Read": "read_to_string read_to_end read_exact read bytes",
    "std::io::Write": "write_all flush write",
    "std::fmt::Write std::io::Write": "write_fmt",
    "std::fmt::Write": "write_str write_char",
    "std::io::Seek": "seek",
    "std::str::FromStr": "from_str",
    "std::hash::Hash": "hash",
    "std::hash::Hasher": "finish",
    "std::borrow::Borrow": "borrow",
    "std::borrow::BorrowMut": "borrow_mut",
    "std::ops::Deref": "deref",
    "std::ops::DerefMut": "deref_mut",
    "std::ops::Add": "add",
    "std::ops::Sub": "sub",
    "std::ops::Mul": "mul",
    "std::ops::Div": "div",
    "std::ops::Neg": "neg",
    "std::ops::Not": "not",
    "std::ops::Index": "index",
    "std::fmt::Display std::fmt::Debug": "fmt",
    "std::error::Error": "source",
    "std::any::Any": "type_id",
    "std::future::Future": "poll",
    "std::net::ToSocketAddrs": "to_socket_addrs",
}
METHOD_TRAITS: dict[str, tuple[str, ...]] = {
    method: words(traits) for traits, methods in _TRAITS.items() for method in words(methods)
}

METHODS = words(
    "abs all and and_then any append as_bytes as_deref as_mut as_ref as_slice as_str borrow "
    "borrow_mut bytes capacity ceil chain chars checked_add checked_div checked_mul "
    "checked_sub chunks clear clone cloned cmp collect concat contains contains_key copied "
    "count cycle dedup default div_euclid drain elapsed ends_with entry enumerate eq expect "
    "extend file_name fill filter filter_map find find_map first flat_map flatten floor "
    "flush fold for_each get get_mut get_or_insert_with insert into into_inner into_iter "
    "is_alphabetic is_alphanumeric is_ascii_digit is_digit is_empty is_err is_lowercase "
    "is_none is_numeric is_ok is_some is_uppercase is_whitespace iter iter_mut join keys "
    "last leading_zeros len lines lock map map_err map_or map_or_else max max_by max_by_key "
    "min min_by min_by_key ne next nth ok ok_or ok_or_else or or_default or_else or_insert "
    "or_insert_with parse partition path peek peekable pop pop_back pop_front position pow "
    "powf powi product push push_back push_front push_str read read_line read_to_string recv "
    "rem_euclid remove repeat replace reserve resize retain rev reverse rfind round "
    "saturating_add saturating_sub scan send set skip skip_while sort sort_by sort_by_key "
    "sort_unstable split split_at split_off split_whitespace splitn sqrt starts_with step_by "
    "strip_prefix strip_suffix sum swap swap_remove take take_while to_ascii_uppercase "
    "to_lowercase to_owned to_string to_uppercase to_vec trim trim_end trim_start truncate "
    "try_from try_into unwrap unwrap_err unwrap_or unwrap_or_default unwrap_or_else unzip "
    "values values_mut windows with_capacity wrapping_add wrapping_mul wrapping_sub write "
    "write_all zip"
)
"""Methods of the types that every program uses."""


def paths_of(name: str, what: str) -> tuple[str, ...]:
    """Return the paths of a name where `what` ("type", "function …", "value") fits its form."""
    is_type = name[:1].isupper() and not name.isupper()
    if what == "value" and is_type:
        return ()
    if not what.startswith(("value", "function")) and name[:1].islower():
        return ()
    return PATHS.get(name, ())
