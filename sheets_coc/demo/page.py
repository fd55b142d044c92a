"""The demo's report page: one file, nothing loaded from anywhere."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheets_coc.demo.story import Story
    from sheets_coc.redaction.preview import Piece


def page(story: Story) -> str:
    """The story as a self-contained HTML page."""
    from jinja2.sandbox import SandboxedEnvironment

    from sheets_coc.reporting.yearly import LABELS

    source = resources.files("sheets_coc").joinpath("demo", "report.html.j2").read_text("utf-8")
    environment = SandboxedEnvironment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals["look"] = look
    return environment.from_string(source).render(story=story, labels=list(LABELS.values()))


def look(piece: Piece) -> str:
    """The class of a piece of text: gone, new, or what a person should look at."""
    return piece.kind if piece.kind in ("same", "gone", "new") else "flag"
