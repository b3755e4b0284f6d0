"""The ways in which people slip, each as a search for the places where it can happen.

A function below yields every place of its slip; its name is the kind that the report counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from tree_sitter import Node

from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

Slip = tuple[Edit, ...]
Kind = Callable[[Node], Iterator[Slip]]
KINDS: dict[str, Kind] = {}

_METHODS = ("clone", "to_string", "into", "iter", "unwrap", "as_str", "collect", "to_owned",
            "into_iter", "iter_mut", "as_ref", "len", "expect")  # fmt: skip
_TYPES = (
    (r"i32", "u64"), (r"u32", "i64"), (r"usize", "i32"), (r"f64", "i32"), (r"u8", "char"),
    (r"String", "&str"), (r"&(?:'static )?str", "String"), (r"Vec<(.+)>", r"[\1]"),
    (r"Option<(.+)>", r"\1"), (r"&(?!mut)(.+)", r"\1"), (r"bool", "i32"), (r"Box<(.+)>", r"\1"),
)  # fmt: skip
_DECLARED = ("function_item", "struct_item", "enum_item", "trait_item", "const_item", "type_item")


def slip(kind: Kind) -> Kind:
    KINDS[kind.__name__.replace("_", "-")] = kind
    return kind


def _drop(node: Node, end: Node | None = None) -> Slip:
    return (Edit.delete(node.start_byte, end.start_byte if end else node.end_byte),)


def _replace(node: Node, text: str) -> Slip:
    return (Edit.delete(node.start_byte, node.end_byte), Edit.insert(node.end_byte, text))


def _swap(first: Node, second: Node) -> Slip:
    return (*_replace(first, text_of(second)), *_replace(second, text_of(first)))


def _child(node: Node, kind: str) -> Node | None:
    return next((child for child in node.children if child.type == kind), None)


def _elements(node: Node) -> list[Node]:
    return [c for c in node.named_children if "comment" not in c.type and c.type != "ERROR"]


def _drop_elements(node: Node) -> Iterator[Slip]:
    """Yield each element of a list dropped with one of its commas."""
    elements = _elements(node)
    for before, element in pairwise(elements):
        yield (Edit.delete(before.end_byte, element.end_byte),)
    for element, after in pairwise(elements[:2]):
        yield _drop(element, after)


def _swap_elements(node: Node) -> Iterator[Slip]:
    for first, second in pairwise(_elements(node)):
        if text_of(first) != text_of(second):
            yield _swap(first, second)


def _methods(tree: Node, *names: str) -> Iterator[tuple[Node, Node]]:
    """Yield every method call of these names with its receiver."""
    for call in descendants(tree, "call_expression"):
        function = call.child_by_field_name("function")
        if function is None or function.type not in ("field_expression", "generic_function"):
            continue
        field = function if function.type == "field_expression" else function.child(0)
        if field.type != "field_expression":
            continue
        receiver, name = field.child_by_field_name("value"), field.child_by_field_name("field")
        if receiver is not None and name is not None and text_of(name) in names:
            yield call, receiver


def _drop_method(name: str, tree: Node) -> Iterator[Slip]:
    for call, receiver in _methods(tree, name):
        yield (Edit.delete(receiver.end_byte, call.end_byte),)


def _change_type(wanted: str, to: str, tree: Node) -> Iterator[Slip]:
    kinds = ("primitive_type", "type_identifier", "generic_type", "reference_type")
    for node in descendants(tree, *kinds):
        use = ancestor(node, "use_declaration", "impl_item", "macro_definition")
        named = use is not None and use.type != "impl_item"
        parent = node.parent
        if named or (parent is not None and parent.type in ("generic_type", "struct_item")):
            continue
        if match := re.fullmatch(wanted, text_of(node)):
            yield _replace(node, match.expand(to))


KINDS |= {f"drop-{name}".replace("_", "-"): partial(_drop_method, name) for name in _METHODS}
KINDS |= {f"change-type-{n}": partial(_change_type, *pair) for n, pair in enumerate(_TYPES)}


def _drop_token(token: str, *kinds: str) -> Kind:
    """Return the slip that drops the first `token` that is a child of one of the `kinds`."""

    def places(tree: Node) -> Iterator[Slip]:
        for node in descendants(tree, *kinds):
            found = _child(node, token)
            if found is not None and (after := found.next_sibling) is not None:
                yield _drop(found, None if found.type == ":" else after)

    return places


def _drop_nodes(*kinds: str) -> Kind:
    def places(tree: Node) -> Iterator[Slip]:
        return (_drop(node) for node in descendants(tree, *kinds))

    return places


def _drop_last_token(*tokens: str) -> Kind:
    """Return the slip that forgets a closing token."""

    def places(tree: Node) -> Iterator[Slip]:
        for node in descendants(tree):
            last = node.children[-1] if node.children else None
            if last is not None and last.type in tokens:
                yield _drop(last)

    return places


def _drop_from(*kinds: str) -> Kind:
    """Return the slip that drops one element of a list of one of the `kinds`."""

    def places(tree: Node) -> Iterator[Slip]:
        for node in descendants(tree, *kinds):
            yield from _drop_elements(node)

    return places


def _swap_in(*kinds: str) -> Kind:
    def places(tree: Node) -> Iterator[Slip]:
        for node in descendants(tree, *kinds):
            yield from _swap_elements(node)

    return places


KINDS |= {
    "drop-mut": _drop_token("mutable_specifier", "let_declaration"),
    "drop-mut-in-parameter": _drop_token("mutable_specifier", "parameter", "self_parameter"),
    "drop-mut-in-reference": _drop_token(
        "mutable_specifier", "reference_expression", "reference_type", "self_parameter"
    ),
    "drop-borrow": _drop_token("&", "reference_expression"),
    "drop-reference-type": _drop_token("&", "reference_type"),
    "drop-self-reference": _drop_token("&", "self_parameter"),
    "drop-dereference": _drop_token("*", "unary_expression"),
    "drop-not": _drop_token("!", "macro_invocation"),
    "drop-move": _drop_token("move", "closure_expression"),
    "drop-dyn": _drop_token("dyn", "dynamic_type"),
    "drop-fn": _drop_token("fn", "function_item"),
    "drop-let": _drop_token("let", "let_declaration"),
    "drop-in": _drop_token("in", "for_expression"),
    "drop-equals": _drop_token("=", "let_declaration"),
    "drop-arrow": _drop_token("->", "function_item", "function_signature_item"),
    "drop-fat-arrow": _drop_token("=>", "match_arm"),
    "drop-colon": _drop_token(":", "parameter", "field_declaration", "field_initializer"),
    "drop-struct-word": _drop_token("struct", "struct_item"),
    "drop-impl-word": _drop_token("impl", "impl_item", "abstract_type"),
    "drop-pub": _drop_nodes("visibility_modifier"),
    "drop-use": _drop_nodes("use_declaration"),
    "drop-where": _drop_nodes("where_clause"),
    "drop-bound": _drop_nodes("trait_bounds"),
    "drop-type-parameters": _drop_nodes("type_parameters"),
    "drop-cast": lambda tree: (
        (Edit.delete(value.end_byte, node.end_byte),)
        for node in descendants(tree, "type_cast_expression")
        if (value := node.child_by_field_name("value"))
    ),
    "drop-match-arm": _drop_nodes("match_arm"),
    "drop-trait-item": lambda tree: (
        _drop(item)
        for impl in descendants(tree, "impl_item")
        if impl.child_by_field_name("trait") and (body := impl.child_by_field_name("body"))
        for item in body.named_children
        if item.type in ("function_item", "type_item", "const_item")
    ),
    "drop-return-type": lambda tree: (
        (Edit.delete(parameters.end_byte, returned.end_byte),)
        for node in descendants(tree, "function_item")
        if (parameters := node.child_by_field_name("parameters"))
        and (returned := node.child_by_field_name("return_type"))
    ),
    "drop-closing-brace": _drop_last_token("}"),
    "drop-closing-paren": _drop_last_token(")", "]"),
    "drop-closing-angle": _drop_last_token(">"),
    "drop-quote": _drop_last_token('"'),
    "drop-semicolon": _drop_last_token(";"),
    "drop-question-mark": _drop_last_token("?"),
    "drop-await": lambda tree: (
        (Edit.delete(node.children[0].end_byte, node.end_byte),)
        for node in descendants(tree, "await_expression")
    ),
    "drop-imported-name": _drop_from("use_list"),
    "drop-derived-trait": lambda tree: (
        found
        for node in descendants(tree, "attribute_item")
        if text_of(node).startswith("#[derive") and (tokens := next(_token_trees(node), None))
        for found in _drop_elements(tokens)
    ),
    "drop-derive": lambda tree: (
        _drop(node)
        for node in descendants(tree, "attribute_item")
        if text_of(node).startswith("#[derive")
    ),
    "drop-initialiser": _drop_from("field_initializer_list"),
    "drop-argument": _drop_from("arguments"),
    "drop-parameter": _drop_from("parameters"),
    "drop-self": lambda tree: (
        _drop(node, after if after.type != "," else after.next_sibling)
        for node in descendants(tree, "self_parameter")
        if (after := node.next_sibling)
    ),
    "drop-comma": lambda tree: (
        _drop(child)
        for node in descendants(
            tree,
            "arguments",
            "parameters",
            "field_initializer_list",
            "enum_variant_list",
            "field_declaration_list",
            "array_expression",
            "match_arm",
            "token_tree",
        )
        for child in node.children
        if child.type == "," and child.next_sibling and child.next_sibling.is_named
    ),
    "swap-arguments": _swap_in("arguments"),
    "swap-parameters": _swap_in("parameters"),
    "swap-statements": _swap_in("block"),
}


def _token_trees(node: Node) -> Iterator[Node]:
    return descendants(node, "token_tree")


@slip
def drop_lifetime(tree: Node) -> Iterator[Slip]:
    for node in descendants(tree, "lifetime"):
        after = node.next_sibling
        if node.parent is not None and node.parent.type == "reference_type" and after:
            yield _drop(node, after)


@slip
def drop_wrapping(tree: Node) -> Iterator[Slip]:
    for call in descendants(tree, "call_expression"):
        function, arguments = call.child(0), call.child_by_field_name("arguments")
        if arguments and text_of(function) in (
            "Ok",
            "Some",
            "Err",
            "Box::new",
            "Rc::new",
            "String::from",
        ):
            yield _replace(call, text_of(arguments)[1:-1])


@slip
def add_semicolon(tree: Node) -> Iterator[Slip]:
    for block in descendants(tree, "block"):
        last = next(reversed(_elements(block)), None)
        if last is not None and last.type not in ("expression_statement", "let_declaration"):
            yield (Edit.insert(last.end_byte, ";"),)


@slip
def take_self(tree: Node) -> Iterator[Slip]:
    for node in descendants(tree, "self_parameter"):
        if "&" in text_of(node):
            yield _replace(node, "self")


@slip
def borrow_self_shared(tree: Node) -> Iterator[Slip]:
    for node in descendants(tree, "self_parameter"):
        if text_of(node) == "&mut self":
            yield _replace(node, "&self")


@slip
def use_after_move(tree: Node) -> Iterator[Slip]:
    """A name that was given away, or moved to another name, is looked at once more."""
    for statement in descendants(tree, "expression_statement"):
        call = statement.named_child(0)
        if call.type != "call_expression":
            continue
        arguments = call.child_by_field_name("arguments")
        if arguments and any(a.type == "identifier" for a in arguments.named_children):
            name = next(a for a in arguments.named_children if a.type == "identifier")
            yield (Edit.insert(statement.end_byte, f"\n    let _ = &{text_of(name)};"),)
    for let in descendants(tree, "let_declaration"):
        value = let.child_by_field_name("value")
        if value is not None and value.type == "identifier":
            yield (Edit.insert(let.end_byte, f"\n    let _ = &{text_of(value)};"),)


def _misspelt(word: str) -> str:
    """Swap two letters in the middle of a long word, forget one, or double the last."""
    middle = len(word) // 2
    if len(word) >= 4 and len(word) % 2 and word[middle] != word[middle - 1]:
        return word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return word[:middle] + word[middle + 1 :] if len(word) > 4 else word + word[-1]


def _misspell(kind: str, *parents: str) -> Kind:
    def places(tree: Node) -> Iterator[Slip]:
        for node in descendants(tree, kind):
            if node.parent is None or node.parent.type not in parents or len(text_of(node)) < 3:
                continue
            if ancestor(node, "macro_definition") is None:
                yield _replace(node, _misspelt(text_of(node)))

    return places


_EXPRESSIONS = ("arguments", "binary_expression", "call_expression", "reference_expression",
                "let_declaration", "return_expression", "field_expression", "block")  # fmt: skip
KINDS |= {
    "misspell-name": _misspell("identifier", *_EXPRESSIONS),
    "misspell-type": _misspell("type_identifier", "parameter", "function_item", "generic_type",
                               "reference_type", "impl_item", "field_declaration"),
    "misspell-method-or-field": _misspell("field_identifier", "field_expression"),
    "misspell-initialised-field": _misspell("field_identifier", "field_initializer"),
    "misspell-macro": _misspell("identifier", "macro_invocation"),
    "misspell-path": _misspell("identifier", "scoped_identifier", "scoped_use_list", "use_list"),
    "misspell-primitive-type": _misspell("primitive_type", "parameter", "function_item"),
}  # fmt: skip


@slip
def misspell_keyword(tree: Node) -> Iterator[Slip]:
    wanted = {"struct", "enum", "impl", "match", "return", "while", "fn", "let", "pub", "use"}
    stack = [tree]
    while stack:
        node = stack.pop()
        if node.type in wanted and not node.children:
            wrong = {"fn": "fun", "let": "lte", "pub": "public", "use": "import"}
            yield _replace(node, wrong.get(node.type, _misspelt(node.type)))
        stack += node.children


@slip
def change_literal(tree: Node) -> Iterator[Slip]:
    for node in descendants(tree, "integer_literal"):
        if text_of(node).isdigit():
            yield _replace(node, f"{text_of(node)}.0")


@slip
def change_float(tree: Node) -> Iterator[Slip]:
    for node in descendants(tree, "float_literal"):
        if text_of(node).endswith(".0"):
            yield _replace(node, text_of(node)[:-2])


@slip
def change_quotes(tree: Node) -> Iterator[Slip]:
    for node in descendants(tree, "string_literal"):
        if text_of(node).startswith('"') and '"' not in text_of(node)[1:-1]:
            yield _replace(node, f"'{text_of(node)[1:-1]}'")


@slip
def change_equality(tree: Node) -> Iterator[Slip]:
    for node in descendants(tree, "binary_expression"):
        if (operator := _child(node, "==")) is not None:
            yield _replace(operator, "=")


@slip
def rename_declaration(tree: Node) -> Iterator[Slip]:
    for node in descendants(tree, *_DECLARED):
        name = node.child_by_field_name("name")
        if name is not None and text_of(name) != "main":
            yield _replace(name, _misspelt(text_of(name)))
    for let in descendants(tree, "let_declaration"):
        pattern = let.child_by_field_name("pattern")
        if pattern is not None and pattern.type == "identifier":
            yield _replace(pattern, _misspelt(text_of(pattern)) + "_value")


@slip
def rename_field_declaration(tree: Node) -> Iterator[Slip]:
    for node in descendants(tree, "field_declaration"):
        if (name := node.child_by_field_name("name")) is not None:
            yield _replace(name, _misspelt(text_of(name)))
