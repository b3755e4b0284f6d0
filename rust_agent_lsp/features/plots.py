"""Plots as SVG that stands within a page: no script, no other file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 14, 40


@dataclass(frozen=True, slots=True)
class Line:
    """A series: a value for each label, None where there is none. `colour` is a CSS class."""

    name: str
    values: Sequence[float | None]
    colour: str = "a"


def line_plot(
    title: str, labels: Sequence[str], lines: Sequence[Line], target: float | None = None
) -> str:
    """Return a plot of lines over labels, with a dashed line at `target`."""
    top = _top([v for line in lines for v in line.values if v is not None], target)
    parts = _frame(title, labels, top)
    if target is not None:
        y = _y(target, top)
        parts.append(f'<line class="t" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
    for line in lines:
        points = [
            (_x(n, len(labels)), _y(v, top)) for n, v in enumerate(line.values) if v is not None
        ]
        path = " ".join(f"{x},{y}" for x, y in points)
        parts.append(f'<polyline class="{line.colour}" points="{path}"/>')
        parts += [f'<circle class="{line.colour}" cx="{x}" cy="{y}" r="3"/>' for x, y in points]
    return _svg(title, [*parts, *_legend([(line.name, line.colour) for line in lines])])


def bar_plot(title: str, labels: Sequence[str], stacks: Sequence[Line]) -> str:
    """Return a plot of bars, the stacks one upon the other."""
    heights = [sum(s.values[n] or 0 for s in stacks) for n in range(len(labels))]
    top = _top(heights, None)
    parts = _frame(title, labels, top)
    wide = min(64.0, 0.7 * (_WIDTH - _LEFT - _RIGHT) / max(1, len(labels)))
    for number in range(len(labels)):
        x, floor = _x(number, len(labels)) - wide / 2, 0.0
        for stack in stacks:
            value = stack.values[number] or 0
            y, base = _y(floor + value, top), _y(floor, top)
            parts.append(
                f'<rect class="{stack.colour}" x="{x:.1f}" y="{y}" width="{wide:.1f}"'
                f' height="{base - y:.1f}"><title>{escape(labels[number])}: {value:g}'
                f" {escape(stack.name)}</title></rect>"
            )
            floor += value
    return _svg(title, [*parts, *_legend([(s.name, s.colour) for s in stacks])])


def _top(values: Sequence[float], target: float | None) -> float:
    return max([*values, target or 0.0, 1e-9]) * 1.1


def _x(number: int, count: int) -> float:
    return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * (number + 0.5) / max(1, count), 1)


def _y(value: float, top: float) -> float:
    return round(_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / top, 1)


def _frame(title: str, labels: Sequence[str], top: float) -> list[str]:
    floor = _HEIGHT - _BOTTOM
    parts = [
        f"<title>{escape(title)}</title>",
        f'<line class="x" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{floor}" y2="{floor}"/>',
    ]
    for share in (0.0, 0.5, 1.0):
        value = top / 1.1 * share
        parts.append(f'<text class="n" x="{_LEFT - 6}" y="{_y(value, top) + 4}">{value:.3g}</text>')
    step = max(1, -(-len(labels) // 7))
    for number in range(0, len(labels), step):
        x = _x(number, len(labels))
        parts.append(f'<text class="l" x="{x}" y="{floor + 15}">{escape(labels[number])}</text>')
    return parts


def _legend(names: Sequence[tuple[str, str]]) -> list[str]:
    parts, x = [], float(_LEFT)
    for name, colour in names:
        parts.append(f'<rect class="{colour}" x="{x}" y="{_HEIGHT - 14}" width="10" height="10"/>')
        parts.append(f'<text x="{x + 14}" y="{_HEIGHT - 5}">{escape(name)}</text>')
        x += 28 + 6.5 * len(name)
    return parts


def _svg(title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg role="img" aria-label="{escape(title, quote=True)}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f' xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
