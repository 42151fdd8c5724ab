"""The last net: what a visitor sees when a page fails."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from compliance.errors import PantauError

logger = logging.getLogger(__name__)


def show_failure(error: Exception) -> bool:
    """Show an Indonesian sentence instead of a traceback.

    Input: the exception that a page, a callback or a fragment did not catch. A PantauError already is a
    sentence for the reader; anything else gets a code under which it is found in the server's log, where
    Streamlit has just written the traceback. Output: True, which tells Streamlit not to show its own box.
    """
    if isinstance(error, PantauError):
        st.error(str(error))
        return True
    code = secrets.token_hex(3).upper()
    logger.error("Kesalahan %s: %s: %s", code, type(error).__name__, error)
    st.error(
        "**Halaman ini tidak dapat ditampilkan seluruhnya.** Muat ulang halaman. Jika tetap terjadi, "
        f"sampaikan kode **{code}** kepada pengelola aplikasi; kode yang sama tercatat di log server. "
        "Data yang sudah dimuat tidak berubah."
    )
    return True
