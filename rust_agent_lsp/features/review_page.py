"""The review as one HTML page that needs no other file and no network."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from statistics import median

from rust_agent_lsp.features.plots import Line, bar_plot, line_plot
from rust_agent_lsp.features.review import SLOW_MS, Review, Section

_STYLE = """
:root { color-scheme: light dark; --a: #2266aa; --b: #c2452d; --c: #2f855a; --d: #8a5cb8;
  --e: #946200; --f: #5a6472; }
@media (prefers-color-scheme: dark) {
  :root { --a: #7fb2e5; --b: #f0907c; --c: #7fc8a0; --d: #c3a2e6;
    --e: #dcb35c; --f: #b3bdca; }
}
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2rem; } table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0;
  border-bottom: 1px solid #8884; overflow-wrap: anywhere; }
td.n { text-align: right; white-space: nowrap; } .none { opacity: .7; }
.todo { border-left: 4px solid var(--a); padding-left: .8rem; } figure { margin: 1rem 0; }
svg { width: 100%; height: auto; }
svg text { font: 11px system-ui, sans-serif; fill: currentColor; }
svg .n { text-anchor: end; } svg text.l { text-anchor: middle; }
svg .x { stroke: currentColor; } svg .t { stroke: currentColor; stroke-dasharray: 5 4; }
svg polyline { fill: none; stroke-width: 2; }
svg .a { fill: var(--a); } svg .b { fill: var(--b); } svg .c { fill: var(--c); }
svg .d { fill: var(--d); } svg .e { fill: var(--e); } svg .f { fill: var(--f); }
svg polyline.a { stroke: var(--a); fill: none; } svg polyline.b { stroke: var(--b); fill: none; }
svg polyline.c { stroke: var(--c); fill: none; } svg polyline.d { stroke: var(--d); fill: none; }
svg polyline.e { stroke: var(--e); fill: none; } svg polyline.f { stroke: var(--f); fill: none; }
"""


def as_html(review: Review) -> str:
    """Return the page."""
    plots = "".join(f"<figure>{plot}</figure>" for plot in _plots(review))
    sections = "".join(map(_section, review.sections))
    heading = f"Review of the last {review.days} days"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{heading}</title><style>{_STYLE}</style></head><body><h1>{heading}</h1>"
        f"{plots}{sections}</body></html>\n"
    )


def _plots(review: Review) -> Iterator[str]:
    days = review.by_day
    if days:
        dates = [day.date[5:] for day in days]
        good = Line("went well", [day.good for day in days], "c")
        bad = Line("did not", [day.bad for day in days], "b")
        yield _named("What was done, by day", bar_plot("What was done, by day", dates, [good, bad]))
        took = [median(day.milliseconds) if day.milliseconds else None for day in days]
        if any(value is not None for value in took):
            title = "Median time of an answer, in ms"
            yield _named(title, line_plot(title, dates, [Line("median", took)], SLOW_MS))
    rules = [rule for rule in review.rules if rule.bad][:12]
    if rules:
        title = "False positives by rule, in %"
        share = Line("of its fixes", [100 * rule.false_positives for rule in rules], "b")
        yield _named(title, bar_plot(title, [rule.rule for rule in rules], [share]))
    if review.exams:
        yield _named("Exams: share that was right, in %", _exams(review))


def _exams(review: Review) -> str:
    names = list(
        dict.fromkeys(
            part["id"]
            for sat in review.exams
            for part in sat.result.get("parts", ())
            if part.get("unit") == "%"
        )
    )
    lines = []
    for number, name in enumerate(names):
        values = [
            next((p["value"] for p in sat.result.get("parts", ()) if p["id"] == name), None)
            for sat in review.exams
        ]
        lines.append(Line(name, values, "abcdef"[number % 6]))
    dates = [sat.timestamp[5:10] for sat in review.exams]
    return line_plot("Exams: share that was right, in %", dates, lines)


def _named(title: str, plot: str) -> str:
    return f"<figcaption>{escape(title)}</figcaption>{plot}"


def _section(section: Section) -> str:
    title = f"<h2>{escape(section.title)}</h2>"
    if not section.rows:
        return f'{title}<p class="none">Nothing.</p>'
    rows = "".join(
        f'<tr><td class="n">{row.count:g}</td><td>{escape(row.what)}</td>'
        f"<td>{escape(row.detail)}</td></tr>"
        for row in section.rows
    )
    todo = f'<p class="todo">{escape(section.todo)}</p>' if section.todo else ""
    return f"{title}{todo}<table>{rows}</table>"
