"""Fills the holes that rustc leaves when it shows a call with all its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.names import locals_at, primitive_names
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.diagnostic import Suggestion
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit
from rust_agent_lsp.syntax.calls import calls_of, functions_named, parameters
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import plain

_HOLE = re.compile(r"/\* (.+?)(?: value)? \*/")


class FillCall(FixRule):
    """Passes a local of the missing type, or the plainest value of it, for each lacking argument.

    Which value is meant is a guess, unless one local alone has the type.
    """

    codes: ClassVar = ("E0061", "E0057", "E0060")
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
struct Style;
fn draw(text: &str, width: usize, style: &Style) -> usize {
    let _ = style;
    text.len() + width
}
fn main() {
    let bold = Style;
    draw("a", &bold);
}
""",
            after="""\
struct Style;
fn draw(text: &str, width: usize, style: &Style) -> usize {
    let _ = style;
    text.len() + width
}
fn main() {
    let bold = Style;
    draw("a", 0, &bold);
}
""",
            code="E0061",
        ),
        Example(
            before="""\
struct Style;
fn draw(text: &str, width: usize, style: Style) -> usize {
    let _ = style;
    text.len() + width
}
fn main() {
    draw();
}
""",
            after="""\
struct Style;
fn draw(text: &str, width: usize, style: Style) -> usize {
    let _ = style;
    text.len() + width
}
fn main() {
    draw("", 0, Style);
}
""",
            code="E0061",
        ),
        Example(
            before="pub fn f() -> i32 {\n    let triple = |x| x * 3;\n"
            "    triple() + triple(4)\n}\n",
            after="pub fn f() -> i32 {\n    let triple = |x| x * 3;\n"
            "    triple(0) + triple(4)\n}\n",
            code="E0057",
        ),
        Example(
            before='use std::ffi::{c_char, c_int};\nunsafe extern "C" {\n'
            "    fn printf(_: *const c_char, ...) -> c_int;\n}\npub fn f() {\n"
            "    unsafe { printf() };\n}\n",
            after='use std::ffi::{c_char, c_int};\nunsafe extern "C" {\n'
            "    fn printf(_: *const c_char, ...) -> c_int;\n}\npub fn f() {\n"
            '    unsafe { printf(c"".as_ptr()) };\n}\n',
            code="E0060",
        ),
    )
    refuses: ClassVar = (
        "struct Key(u8);\nfn open(key: Key, n: u8) -> u8 {\n    key.0 + n\n}\n"
        "fn main() {\n    open(1);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        for suggestion in site.diagnostic.suggestions:
            values: list[tuple[str, bool]] = []
            files = _filled(site, suggestion, values)
            if files is None or not values:
                continue
            sure = all(own for _, own in values)
            words = ", ".join(f"`{value}`" for value, _ in values)
            yield Candidate(
                self.id,
                f"Pass {words}",
                files,
                Safety.CHANGES_BEHAVIOUR if sure else Safety.GUESS,
                "" if sure else "The value is a guess.",
            )
            return


def _filled(
    site: Site, suggestion: Suggestion, values: list[tuple[str, bool]]
) -> tuple[FileEdit, ...] | None:
    """Return the suggested edits without holes, and add what fills them to `values`."""
    files = []
    for file in suggestion.edits:
        edits = []
        for edit in file.edits:
            text = edit.text
            for hole in _HOLE.finditer(edit.text):
                value = _value(site, hole[1], {v for v, _ in values})
                if value is None:
                    return None
                values.append(value)
                text = text.replace(hole[0], value[0], 1)
            old = site.source.slice(edit.span)
            # rustc leaves out an argument that does not fit; it is the user's, so we do not.
            if any(word not in text for word in re.findall(r'"[^"]*"|\w+', old)):
                return None
            edits.append(Edit(edit.span, text))
        files.append(FileEdit(file.path, tuple(edits)))
    return tuple(files)


def _value(site: Site, kind: str, taken: set[str]) -> tuple[str, bool] | None:
    """Return a value for a hole, and whether it is the only local of its type."""
    if re.fullmatch(r"[a-z_]\w*", kind) and kind not in primitive_names():
        if binding_of(site.node, kind) is not None:
            return kind, True
        passed = _passed_elsewhere(site, kind)
        return (passed, False) if passed is not None else None
    if kind.startswith("*"):
        return _pointer(site, kind), False
    fitting = [name for name in _locals_of(site, plain(kind)) if name not in taken]
    if len(fitting) == 1:
        return fitting[0], True
    bare = kind.removeprefix("&").strip()
    value = plain_value(site, kind) or plain_value(site, bare) or _unit_struct(site, bare)
    if value is None:
        return ("0", False) if kind == "{integer}" else None
    return (value if value.startswith(("&", '"')) or bare == kind else f"&{value}"), False


def _pointer(site: Site, kind: str) -> str:
    """Return an empty text for a pointer to characters, else the null pointer."""
    if re.fullmatch(r"\*const (?:\w+::)*(?:i8|c_char)", kind):
        return 'c"".as_ptr()'
    if kind == "*const u8":
        return 'b"\\0".as_ptr()'
    return "std::ptr::null_mut()" if kind.startswith("*mut") else "std::ptr::null()"


def _passed_elsewhere(site: Site, parameter: str) -> str | None:
    """Return a plain value of the type that other calls pass for a parameter without a type."""
    name = text_of(site.node).partition("(")[0].partition("::<")[0]
    binding = binding_of(site.node, name)
    made: Node | None = binding.value if binding is not None else None
    listed: list[str] = []
    if made is not None and made.type == "closure_expression":
        inside = made.child_by_field_name("parameters")
        listed = [text_of(n) for n in inside.named_children] if inside is not None else []
    for function in functions_named(site.source, name):
        patterns = (p.child_by_field_name("pattern") for p in parameters(function))
        listed = [text_of(p) if p is not None else "" for p in patterns]
    if parameter not in listed:
        return None
    index = listed.index(parameter)
    for call in calls_of(site.source, name):
        if len(call.arguments) > index and call.node.start_byte != site.node.start_byte:
            node = site.source.node_at(call.arguments[index])
            kind = value_type(site.source, node)
            value = plain_value(site, kind) if kind is not None else None
            if value is not None:
                return value
    return None


def _locals_of(site: Site, kind: str) -> Iterator[str]:
    for node in locals_at(site.node):
        binding = binding_of(site.node, text_of(node))
        if binding is None or binding.node != node:
            continue
        written: Node | None = binding.type
        known = text_of(written) if written is not None else None
        if known is None and binding.value is not None:
            known = value_type(site.source, binding.value)
        if known is not None and plain(known) == kind:
            yield binding.name
        elif known is not None and f"&{plain(known)}" == kind:
            yield f"&{binding.name}"


def _unit_struct(site: Site, name: str) -> str | None:
    item = find_item(site, name, "type")
    if item is None or item.node.type != "struct_item":
        return None
    return name if item.node.child_by_field_name("body") is None else None
