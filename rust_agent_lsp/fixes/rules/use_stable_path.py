"""Takes the stable way to what an unstable module offers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_STABLE = {
    "abort": "process::abort",
    "align_of": "mem::align_of",
    "align_of_val": "mem::align_of_val",
    "black_box": "hint::black_box",
    "cold_path": "hint::cold_path",
    "copy": "ptr::copy",
    "copy_nonoverlapping": "ptr::copy_nonoverlapping",
    "discriminant_value": "mem::discriminant",
    "drop_in_place": "ptr::drop_in_place",
    "forget": "mem::forget",
    "min_align_of": "mem::align_of",
    "min_align_of_val": "mem::align_of_val",
    "needs_drop": "mem::needs_drop",
    "read_via_copy": "ptr::read",
    "size_of": "mem::size_of",
    "size_of_val": "mem::size_of_val",
    "transmute": "mem::transmute",
    "type_id": "any::TypeId::of",
    "type_name": "any::type_name",
    "unreachable": "hint::unreachable_unchecked",
    "volatile_load": "ptr::read_volatile",
    "volatile_store": "ptr::write_volatile",
    "write_bytes": "ptr::write_bytes",
}
_METHODS = {
    "bswap": "swap_bytes", "bitreverse": "reverse_bits", "ctlz": "leading_zeros",
    "ctpop": "count_ones", "cttz": "trailing_zeros", "rotate_left": "rotate_left",
    "rotate_right": "rotate_right", "saturating_add": "saturating_add",
    "saturating_sub": "saturating_sub", "wrapping_add": "wrapping_add",
    "wrapping_mul": "wrapping_mul", "wrapping_sub": "wrapping_sub",
    "add_with_overflow": "overflowing_add", "mul_with_overflow": "overflowing_mul",
    "sub_with_overflow": "overflowing_sub",
}  # fmt: skip
_FLOAT = re.compile(r"(sqrt|sin|cos|exp|exp2|ln|log10|log2|fabs|floor|ceil|trunc|round|powf|powi|"
                    r"fma|copysign)f(?:32|64)$")  # fmt: skip
_RENAMED = {"fabs": "abs", "fma": "mul_add", "log": "ln"}
_PATH = re.compile(r"(?<![\w:])(?:(?:std|core)::)?intrinsics::(\w+)")
_NAMES = ("scoped_identifier", "identifier")


class UseStablePath(FixRule):
    """Writes the stable function or method for one of `std::intrinsics`.

    An import of the module that nothing uses any more goes.
    """

    codes: ClassVar = ("E0658",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="use std::intrinsics;\npub fn f() -> usize {\n"
            "    intrinsics::size_of::<u8>() + intrinsics::size_of::<u16>()\n}\n",
            after="pub fn f() -> usize {\n"
            "    std::mem::size_of::<u8>() + std::mem::size_of::<u16>()\n}\n",
        ),
        Example(
            before="pub fn f(n: u32) -> u32 {\n    std::intrinsics::ctpop(n)\n}\n",
            after="pub fn f(n: u32) -> u32 {\n    n.count_ones()\n}\n",
        ),
        Example(
            before="pub fn f(x: f64) -> f64 {\n"
            "    unsafe { std::intrinsics::sqrtf64(x + 1.0) }\n}\n",
            after="pub fn f(x: f64) -> f64 {\n    unsafe { (x + 1.0).sqrt() }\n}\n",
        ),
        Example(
            before="use std::intrinsics::type_name;\npub fn f() -> &'static str {\n"
            "    type_name::<u8>()\n}\n",
            after="use std::any::type_name;\npub fn f() -> &'static str {\n"
            "    type_name::<u8>()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(b: bool) -> bool {\n    std::intrinsics::likely(b)\n}\n",
        "use std::intrinsics;\npub fn f(b: bool) -> bool {\n    intrinsics::likely(b)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "`core_intrinsics`" not in site.diagnostic.message:
            return
        root = site.source.tree.root_node
        edits: list[Edit] = []
        paths: set[str] = set()
        for node in descendants(root, "scoped_identifier"):
            head = node.child_by_field_name("path")
            name = node.child_by_field_name("name")
            if head is None or name is None:
                continue
            if not re.fullmatch(r"(?:(?:::)?(?:std|core)::)?intrinsics", text_of(head)):
                continue
            made = _stable(node, text_of(name), text_of(head))
            if made is None:
                return
            edits += made
            paths.add(text_of(name))
        for tokens in descendants(root, "macro_invocation"):
            for found in _PATH.finditer(text_of(tokens)):
                path = _STABLE.get(found[1])
                if path is None:
                    return
                start = tokens.start_byte + len(text_of(tokens)[: found.start()].encode())
                edits.append(Edit(Span(start, start + len(found[0])), f"std::{path}"))
                paths.add(found[1])
        for use in descendants(root, "use_declaration"):
            argument = use.child_by_field_name("argument")
            if argument is not None and re.fullmatch(
                r"(?:::)?(?:std|core)::intrinsics(?:::self)?", text_of(argument)
            ):
                end = use.end_byte + (site.source.text[use.end_byte : use.end_byte + 1] == b"\n")
                edits.append(Edit.delete(site.source.line_start(use.start_byte), end))
        if edits:
            names = " and ".join(f"`{name}`" for name in sorted(paths))
            title = f"Use the stable {names}" if paths else "Drop the unused import"
            yield site.candidate(self.id, title, *edits)


def _stable(node: Node, name: str, head: str) -> list[Edit] | None:
    """Return the edits of one use, or None where there is no stable way."""
    if name in _STABLE:
        root = "core" if head.lstrip(":").startswith("core") else "std"
        if name == "abort":
            root = "std"
        if ancestor(node, "use_declaration") is not None and not _STABLE[name].endswith(name):
            return None
        return [replace_node(node, f"{root}::{_STABLE[name]}")]
    found = _FLOAT.match(name)
    method = _METHODS.get(name) or (_RENAMED.get(found[1], found[1]) if found is not None else None)
    call = node.parent
    if call is not None and call.type == "generic_function":
        call = call.parent
    listed = call.child_by_field_name("arguments") if call is not None else None
    if method is None or call is None or listed is None or not listed.named_children:
        return None
    first, *rest = (text_of(n) for n in listed.named_children)
    loose = listed.named_children[0].type not in (
        *_NAMES, "field_expression", "call_expression", "index_expression",
        "parenthesized_expression",
    )  # fmt: skip
    receiver = f"({first})" if loose else first
    return [replace_node(call, f"{receiver}.{method}({', '.join(rest)})")]
