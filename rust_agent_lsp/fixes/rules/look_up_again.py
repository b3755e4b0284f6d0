"""Asks first whether something is there and looks it up again to return it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.places import write_place
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import free_name, uses_of
from rust_agent_lsp.syntax.returns import tail_of
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

_SEARCH = re.compile(
    r"(?P<list>[a-z_][\w.]*)\s*\.iter(?P<mut>_mut)?\(\)\s*\.find\((?P<test>.+)\)", re.S
)


class _Look(NamedTuple):
    """`if let Some(name) = value { found }`, or a `match` with such an arm."""

    host: Node
    condition: Node
    pattern: Node
    value: Node
    found: Node
    name: str


class LookUpAgain(FixRule):
    """Turns "return what the look-up finds, else add it" into a test and a second look-up.

    The first look-up then holds nothing while the rest adds what is missing. It costs time, and
    runs whatever the look-up does twice.
    """

    codes: ClassVar = ("E0499", "E0502", "E0503", "E0505", "E0506")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
use std::collections::HashMap;
pub struct Ids {
    known: HashMap<String, u32>,
    next: u32,
}
impl Ids {
    fn fresh(&mut self) -> u32 { self.next += 1; self.next }
    pub fn of(&mut self, name: &str) -> &u32 {
        if let Some(id) = self.known.get(name) {
            return id;
        }
        let id = self.fresh();
        self.known.insert(name.to_string(), id);
        &self.known[name]
    }
}
""",
            after="""\
use std::collections::HashMap;
pub struct Ids {
    known: HashMap<String, u32>,
    next: u32,
}
impl Ids {
    fn fresh(&mut self) -> u32 { self.next += 1; self.next }
    pub fn of(&mut self, name: &str) -> &u32 {
        if self.known.contains_key(name) {
            return &self.known[name];
        }
        let id = self.fresh();
        self.known.insert(name.to_string(), id);
        &self.known[name]
    }
}
""",
            code="E0502",
        ),
        Example(
            before="""\
pub struct Room { id: u32 }
pub fn room(rooms: &mut Vec<Room>, id: u32) -> &mut Room {
    match rooms.iter_mut().find(|r| r.id == id) {
        Some(room) => room,
        None => {
            rooms.push(Room { id });
            rooms.last_mut().unwrap()
        }
    }
}
""",
            after="""\
pub struct Room { id: u32 }
pub fn room(rooms: &mut Vec<Room>, id: u32) -> &mut Room {
    match rooms.iter().position(|r| r.id == id) {
        Some(i) => &mut rooms[i],
        None => {
            rooms.push(Room { id });
            rooms.last_mut().unwrap()
        }
    }
}
""",
            code="E0499",
        ),
        Example(
            before="""\
pub struct Pool(Vec<String>);
impl Pool {
    fn find(&mut self, name: &str) -> Option<&mut String> {
        self.0.iter_mut().find(|f| f.starts_with(name))
    }
    pub fn get(&mut self, name: &str) -> &mut String {
        match self.find(name) {
            Some(found) => found,
            None => {
                self.0.push(name.to_string());
                self.0.last_mut().unwrap()
            }
        }
    }
}
""",
            after="""\
pub struct Pool(Vec<String>);
impl Pool {
    fn find(&mut self, name: &str) -> Option<&mut String> {
        self.0.iter_mut().find(|f| f.starts_with(name))
    }
    pub fn get(&mut self, name: &str) -> &mut String {
        match self.find(name) {
            Some(_) => self.find(name).unwrap(),
            None => {
                self.0.push(name.to_string());
                self.0.last_mut().unwrap()
            }
        }
    }
}
""",
            code="E0499",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut names = vec![String::from("a")];
    if let Some(first) = names.first() {
        names.push(String::new());
        println!("{first}");
    }
}
""",
        """\
