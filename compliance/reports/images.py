"""Pictures that a caller supplies (a logo, the image of a chart) in a form every office program opens."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

_PNG, _JPEG = b"\x89PNG", b"\xff\xd8\xff"
_PPI = 300.0


def kind(content: bytes) -> str:
    """'png', 'jpg' or 'svg', by the first bytes."""
    return "png" if content.startswith(_PNG) else "jpg" if content.startswith(_JPEG) else "svg"


def as_png(content: bytes | None) -> bytes | None:
    """The picture as it is if PNG or JPEG; an SVG drawn as PNG; None if there is none."""
    if content is None or kind(content) != "svg":
        return content
    page = b'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("a.svg")'
    return compiled({"main.typ": page, "a.svg": content}, format="png", ppi=_PPI)


def compiled(files: dict[str, bytes], **options: Any) -> bytes:
    """What typst makes of main.typ and the files beside it, with no font but its own."""
    with TemporaryDirectory(prefix="pantau-", ignore_cleanup_errors=True) as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return bytes(typst.compile(Path(folder) / "main.typ", ignore_system_fonts=True, **options))
