"""The demo's report page: one file, nothing loaded from anywhere."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheets_coc.demo.story import Story


def page(story: Story) -> str:
    """The story as a self-contained HTML page."""
    from jinja2.sandbox import SandboxedEnvironment

    from sheets_coc.reporting.yearly import LABELS

    source = resources.files("sheets_coc").joinpath("demo", "report.html.j2").read_text("utf-8")
    environment = SandboxedEnvironment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["marked"] = marked
    return environment.from_string(source).render(
        story=story, headers=story.headers, labels=list(LABELS.values())
    )


def marked(text: str) -> object:
    """A text in which what was removed shows in a mark."""
    from markupsafe import Markup, escape

    return Markup("<mark>Expunged</mark>").join(escape(part) for part in text.split("Expunged"))
