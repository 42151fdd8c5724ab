"""Meeting mode of Ringkasan: one figure at a time over the whole window, to be read from the back of a room.

The address says which figure is shown (`?rapat=2`). Keys and buttons are Streamlit's own, because the content
security policy lets no script of a page run.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from compliance import words
from compliance.formatting import tanggal
from compliance.ui import session, summary
from compliance.ui.elements import Card
from compliance.ui.filters import Selection

FIELD = "rapat"
STYLE = Path(__file__).resolve().parent / "assets" / "rapat.css"


def open_button() -> None:
    """The way in, for the page."""
    st.button("Mode rapat", key="rapat_buka", on_click=_go, args=(1,), help="Satu angka memenuhi layar.")


def show_if_asked(selection: Selection) -> None:
    """If the address asks for it, show the figure it names and end the page there."""
    asked = st.query_params.get(FIELD)
    if asked is None:
        return
    cards = summary.cards(selection)
    number = min(max(int(asked), 1), len(cards)) if asked.isdecimal() else 1
    st.html(STYLE)
    with st.container(key="rapat"):
        _slide(cards[number - 1], _why_not(number, selection), selection, f"{number} dari {len(cards)}")
        with st.container(horizontal=True, horizontal_alignment="center", key="rapat_tombol"):
            _button("Sebelumnya", "Left", number - 1, disabled=number == 1)
            _button("Berikutnya", "Right", number + 1, disabled=number == len(cards))
            _button("Keluar", "Esc", None)
    st.stop()


def _button(label: str, key: str, number: int | None, *, disabled: bool = False) -> None:
    st.button(label, key=f"rapat_{key}", shortcut=key, on_click=_go, args=(number,), disabled=disabled)


def _go(number: int | None) -> None:
    if number is None:
        st.query_params.pop(FIELD, None)
    else:
        st.query_params[FIELD] = str(number)


def _why_not(number: int, selection: Selection) -> str:
    """Why the figure has no change, if its method has changed."""
    name = dict(enumerate(summary.card_instruments(), start=1)).get(number, "")
    return summary.break_reasons(selection).get(name, "")


def _slide(card: Card, why_not: str, selection: Selection, place: str) -> None:
    facts = session.facts()
    change = ""
    if card.direction:
        entry = words.word("direction", card.direction)
        told = f"{entry.symbol} {card.change or entry.label}"
        change = f'<p class="arah" style="--arah:{entry.tone.strong}">{escape(told)}</p>'
    parts = [
        f'<p class="judul">{escape(str(facts["city_name"]))} · {escape(selection.text)}</p>',
        f"<h2>{escape(card.name)}</h2>",
        f'<p class="nilai">{escape(card.value)}</p>',
        f'<p class="mutu">{escape(card.category)}</p>' if card.category else "",
        change,
        *(f'<p class="ket">{escape(text)}</p>' for text in (card.note, why_not) if text),
        f'<p class="kaki">{place} · keadaan per {tanggal(facts["as_of"])}'
        f"{' · DATA CONTOH' if facts['is_sample'] else ''}</p>",
    ]
    edge = words.tone(card.tone).strong if card.tone else "#0f5c6e"
    st.html(f'<div class="pl-rapat" role="status" style="--tanda:{edge}">{"".join(parts)}</div>')