fn last(v: &mut Vec<u32>) -> u32 {
    match v.pop() {
        Some(n) => n,
        None => 0,
    }
}
fn main() {
    let mut v = vec![1];
    let held = &v;
    last(&mut v);
    println!("{held:?}");
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        look = _look(site.node_of(label)) if label is not None else None
        if (
            look is None
            or look.found.start_byte <= site.diagnostic.span.start < look.found.end_byte
        ):
            return
        if not _returned(look):
            return  # What is not returned ends by itself.
        for title, edits in _ways(site, look):
            yield site.candidate(
                self.id,
                title,
                *edits,
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="Looks it up twice.",
            )


def _look(borrow: Node) -> _Look | None:
    """Read the `if let` or `match` whose value makes the borrow."""
    for host in ancestors(borrow):
        if host.type in ("block", "function_item", "closure_expression"):
            return None
        pattern = value = found = None
        if host.type == "if_expression":
            condition = host.child_by_field_name("condition")
            if condition is None or condition.type != "let_condition":
                return None
            pattern, value = (condition.child_by_field_name(f) for f in ("pattern", "value"))
            found = host.child_by_field_name("consequence")
        elif host.type == "match_expression":
            condition = value = host.child_by_field_name("value")
            arm = next((a for a in descendants(host, "match_arm") if _binds(a)), None)
            pattern = arm.child_by_field_name("pattern") if arm is not None else None
            found = arm.child_by_field_name("value") if arm is not None else None
        else:
            continue
        name = re.fullmatch(r"Some\(\s*(\w+)\s*\)", text_of(pattern)) if pattern else None
        if condition is None or pattern is None or value is None or found is None or name is None:
            return None
        return _Look(host, condition, pattern, value, found, name[1])
    return None


def _binds(arm: Node) -> bool:
    pattern = arm.child_by_field_name("pattern")
    return (
        pattern is not None
        and re.fullmatch(r"Some\(\s*[a-z]\w*\s*\)", text_of(pattern)) is not None
    )


def _returned(look: _Look) -> bool:
    """Say whether the branch that found something gives it away, so that its borrow lasts."""
    if any(True for _ in descendants(look.found, "return_expression")):
        return True
    tail = tail_of(look.found) if look.found.type == "block" else look.found
    return tail is not None and next(uses_of(tail, look.name), None) is not None


def _ways(site: Site, look: _Look) -> Iterator[tuple[str, list[Edit]]]:
    """Yield (title, edits) for each way of looking it up twice, the plainest first."""
    value, is_if = text_of(look.value), look.host.type == "if_expression"
    search = _SEARCH.fullmatch(value)
    if search is not None:
        index = free_name(look.host, "i")
        place = f"{search['list']}[{index}]"
        edits = _use(site, look, place, mutable=bool(search["mut"]))
        if edits is not None:
            there = f"{search['list']}.iter().position({search['test']})"
            yield (
                f"Find the position in `{search['list']}`, not the item itself",
                [
                    replace_node(look.pattern, f"Some({index})"),
                    replace_node(look.value, there),
                    *edits,
                ],
            )
    call = call_of(look.value)
    if call is None or call.receiver is None:
        return
    base, again = text_of(call.receiver), f"{value}.unwrap()"
    if call.name in ("get", "get_mut") and len(call.arguments) == 1 and is_if:
        key = site.source.slice(call.arguments[0])
        place = f"{base}[{key}]" if call.name == "get" else again
        edits = _use(site, look, place, mutable=None if place == again else False)
        if edits is not None:
            test = replace_node(look.condition, f"{base}.contains_key({key})")
            yield f"Ask with `contains_key`, and look `{short(key)}` up again", [test, *edits]
    edits = _use(site, look, again, mutable=None)
    if edits is not None:
        test = (
            replace_node(look.condition, f"{value}.is_some()")
            if is_if
            else replace_node(look.pattern, "Some(_)")
        )
        yield f"Look `{short(value)}` up again to return it", [test, *edits]


def _use(site: Site, look: _Look, place: str, *, mutable: bool | None) -> list[Edit] | None:
    """Return the edits that use `place` for the name that was found.

    `mutable` is None where `place` is no place but gives the reference itself.
    """
    uses = list(uses_of(look.found, look.name))
    if len(uses) == 1 and uses[0].type != "string_content":
        if mutable is None:
            return [replace_node(uses[0], place)]
        return write_place(site.source, uses, place, mutable=mutable)
    borrowed = place if mutable is None else f"&{'mut ' if mutable else ''}{place}"
    first = look.found.named_children[0] if look.found.type == "block" else None
    if first is None:
        return None
    indent = site.source.indent_at(first.start_byte)
    return [insert_before(first, f"let {look.name} = {borrowed};\n{indent}")]
