"""What goes over the line: security headers, compression, document language, icon."""

from __future__ import annotations

import gzip
import re
import urllib.request
from email.message import Message

import pytest
import streamlit

from compliance.ui.middleware import (
    STREAMLIT_STATIC,
    content_security_policy,
    indonesian_document,
    script_hashes,
)


def fetch(url: str, **headers: str) -> tuple[bytes, Message]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers=sent)  # noqa: S310  (our own server)
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return answer.read(), answer.headers


def test_document_is_indonesian_and_guarded(address: str) -> None:
    body, headers = fetch(f"{address}/tren?tahun=2024", accept="text/html")
    text = body.decode()
    assert '<html lang="id"' in text
    assert "<title>Pantau Layanan</title>" in text
    assert "You need to enable JavaScript" not in text
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    script_sources = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in script_sources
    assert "http" not in script_sources
    assert script_hashes(text) in script_sources
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"


def test_scripts_are_compressed_and_kept_by_the_browser(address: str) -> None:
    largest = max((STREAMLIT_STATIC / "static" / "js").glob("*.js"), key=lambda path: path.stat().st_size)
    url = f"{address}/static/js/{largest.name}"
    body, headers = fetch(url, accept_encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert gzip.decompress(body) == largest.read_bytes()
    assert len(body) < largest.stat().st_size / 2
    plain, plain_headers = fetch(url, accept_encoding="identity")
    assert plain == largest.read_bytes()
    assert "content-encoding" not in plain_headers


def test_icon_is_ours(address: str) -> None:
    body, headers = fetch(f"{address}/favicon.png")
    assert headers["content-type"] == "image/png"
    assert body != (STREAMLIT_STATIC / "favicon.png").read_bytes()


@pytest.mark.parametrize("host", ["evil.example; script-src *", "a b", "", "x'y"])
def test_host_header_cannot_change_the_policy(host: str) -> None:
    policy = content_security_policy(host)
    assert "ws://" not in policy
    assert len(re.findall("script-src", policy)) == 1


def test_streamlit_document_is_still_the_one_that_is_rewritten() -> None:
    """If a newer Streamlit writes its document in another way, the replacements must not fail silently."""
    original = (STREAMLIT_STATIC / "index.html").read_text(encoding="utf-8")
    changed = indonesian_document(original)
    assert changed.count('<html lang="id"') == 1
    assert "<title>Pantau Layanan</title>" in changed
    assert "Streamlit app can also offer" not in changed
    assert "service-desc" not in changed
    assert script_hashes(original) == script_hashes(changed)
    assert script_hashes(changed)
    assert streamlit.__version__ == "1.67.0", "read the change log of Streamlit before moving this pin"
