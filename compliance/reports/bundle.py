"""Several files in one zip: the same bytes for the same files, with names that every system accepts."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first one that a zip file can hold
_LONGEST = 100  # signs of a name without its ending; Windows allows 260 for a whole path
_NOT_ALLOWED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


def bundle(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of (name, content), in that order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = 0  # otherwise it would tell the system the file was made on
            made.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def file_names(texts: Sequence[str], ending: str) -> list[str]:
    """A file name for each text: no sign that Windows forbids, not too long, no two the same."""
    taken: set[str] = set()
    names = []
    for text in texts:
        plain = _NOT_ALLOWED.sub("-", unicodedata.normalize("NFC", text))
        stem = " ".join(plain.split())[:_LONGEST].strip(" .") or "berkas"
        name, number = f"{stem}{ending}", 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number}){ending}"
        taken.add(name.casefold())
        names.append(name)
    return names
