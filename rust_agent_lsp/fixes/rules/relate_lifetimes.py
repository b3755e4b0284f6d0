"""Says that one lifetime outlasts another where the function relies on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import generic_items
from rust_agent_lsp.syntax.tree import descendants, text_of


class RelateLifetimes(FixRule):
    """Adds the bound `'b: 'a`, or returns `'a` instead of the promised `'static`.

    Callers must then keep the first as long as the second.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
pub fn longer<'a, 'b>(x: &'a str, y: &'b str) -> &'a str {
    if x.len() > y.len() { x } else { y }
}
""",
            after="""\
pub fn longer<'a, 'b: 'a>(x: &'a str, y: &'b str) -> &'a str {
    if x.len() > y.len() { x } else { y }
}
""",
        ),
        Example(
            before="pub fn name<'a>(x: &'a str) -> &'static str {\n    x\n}\n",
            after="pub fn name<'a>(x: &'a str) -> &'a str {\n    x\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f() {\n    let g = |x: &i32| x;\n    g(&1);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        notes = [note.text for note in site.diagnostic.notes]
        bounds = re.findall(r"following bound: `('\w+): ('\w+)`", "\n".join(notes))
        for long, short_lived in bounds:
            edit = _bound(site, long, short_lived)
            if edit is not None:
                title = f"Demand that `{long}` outlives `{short_lived}`"
                yield site.candidate(self.id, title, edit, safety=Safety.API_CHANGE)
        found = site.match(r"`('[a-z_]\w*)` must outlive `'static`")
        function = site.enclosing("function_item")
        result = function.child_by_field_name("return_type") if function is not None else None
        if found is not None and result is not None:
            named = [n for n in descendants(result, "lifetime") if text_of(n) == "'static"]
            if named:
                yield site.candidate(
                    self.id,
                    f"Return `{found[1]}` instead of `'static`",
                    *(replace_node(n, found[1]) for n in named),
                    safety=Safety.API_CHANGE,
                )


def _bound(site: Site, long: str, short_lived: str) -> Edit | None:
    """Return the edit that adds the bound where the lifetime is declared, innermost first."""
    for item in generic_items(site.node):
        listed = item.child_by_field_name("type_parameters")
        for parameter in listed.named_children if listed is not None else ():
            name = parameter.child_by_field_name("name")
            if parameter.type != "lifetime_parameter" or name is None or text_of(name) != long:
                continue
            bounds = parameter.child_by_field_name("bounds")
            if bounds is not None:
                return Edit.insert(bounds.end_byte, f" + {short_lived}")
            return Edit.insert(name.end_byte, f": {short_lived}")
    return None
