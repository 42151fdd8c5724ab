"""Tables whose text must be readable in full: cells wrap, and a phone shows each row as a block.

Every cell is escaped, so the text of somebody's file appears letter by letter as it stands there: no
markup, no link, no formula. Long tables of figures belong in elements.table, which sorts.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from compliance.formatting import EMPTY, is_empty
from compliance.ui import elements
from compliance.ui.kept import keep
from compliance.words import tone

STYLE = Path(__file__).resolve().parent / "assets" / "tabel.css"


class Markup(str):
    """Markup made by this program, which is shown as it is; everything else is escaped."""


def style() -> None:
    """The looks of the tables of a page; call it once, after the page header."""
    st.html(STYLE)


def badge(group: str, state: Any) -> Markup:
    """A state as word, symbol and colour in a cell."""
    return Markup(elements.badge(group, state))


def swatch(text: str, tone_id: str) -> Markup:
    """A category of a band in its colour."""
    role = tone(tone_id)
    look = f"--isi:{role.fill};--tinta:{role.ink}"
    return Markup(f'<span class="pl-lencana" style="{look}">{escape(text)}</span>')


def table(
    headers: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    caption: str,
    right: Sequence[int] = (),
    narrow: Sequence[int] = (),
    compact: bool = False,
) -> None:
    """Show rows of text. caption: what a screen reader announces. right: columns of figures.

    narrow: columns that never wrap and take no more room than they need. compact: not over the whole width.
    """
    st.html(keep(_table, headers, rows, caption, right, narrow, compact))


def _table(
    headers: Sequence[str],
    rows: Sequence[Sequence[Any]],
    caption: str,
    right: Sequence[int],
    narrow: Sequence[int],
    compact: bool,
) -> str:
    heads = "".join(
        f'<th scope="col"{_class(place, right, narrow)}>{escape(head)}</th>'
        for place, head in enumerate(headers)
    )
    body = "".join(_row(headers, row, right, narrow) for row in rows)
    return (
        f'<table class="pl-tabel{" ringkas" if compact else ""}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def facts(rows: Sequence[tuple[str, Any]]) -> None:
    """A list of name and text, for what is said once."""
    told = "".join(f"<dt>{escape(name)}</dt><dd>{_cell(value)}</dd>" for name, value in rows)
    st.html(f'<dl class="pl-perihal">{told}</dl>')


def paragraph(text: str) -> None:
    """One paragraph of plain text."""
    st.html(f'<p class="pl-paragraf">{escape(text)}</p>')


def heading(text: str, *marks: Markup) -> None:
    """A heading below a section, with badges behind it."""
    st.html(f'<div class="pl-subjudul"><h3>{escape(text)}</h3>{"".join(marks)}</div>')


def _row(headers: Sequence[str], row: Sequence[Any], right: Sequence[int], narrow: Sequence[int]) -> str:
    cells = "".join(
        f'<td data-judul="{escape(headers[place])}"{_class(place, right, narrow)}>{_cell(value)}</td>'
        for place, value in enumerate(row)
    )
    return f"<tr>{cells}</tr>"


def _class(place: int, right: Sequence[int], narrow: Sequence[int]) -> str:
    names = [name for name, places in (("kanan", right), ("sempit", narrow)) if place in places]
    return f' class="{" ".join(names)}"' if names else ""


def _cell(value: Any) -> str:
    if isinstance(value, Markup):
        return f"<span>{value}</span>"
    return f"<span>{escape(EMPTY if is_empty(value) or str(value) == '' else str(value))}</span>"
