"""Takes a field out of its struct while methods of the struct work on what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import Call, call_of, functions_named
from rust_agent_lsp.syntax.names import free_name, statement_of
from rust_agent_lsp.syntax.statements import line_span
from rust_agent_lsp.syntax.tree import SourceFile, ancestors, descendants, text_of

_HOSTS = {
    "for_expression": "value",
    "match_expression": "value",
    "if_expression": "condition",
    "while_expression": "condition",
}
_LEAVES = ("return_expression", "try_expression", "await_expression")


class TakeFieldOut(FixRule):
    """Takes a field out with `std::mem::take` before a loop, and puts it back behind it.

    The methods that the loop calls may then borrow the whole value; while it runs the field is
    empty, so none of them may look at it. A panic in the loop would leave it empty.
    """

    codes: ClassVar = ("E0499", "E0502", "E0506", "E0503")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
struct Shop {
    orders: Vec<u32>,
    total: u32,
}
impl Shop {
    fn charge(&mut self, order: &mut u32) {
        self.total += *order;
        *order = 0;
    }
    fn close(&mut self) {
        for order in &mut self.orders {
            self.charge(order);
        }
    }
}
fn main() {
    Shop { orders: vec![1], total: 0 }.close();
}
""",
            after="""\
struct Shop {
    orders: Vec<u32>,
    total: u32,
}
impl Shop {
    fn charge(&mut self, order: &mut u32) {
        self.total += *order;
        *order = 0;
    }
    fn close(&mut self) {
        let mut orders = std::mem::take(&mut self.orders);
        for order in &mut orders {
            self.charge(order);
        }
        self.orders = orders;
    }
}
fn main() {
    Shop { orders: vec![1], total: 0 }.close();
}
""",
            code="E0499",
        ),
        Example(
            before="""\
struct Server {
    user: Option<String>,
    served: u32,
}
impl Server {
    fn record(&mut self, user: &mut String) {
        user.push('!');
        self.served += 1;
    }
    fn request(&mut self) {
        if let Some(user) = self.user.as_mut() {
            self.record(user);
        }
    }
}
fn main() {
    Server { user: None, served: 0 }.request();
}
""",
            after="""\
struct Server {
    user: Option<String>,
    served: u32,
}
impl Server {
    fn record(&mut self, user: &mut String) {
        user.push('!');
        self.served += 1;
    }
    fn request(&mut self) {
        let mut taken = std::mem::take(&mut self.user);
        if let Some(user) = taken.as_mut() {
            self.record(user);
        }
        self.user = taken;
    }
}
fn main() {
    Server { user: None, served: 0 }.request();
}
""",
            code="E0499",
        ),
    )
    refuses: ClassVar = (
        """\
struct Shop {
    orders: Vec<u32>,
}
impl Shop {
    fn count(&mut self, order: &mut u32) {
        *order += self.orders.len() as u32;
    }
    fn close(&mut self) {
        for order in &mut self.orders {
            self.count(order);
        }
    }
}
fn main() {
    Shop { orders: vec![1] }.close();
}
""",
        """\
struct Shop {
    orders: Vec<u32>,
    open: bool,
}
impl Shop {
    fn check(&mut self, order: &mut u32) -> bool {
        self.open && *order > 1
    }
    fn close(&mut self) {
        for order in &mut self.orders {
            if self.check(order) {
                return;
            }
        }
    }
}
fn main() {
    Shop { orders: vec![1], open: true }.close();
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        host = _host(site.node_of(label), site.node) if label is not None else None
        field = _field(host[1]) if host is not None else None
        if host is None or field is None:
            return
        statement = statement_of(host[0])
        whole = statement is not None and line_span(site.source, statement) is not None
        place, name = text_of(field), text_of(field).rpartition(".")[2]
        if statement is None or not whole or not _may_be_empty(site.source, host[0], field):
            return
        if text_of(statement).rstrip(";") != text_of(host[0]):
            return  # Its value is wanted.
        own = name.isidentifier() and free_name(statement, name) == name
        local = name if own else free_name(statement, "taken")
        mutable = re.search(r"mut\b", text_of(host[1])) is not None
        indent = site.source.indent_at(statement.start_byte)
        yield site.candidate(
            self.id,
            f"Take `{place}` out while `{place.partition('.')[0]}` works on it, and put it back",
            Edit.insert(
                statement.start_byte,
                f"let {'mut ' if mutable else ''}{local} = std::mem::take(&mut {place});\n{indent}",
            ),
            replace_node(field, local),
            Edit.insert(statement.end_byte, f"\n{indent}{place} = {local};"),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost=f"`{place}` is empty for the methods that are called meanwhile.",
        )


def _host(borrow: Node, conflict: Node) -> tuple[Node, Node] | None:
    """Return the loop, `if let` or `match` over the borrow that the conflict is in, and its head.

    One whose borrow is left by `return` or `?` is none: the field would not be put back.
    """
    for at in ancestors(borrow):
        if at.type in ("function_item", "closure_expression"):
            return None
        head = at.child_by_field_name(_HOSTS[at.type]) if at.type in _HOSTS else None
        if head is None or not head.start_byte <= borrow.start_byte < head.end_byte:
            continue
        if not head.end_byte <= conflict.start_byte < at.end_byte:
            return None
        leaves = next(descendants(at, *_LEAVES), None) is not None
        jumps = (n for n in descendants(at, "break_expression", "continue_expression"))
        labelled = any(next(descendants(n, "label"), None) is not None for n in jumps)
        # A `break` of an `if let` or `match` leaves a loop around it.
        inner = at.type in ("if_expression", "match_expression") and any(
            _loop_of(n) != _loop_within(n, at)
            for n in descendants(at, "break_expression", "continue_expression")
        )
        return None if leaves or labelled or inner else (at, head)
    return None


def _loop_of(jump: Node) -> Node | None:
    loops = ("for_expression", "while_expression", "loop_expression")
    return next((n for n in ancestors(jump) if n.type in loops), None)


def _loop_within(jump: Node, host: Node) -> Node | None:
    loop = _loop_of(jump)
    return loop if loop is not None and loop.start_byte >= host.start_byte else None


def _field(head: Node) -> Node | None:
    """Return the field of a value that all of `head` is reached through: `self.a` of `&self.a`."""
    at: Node | None = head
    while at is not None:
        if re.fullmatch(r"[a-z_]\w*(?:\.\w+)+", text_of(at)) and at.type == "field_expression":
            return at
        if at.type in ("let_condition", "reference_expression", "field_expression"):
            at = at.child_by_field_name("value")
        elif (call := call_of(at)) is not None:
            at = call.receiver
        else:
            return None
    return None


def _may_be_empty(source: SourceFile, host: Node, field: Node) -> bool:
    """Say whether nothing that runs meanwhile looks at the field, as far as this file tells.

    Each method of the value, and each function that gets the whole of it, must be in this file.
    """
    place = text_of(field)
    root, name = place.partition(".")[0], place.rpartition(".")[2]
    if text_of(host).count(place) != 1:
        return False
    todo = [call for n in descendants(host, "call_expression") if (call := call_of(n)) is not None]
    called = [call.name for call in todo if _gets_whole(call, root)]
    if not called or any(not functions_named(source, c) for c in called):
        return False
    seen: set[str] = set()
    while called:
        function = called.pop()
        if function in seen:
            continue
        seen.add(function)
        for node in functions_named(source, function):
            if re.search(rf"\.{re.escape(name)}\b", text_of(node)):
                return False
            inner = (call_of(n) for n in descendants(node, "call_expression"))
            called += [call.name for call in inner if call is not None]
    return True


def _gets_whole(call: Call, root: str) -> bool:
    """Say whether a call is given all of the value `root`."""
    if call.receiver is not None and text_of(call.receiver) == root:
        return True
    listed = call.node.child_by_field_name("arguments")
    wholes = (root, f"&mut {root}", f"&{root}", f"&mut *{root}", f"&*{root}")
    return listed is not None and any(text_of(a) in wholes for a in listed.named_children)
