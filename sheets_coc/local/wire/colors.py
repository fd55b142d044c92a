"""Colours as Google keeps them: eight bits to a channel, in an old and a new field."""

from __future__ import annotations

import struct
from typing import Any

from sheets_coc.local.errors import Json
from sheets_coc.local.state.model import number
from sheets_coc.local.wire.fields import Mask


def tidy_color(color: Json) -> Json:
    """A colour as Google keeps it: eight bits to a channel, given back as 32-bit floats."""
    tidy = {}
    for channel in ("red", "green", "blue"):
        # Google cuts off: a half becomes 127. The sliver keeps what it gave back as it was.
        level = min(max(int(color.get(channel, 0) * 255 + 0.001), 0), 255)
        if level:
            tidy[channel] = _EIGHT_BITS[level]
    if color.get("alpha", 1) not in (0, 1):
        tidy["alpha"] = color["alpha"]
    return tidy


def _float32_level(level: int) -> float | int:
    """The shortest decimal that names level / 255 in 32 bits: 127 is 0.49803922."""
    wanted = struct.pack("f", level / 255)
    texts = (f"{level / 255:.{digits}g}" for digits in range(1, 10))
    shortest = next(text for text in texts if struct.pack("f", float(text)) == wanted)
    return number(float(shortest))


_EIGHT_BITS = [_float32_level(level) for level in range(256)]
_COLOR_FIELDS = (
    "backgroundColor",
    "foregroundColor",
    "color",
    "tabColor",
    "headerColor",
    "firstBandColor",
    "secondBandColor",
    "footerColor",
    "visibleBackgroundColor",
    "visibleForegroundColor",
)


def tidy_format(value: Any) -> Any:
    """Any structure with its colours as Google keeps them, in both their old and new field."""
    if isinstance(value, list):
        return [tidy_format(item) for item in value]
    if not isinstance(value, dict):
        return value
    tidy = {name: tidy_format(item) for name, item in value.items()}
    for name in _COLOR_FIELDS:
        style = tidy.get(name + "Style")
        if isinstance(style, dict) and "rgbColor" in style:
            tidy[name] = tidy_color(style["rgbColor"])
            tidy[name + "Style"] = {"rgbColor": dict(tidy[name])}
        elif isinstance(style, dict):
            tidy.pop(name, None)
        elif _is_color(tidy.get(name)):
            tidy[name] = tidy_color(tidy[name])
            tidy[name + "Style"] = {"rgbColor": dict(tidy[name])}
    return tidy


def with_both_colors(mask: Mask) -> Mask:
    """A mask that means a colour in both its old and its new field, whichever it names."""
    if not mask:
        return mask
    both = {name: with_both_colors(sub) for name, sub in mask.items()}
    for name in _COLOR_FIELDS:
        if name in mask or name + "Style" in mask:
            both[name] = both[name + "Style"] = {}
    return both


def _is_color(value: object) -> bool:
    """Whether a value is a colour and not a style that holds one."""
    return isinstance(value, dict) and not value.keys() & {"rgbColor", "themeColor"}
