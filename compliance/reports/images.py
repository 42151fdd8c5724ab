"""Pictures that a caller supplies (a logo, the image of a chart) in a form every office program opens."""

from __future__ import annotations

from compliance.charts.printing import typeset

_PNG, _JPEG = b"\x89PNG", b"\xff\xd8\xff"


def kind(content: bytes) -> str:
    """'png', 'jpg' or 'svg', by the first bytes."""
    return "png" if content.startswith(_PNG) else "jpg" if content.startswith(_JPEG) else "svg"


def as_png(content: bytes | None) -> bytes | None:
    """The picture as it is if PNG or JPEG; an SVG drawn as PNG; None if there is none."""
    return content if content is None or kind(content) != "svg" else typeset(content, "png")
