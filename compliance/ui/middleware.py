"""What stands between the browser and Streamlit: security headers, compression, language of the document.

Streamlit sends its scripts uncompressed (the chart library alone has 4.7 MB), without a content security
policy and as an English document. Offices with a slow line need the first mended, screen readers the last.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from compliance.ui.navigation import FIRST_PAGE

ICON = Path(__file__).resolve().parent / "assets" / "ikon.png"
STREAMLIT_STATIC = Path(streamlit.__file__).resolve().parent / "static"
MEDIA_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
ASSET_LIFETIME = "public, max-age=31536000, immutable"  # the file names carry a hash of their content

_NOSCRIPT = (
    "<noscript><p>Pantau Layanan memerlukan JavaScript. Aktifkan JavaScript di peramban Anda, lalu muat "
    "ulang halaman ini.</p></noscript>"
)


def script_hashes(document: str) -> str:
    """The CSP sources of the inline scripts of an HTML document, so that no other inline script may run."""
    scripts = re.findall(r"<script>(.*?)</script>", document, flags=re.DOTALL)
    digests = (hashlib.sha256(text.encode()).digest() for text in scripts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


@lru_cache(maxsize=1)
def _inline_scripts() -> str:
    return script_hashes((STREAMLIT_STATIC / "index.html").read_text(encoding="utf-8"))


def content_security_policy(host: str) -> str:
    """The policy for a request to `host`: everything from this server, nothing from anywhere else.

    The WebSocket address is spelled out because older browsers do not count ws: as 'self'. Styles stay inline
    because Streamlit's components set them; charts need blob: and data: to draw and to save a picture.
    """
    sockets = (
        f" ws://{host} wss://{host}"
        if re.fullmatch(r"[\w.\-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?", host)
        else ""
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {_inline_scripts()}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{sockets} data: blob:",
            "worker-src 'self' blob:",
            "media-src 'self' data: blob:",
            "frame-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


class SecurityHeaders:
    """Add the headers that Streamlit does not send to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = content_security_policy(Headers(scope=scope).get("host", ""))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("content-security-policy", policy)
                headers.setdefault("x-content-type-options", "nosniff")
                headers.setdefault("x-frame-options", "DENY")
                headers.setdefault("referrer-policy", "same-origin")
                headers.setdefault("permissions-policy", "camera=(), microphone=(), geolocation=()")
                headers.setdefault("cross-origin-opener-policy", "same-origin")
            await send(message)

        await self.app(scope, receive, send_with_headers)


@lru_cache(maxsize=1)
def _assets() -> dict[str, Path]:
    """Streamlit's scripts and styles by address; a fixed list, so no request can name another file."""
    files = (STREAMLIT_STATIC / "static").rglob("*")
    return {f"/{f.relative_to(STREAMLIT_STATIC).as_posix()}": f for f in files if f.suffix in MEDIA_TYPES}


@cache
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6)


class CompressedAssets:
    """Serve Streamlit's scripts and styles gzip-compressed, each compressed once per process."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asset = self._asset(scope) if scope["type"] == "http" else None
        if asset is None:
            await self.app(scope, receive, send)
            return
        body = await run_in_threadpool(_compressed, asset)
        headers = {"content-encoding": "gzip", "vary": "Accept-Encoding", "cache-control": ASSET_LIFETIME}
        response = Response(body, media_type=MEDIA_TYPES[asset.suffix], headers=headers)
        await response(scope, receive, send)

    @staticmethod
    def _asset(scope: Scope) -> Path | None:
        headers = Headers(scope=scope)
        if scope["method"] != "GET" or "range" in headers or "gzip" not in headers.get("accept-encoding", ""):
            return None
        path = scope["path"]
        # Behind server.baseUrlPath the address has a prefix.
        return _assets().get(path[path.find("/static/") :]) if "/static/" in path else None


def indonesian_document(document: str) -> str:
    """Streamlit's empty page with our language, title and words for a browser without JavaScript."""
    document = document.replace('<html lang="en"', '<html lang="id"', 1)
    document = document.replace("<title>Streamlit</title>", "<title>Pantau Layanan</title>", 1)
    document = re.sub(r"<noscript>.*?</noscript>", _NOSCRIPT, document, count=1, flags=re.DOTALL)
    # It points programs to an agent API which is switched off.
    return re.sub(r"\s*<link rel=\"service-desc\"[^>]*>", "", document, count=1)


class IndonesianDocument:
    """Rewrite the one HTML document that carries the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        # The answer must arrive whole and readable: neither compressed nor "not modified".
        dropped = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
        scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k.lower() not in dropped]}
        start: Message | None = None
        body = bytearray()

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                if "text/html" in Headers(raw=message["headers"]).get("content-type", ""):
                    start = message
                    return
            elif message["type"] == "http.response.body" and start is not None:
                body.extend(message.get("body", b""))
                if message.get("more_body"):
                    return
                await self._send_document(start, bytes(body), send)
                return
            await send(message)

        await self.app(scope, receive, collect)

    @staticmethod
    async def _send_document(start: Message, body: bytes, send: Send) -> None:
        headers = MutableHeaders(scope=start)
        if body:  # a HEAD request has none
            body = indonesian_document(body.decode("utf-8")).encode("utf-8")
            headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):
            del headers[name]
        await send(start)
        await send({"type": "http.response.body", "body": body})


async def _icon(_request: Request) -> FileResponse:
    return FileResponse(ICON, media_type="image/png", headers={"cache-control": "public, max-age=86400"})


async def _first_page(request: Request) -> RedirectResponse:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}", status_code=307)


def routes() -> list[Route]:
    """Addresses that Streamlit does not answer as we need.

    The icon stands where a browser looks before the application has started. Streamlit knows its first page
    only as `/`, but a link to it by its name must work like one to any other page.
    """
    return [
        Route("/favicon.png", _icon),
        Route("/favicon.ico", _icon),
        Route(f"/{FIRST_PAGE}", _first_page),
    ]


def middleware() -> list[Middleware]:
    """The middleware in the order in which a request meets it."""
    return [Middleware(SecurityHeaders), Middleware(CompressedAssets), Middleware(IndonesianDocument)]
