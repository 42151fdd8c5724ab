"""Who is at the page Data: one name for what is sent, loaded, decided and withdrawn there."""

from __future__ import annotations

import streamlit as st

_NAME, _FIELD = "nama_pengirim", "w_nama"  # the page Laporan begins with the same name


def field() -> None:
    """The field for the name; what was typed is kept while other pages are read."""
    if _FIELD not in st.session_state:
        st.session_state[_FIELD] = kept()
    st.columns([1, 1])[0].text_input(
        "Nama Anda (dicatat pada setiap pemuatan dan perubahan)",
        key=_FIELD,
        max_chars=60,
        on_change=lambda: st.session_state.update({_NAME: name()}),
    )


def name() -> str:
    """The name as it stands in the field, also when the field was left just now."""
    return str(st.session_state.get(_FIELD, "")).strip()


def kept() -> str:
    """The name this session gave last."""
    return str(st.session_state.get(_NAME, ""))
