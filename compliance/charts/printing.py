"""Charts for paper: the figure of the screen as SVG, PNG (300 dpi at the width of a text column) or PDF.

A Chromium browser (Chromium, Chrome or Edge) draws the SVG; PNG and PDF are made of it by typst with the font
of the project, so all three look the same, and the same figure always gives the same bytes. Without a browser
`problem` says what is missing; documents then use their own charts, and saving in the reader's browser works.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import os
import re
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from compliance.charts.caption import for_width
from compliance.errors import PantauError
from compliance.paths import FONTS_DIR

Format = Literal["png", "svg", "pdf"]
FORMATS: tuple[Format, ...] = ("png", "svg", "pdf")
PRINT_WIDTH = 680  # pixels of the drawing; on paper 16 cm, so that its letters are as large as small print
PAPER_WIDTH_CM = 16.0  # the text column of an A4 page
DPI = 300.0
_WORKERS = 3
_IDLE = 90.0  # seconds after which an unused browser is closed
_TIMEOUT = 30.0  # seconds for one chart
_PAGE = """
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#set document(title: sys.inputs.title, date: none)
#set text(lang: "id")
#image("grafik.svg", width: {width}cm, alt: sys.inputs.title)
"""
_SHADOW = re.compile(r"text-shadow:[^;\"]*;")
# A white outline behind the letters does what the shadow does on screen, and every program draws it.
_OUTLINE = "paint-order: stroke; stroke: rgb(255, 255, 255); stroke-width: 3px; stroke-linejoin: round;"
_RANDOM = re.compile(r'\b(topdefs-|defs-|legend|clip|trace)([0-9a-f]{6})(?=["xy)])')

# Where a page has drawn before, the attributes of some elements come in another order.
_ELEMENT = re.compile(r'<([a-zA-Z]+)((?: [\w:-]+="[^"]*")+) ?(/?)>')
_ATTRIBUTE = re.compile(r'[\w:-]+="[^"]*"')


class BrowserMissing(PantauError):  # noqa: N818 (says what is the case)
    """No browser was found that could draw a chart on this computer."""


class DrawingFailed(PantauError):  # noqa: N818
    """The browser was found, but did not draw the chart, not even when started again."""


@functools.cache
def browser_path() -> Path | None:
    """The browser that draws: $PANTAU_CHROMIUM, $BROWSER_PATH, else the first one found. Asked once."""
    from choreographer.browsers.chromium import Chromium

    named = os.environ.get("PANTAU_CHROMIUM") or Chromium.find_browser(skip_local=False)
    return Path(named) if named and Path(named).is_file() else None


def problem() -> str | None:
    """Why charts cannot be drawn here, in a sentence for the user; None if they can."""
    if browser_path() is not None:
        return None
    return (
        "Gambar grafik tidak dapat dibuat karena Chromium, Chrome, atau Edge tidak ditemukan. "
        "Pasang salah satunya, atau sebutkan letaknya dalam variabel PANTAU_CHROMIUM. Menyimpan gambar dari "
        "tombol kamera pada grafik tetap dapat dilakukan, dan laporan tetap lengkap dengan grafik bawaannya."
    )


def render(figure: Any, kind: Format, title: str = "") -> bytes:
    """One chart of compliance.charts as 'png', 'svg' or 'pdf'. Safe to call from many threads.

    title: of the PDF. Raises BrowserMissing, DrawingFailed.
    """
    drawing = svg(figure)
    return drawing if kind == "svg" else typeset(drawing, kind, title)


def render_all(figures: Sequence[tuple[Any, str]], kind: Format) -> Iterator[bytes]:
    """Many charts, given with their titles, in their order; one is typeset while the next is drawn."""
    with ThreadPoolExecutor(_WORKERS) as pool:
        yield from pool.map(lambda one: render(one[0], kind, one[1]), figures)


def svg(figure: Any) -> bytes:
    """The chart as SVG, texts broken for paper; always the same bytes for the same figure."""
    missing = problem()
    if missing:
        raise BrowserMissing(missing)
    plain = figure.to_dict()
    width = max(PRINT_WIDTH, int(plain["layout"]["meta"]["least_width"]))
    return _settled(_browser().draw(for_width(plain, width)))


def typeset(drawing: bytes, kind: Literal["png", "pdf"], title: str = "") -> bytes:
    """An SVG as PNG or PDF, 16 cm wide, with the font of the project."""
    import typst

    compiled: Any = typst.compile  # its types do not know that the sources may be a dict
    made = compiled(
        {"main.typ": _PAGE.format(width=PAPER_WIDTH_CM).encode(), "grafik.svg": drawing},
        format=kind,
        ppi=DPI,
        sys_inputs={"title": title or "Grafik"},
        font_paths=fonts(),
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
    )
    return bytes(made)


@functools.cache
def fonts() -> Any:
    """The fonts of the project, and none of the computer or of typst, so that everything looks alike.

    The signs of states (✓ ✕ ◔ ◇) stand in a font of their own: with a whole font beside it, a word with such
    a sign would be set in that font altogether.
    """
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS_DIR)])


def _settled(drawing: bytes) -> bytes:
    """The SVG without what differs from one drawing to the next, and with outlined letters."""
    known: dict[str, int] = {}
    text = _SHADOW.sub(_OUTLINE, drawing.decode("utf-8"))
    text = _RANDOM.sub(lambda found: f"{found[1]}{known.setdefault(found[2], len(known))}", text)
    text = _ELEMENT.sub(_in_order, text)
    return text.encode("utf-8")


def _in_order(element: re.Match[str]) -> str:
    return f"<{element[1]} {' '.join(sorted(_ATTRIBUTE.findall(element[2])))}{element[3]}>"


class _Browser:
    """One browser behind one event loop. Every call waits for its own answer, so charts are never mixed up.

    The browser starts with the first chart, is started again if it died, and is closed when idle.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._turn = asyncio.Lock()
        self._kaleido: Any = None
        self._closing: asyncio.TimerHandle | None = None
        threading.Thread(target=self._loop.run_forever, name="grafik", daemon=True).start()
        atexit.register(self.close)

    def draw(self, figure: dict[str, Any]) -> bytes:
        """The figure as SVG, from any thread."""
        return asyncio.run_coroutine_threadsafe(self._draw(figure), self._loop).result()

    def close(self) -> None:
        """Close the browser; the next chart starts it again."""
        asyncio.run_coroutine_threadsafe(self._close_in_turn(), self._loop).result(timeout=_TIMEOUT)

    async def _draw(self, figure: dict[str, Any]) -> bytes:
        layout = figure["layout"]
        options = {"format": "svg", "width": layout["width"], "height": layout["height"]}
        async with self._turn:
            if self._closing:
                self._closing.cancel()
            try:
                return await self._drawn(figure, options)
            finally:
                self._closing = self._loop.call_later(_IDLE, self._close_later)

    async def _drawn(self, figure: dict[str, Any], options: dict[str, Any]) -> bytes:
        for is_last in (False, True):
            try:
                if self._kaleido is None:
                    self._kaleido = await self._opened()
                return bytes(await self._kaleido.calc_fig(figure, options))
            # A browser can die in many ways, and what waits for it is cancelled; a new one is tried once.
            except (Exception, asyncio.CancelledError) as error:
                await self._close()
                if is_last:
                    raise DrawingFailed(
                        f"Gambar grafik tidak jadi dibuat oleh {browser_path()} ({type(error).__name__}). "
                        "Coba sekali lagi; bila tetap gagal, pasang versi baru Chromium, Chrome, atau Edge."
                    ) from error
        raise AssertionError("unreachable")

    async def _opened(self) -> Any:
        import kaleido

        class OnePage(kaleido.Kaleido):
            """Keeps the page from chart to chart; loading it anew takes six times as long as drawing."""

            async def _return_kaleido_tab(self, tab: Any) -> None:
                await self.tabs_ready.put(tab)

        # No sandbox: as root (an office server, a container) Chromium refuses to start with it; only our
        # own figures are drawn, from a page without network.
        found = OnePage(n=1, timeout=_TIMEOUT, mathjax=False, path=browser_path())
        await found.open()
        return found

    def _close_later(self) -> None:
        self._loop.create_task(self._close_in_turn())

    async def _close_in_turn(self) -> None:
        async with self._turn:
            await self._close()

    async def _close(self) -> None:
        gone, self._kaleido = self._kaleido, None
        if gone is not None:
            with contextlib.suppress(Exception):  # it may be gone already
                await asyncio.wait_for(gone.close(), 3.0)


_starting = threading.Lock()


@functools.cache
def _one_browser() -> _Browser:
    return _Browser()


def _browser() -> _Browser:
    with _starting:
        return _one_browser()
