"""Office files as the same bytes for the same content: no clock, no trace of the system they were made on."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first one that a zip file can hold
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def fixed(content: bytes, day: date) -> bytes:
    """The file with `day` as its time everywhere."""
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            blob = old.read(name)
            if name == "docProps/core.xml":
                blob = _TIMES.sub(rb"\g<1>" + stamp + rb"\g<2>", blob)
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # otherwise it would tell the system the file was made on
            new.writestr(entry, blob)
    return buffer.getvalue()
