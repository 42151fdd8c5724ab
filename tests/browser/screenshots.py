"""Pictures of every page in three sizes: `python -m tests.browser.screenshots FOLDER [DATA_FOLDER]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.browser.harness import PAGES, Visit, chromium, server
from tests.conftest import load_sample

SIZES = ((1440, 900), (1920, 1080), (390, 844))


def take(folder: Path, data_dir: Path, log_file: Path) -> None:
    """Write <page>_<width>.png (what is seen first) and <page>_<width>_penuh.png (the whole page)."""
    folder.mkdir(parents=True, exist_ok=True)
    with server(data_dir, log_file) as address, chromium() as browser:
        for width, height in SIZES:
            visit = Visit(browser, address, width=width, height=height)
            for name in PAGES:
                page = visit.open(name)
                page.screenshot(path=folder / f"{name}_{width}.png")
                whole = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                page.set_viewport_size({"width": width, "height": max(height, min(int(whole), 12_000))})
                visit.wait()
                page.screenshot(path=folder / f"{name}_{width}_penuh.png")
                page.set_viewport_size({"width": width, "height": height})
            visit.close()


def main(arguments: list[str]) -> int:
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        data_dir = Path(arguments[1]) if len(arguments) == 2 else Path(scratch) / "data"
        if len(arguments) == 1:
            load_sample(data_dir)
        take(Path(arguments[0]), data_dir.resolve(), Path(scratch) / "server.log")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
