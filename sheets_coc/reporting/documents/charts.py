"""Charts for reports that are read on a screen or on paper, as SVG and PNG.

The colours are those of Okabe and Ito, told apart whatever one's colour vision; bars carry
their number and a pattern, so that a grey copy can be read as well. The same figures give
the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from sheets_coc.errors import UsageError
from sheets_coc.reporting import cells
from sheets_coc.reporting.yearly import LABELS, YearlyRow

MOST_PERIODS = 16
"""Older periods are left to the table; their bars would be too thin to read."""

BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"
_STYLES = ((BLUE, ""), (ORANGE, "///"), (GREEN, "..."))
_INK = "#222222"


YEARLY = (
    ("reports", "Reports received, and people in them",
     ("reports", "people_named", "banned_or_flagged")),
    ("actions", "Reports by action taken (a report can count in several)",
     ("actions_us", "actions_local", "no_action")),
)  # fmt: skip
"""The charts of the yearly table: their name, title, and the columns they show."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of bars; None where a number is not known.

    Attributes:
        label: what it counts.
        values: a number for each group of bars.
    """

    label: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, drawn.

    Attributes:
        name: the name of its files, without ending.
        title: what it shows.
        alt: the same figures in words, for people who do not see it.
        svg: the drawing for screens, to stand inside a page.
        png: the drawing for documents that take pictures only.
    """

    name: str
    title: str
    alt: str
    svg: str = field(repr=False)
    png: bytes = field(repr=False)


HOW_TO_GET = "Charts need matplotlib. In the checkout of sheets-coc: pip install '.[charts]'"
"""What to do where there are no charts."""


def available() -> bool:
    """Whether charts can be drawn: whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def yearly_charts(rows: Sequence[YearlyRow]) -> tuple[Chart, ...]:
    """The charts of the yearly table, oldest period first; none where it is empty.

    Args:
        rows: the table, newest first.
    """
    shown = list(reversed(rows[:MOST_PERIODS]))
    if not shown:
        return ()
    labels = [row.period.label + ("" if row.period.complete else "*") for row in shown]
    running = [] if shown[-1].period.complete else [f"* to {shown[-1].period.end.isoformat()}"]
    older = ["Earlier ones stand in the table."] if len(rows) > len(shown) else []
    return tuple(_chart(*one, labels, shown, [*running, *older]) for one in YEARLY)


def _chart(
    name: str,
    title: str,
    keys: Sequence[str],
    labels: Sequence[str],
    rows: Sequence[YearlyRow],
    notes: Sequence[str],
) -> Chart:
    series = [_series(key, rows) for key in keys]
    unknown = any(None in one.values for one in series)
    note = "  ".join([*notes, *(["? not known or not shown"] if unknown else [])])
    return draw(name, title, labels, series, note)


def _series(key: str, rows: Sequence[YearlyRow]) -> Series:
    return Series(LABELS[key], tuple(cells.number(getattr(row, key)) for row in rows))


def draw(
    name: str, title: str, labels: Sequence[str], series: Sequence[Series], note: str = ""
) -> Chart:
    """A chart of grouped bars.

    Args:
        name: the name of its files; also what makes ids inside the drawing unique.
        title: what it shows.
        labels: what stands under each group, oldest first.
        series: one to three series, each with a value for every label.
        note: a remark under the chart.

    Raises:
        UsageError: `no-charts` where matplotlib is not installed.
    """
    if not available():
        raise UsageError(HOW_TO_GET, code="no-charts")
    svg, png = _rendered(name, title, tuple(labels), tuple(series), note)
    return Chart(name, title, _in_words(title, labels, series), _embedded(svg, name), png)


def _rendered(
    name: str, title: str, labels: tuple[str, ...], series: tuple[Series, ...], note: str
) -> tuple[str, bytes]:
    """The drawing as SVG and as PNG; the same arguments give the same."""
    from matplotlib import rc_context

    with rc_context({"svg.hashsalt": name, "svg.fonttype": "path", "hatch.linewidth": 0.6,
                     "font.family": "DejaVu Sans", "font.size": 10}):  # fmt: skip
        figure = _figure(title, labels, series, note)
        svg, png = io.StringIO(), io.BytesIO()
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        figure.savefig(png, format="png", dpi=200, metadata={"Software": None})
    return svg.getvalue(), png.getvalue()


def _figure(title: str, labels: Sequence[str], series: Sequence[Series], note: str) -> Any:
    from matplotlib.figure import Figure

    width = min(9.0, max(6.5, 0.25 * len(labels) * len(series) + 1.5))
    height = 4.0 if len(series) > 1 else 3.2
    figure = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    axes = figure.add_subplot()
    _bars(axes, labels, series)
    axes.set_title(title, loc="left", fontsize=12, color=_INK, pad=28 if len(series) > 1 else 10)
    if len(series) > 1:
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1.0), ncols=len(series), frameon=False,
            borderaxespad=0.2, fontsize=9, handlelength=1.6, columnspacing=1.4,
        )  # fmt: skip
    if note:
        figure.supxlabel(note, x=0.01, ha="left", fontsize=8, color=_INK)
    return figure


def _bars(axes: Any, labels: Sequence[str], series: Sequence[Series]) -> None:
    from matplotlib.ticker import MaxNLocator

    step = 0.8 / len(series)
    for number, one in enumerate(series):
        color, hatch = _STYLES[number % len(_STYLES)]
        places = [group + (number - (len(series) - 1) / 2) * step for group in range(len(labels))]
        known = [(place, n) for place, n in zip(places, one.values, strict=True) if n is not None]
        bars = axes.bar(
            [place for place, _ in known], [n for _, n in known], width=step * 0.92,
            label=one.label, color=color, hatch=hatch, edgecolor="white", linewidth=0.4,
        )  # fmt: skip
        axes.bar_label(bars, padding=1.5, fontsize=8, color=_INK)
        for place, value in zip(places, one.values, strict=True):
            if value is None:
                axes.annotate(
                    "?", (place, 0), (0, 1.5), textcoords="offset points", ha="center",
                    fontsize=8, color=_INK,
                )  # fmt: skip
    slanted = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"} if len(labels) > 12 else {}
    axes.set_xticks(range(len(labels)), labels, **slanted)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    highest = max((n for one in series for n in one.values if n is not None), default=0)
    axes.set_ylim(0, max(1, highest) * 1.12)
    axes.yaxis.grid(visible=True, color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlim(-0.5, len(labels) - 0.5)
    axes.set_ylabel("Number")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0, colors=_INK)


def _in_words(title: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    told = "; ".join(
        f"{one.label}: "
        + ", ".join(
            f"{label} {'unknown' if value is None else value}"
            for label, value in zip(labels, one.values, strict=True)
        )
        for one in series
    )
    return f"{title}. {told}."


def _embedded(svg: str, name: str) -> str:
    """The drawing as an element that can stand in a page, its ids its own."""
    element = svg[svg.index("<svg") :]
    element = re.sub(r"<metadata>.*?</metadata>\s*", "", element, flags=re.DOTALL)
    element = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', element)
    element = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', element)
    return re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", element).strip() + "\n"
