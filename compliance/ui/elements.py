"""The building blocks of a page: header, cards, badges, table, empty result. Chart card: chart_card.py.

Everything that becomes HTML is escaped here; pages never write markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from compliance import queries, words
from compliance.charts.style import Caption
from compliance.formatting import EMPTY, tanggal
from compliance.reports.tables import About, to_csv, to_xlsx
from compliance.ui import filters, present, session
from compliance.ui.filters import Selection
from compliance.ui.kept import drawn

STYLE = Path(__file__).resolve().parent / "assets" / "elemen.css"
_FILTER_NAMES = {filters.UNIT: "unit", filters.JENIS: "jenis unit", filters.KECAMATAN: "kecamatan"}


@dataclass(frozen=True)
class Card:
    """One figure: name, value as text, its category, change with direction, what stands below.

    direction: naik | turun | tetap | tidak_dapat_dibandingkan, or None for no change line.
    tone: colour role of the upper edge (a tone of data/words.yaml).
    """

    name: str
    value: str
    category: str = ""
    change: str = ""
    direction: str | None = None
    note: str = ""
    tone: str | None = None


def page_header(page: str, title: str | None = None, description: str | None = None) -> None:
    """Title and one sentence of a page; both from data/words.yaml unless given. Call it first."""
    entry = words.word("pages", page)
    st.html(STYLE)
    told = escape(description if description is not None else entry.description)
    st.html(f'<div class="pl-kepala"><h1>{escape(title or entry.label)}</h1><p>{told}</p></div>')


def remarks(texts: Sequence[str]) -> None:
    """Small print under cards or a chart, one sentence per line; nothing if there is none."""
    if texts:
        st.html('<p class="pl-catatan">' + "<br>".join(escape(text) for text in texts) + "</p>")


def section(title: str, description: str = "") -> None:
    """A heading between parts of a page, with an optional sentence."""
    text = f"<p>{escape(description)}</p>" if description else ""
    st.html(f'<div class="pl-bagian"><h2>{escape(title)}</h2>{text}</div>')


def selection_line(selection: Selection) -> None:
    """What the page shows, in words, for print and projector: 'Tahun 2025 · Puskesmas'."""
    city = session.facts()["city_name"]
    st.html(f'<p class="pl-pilihan"><strong>{escape(str(city))}</strong> · {escape(selection.text)}</p>')


def metric_cards(cards: Sequence[Card]) -> None:
    """Figures side by side; two per row on a phone."""
    st.html('<div class="pl-kartu-deret">' + "".join(_card(card) for card in cards) + "</div>")


def _card(card: Card) -> str:
    edge = words.tone(card.tone).strong if card.tone else "#0F5C6E"
    parts = [f'<div class="nama">{escape(card.name)}</div>']
    parts.append(f'<div class="nilai">{escape(card.value)}</div>')
    if card.category:
        parts.append(f'<div class="mutu">{escape(card.category)}</div>')
    if card.direction:
        entry = words.word("direction", card.direction)
        text = escape(f"{entry.symbol} {card.change or entry.label}")
        parts.append(f'<div class="arah" style="--arah:{entry.tone.strong}">{text}</div>')
    if card.note:
        parts.append(f'<div class="ket">{escape(card.note)}</div>')
    return f'<div class="pl-kartu" style="--tanda:{edge}">{"".join(parts)}</div>'


def badge(group: str, state: Any, count: int | None = None) -> str:
    """Markup of a state as word + symbol + colour; show it with `badges`."""
    entry = words.word(group, state)
    text = entry.text if count is None else f"{entry.text}: {count}"
    style = f"--isi:{entry.tone.fill};--tinta:{entry.tone.ink}"
    return (
        f'<span class="pl-lencana" style="{style}" title="{escape(entry.description)}">{escape(text)}</span>'
    )


def badges(group: str, states: Sequence[Any] | Mapping[Any, int]) -> None:
    """A row of badges: a list of states, or state -> count (zero counts are left out)."""
    if isinstance(states, Mapping):
        parts = [badge(group, state, count) for state, count in states.items() if count]
    else:
        parts = [badge(group, state) for state in states]
    st.html(f'<div class="pl-lencana-deret">{"".join(parts)}</div>')


def name_list(title: str, rows: Sequence[tuple[str, str, str]], *, empty: str) -> None:
    """A short list under a small title: (name, small print, figure on the right). Empty: the sentence."""
    head = f'<p class="pl-daftar-nama">{escape(title)}</p>'
    if not rows:
        st.html(f'{head}<div class="pl-kosong">{escape(empty)}</div>')
        return
    items = "".join(
        f"<li><span>{escape(name)}{f'<small>{escape(note)}</small>' if note else ''}</span>"
        f"<span>{escape(figure)}</span></li>"
        for name, note, figure in rows
    )
    st.html(f'{head}<ul class="pl-daftar">{items}</ul>')


def caption(title: str, selection: Selection, *, source: str, subtitle: str = "") -> Caption:
    """The texts that travel with a chart: finding, filters and notes, source with date and snapshot."""
    facts = session.facts()
    notes = " · ".join(part for part in (str(facts["city_name"]), selection.text, subtitle) if part)
    return Caption(
        title=title,
        subtitle=notes,
        footer=f"Sumber: {source} · Keadaan per {tanggal(facts['as_of'])} · Cuplikan {facts['snapshot_id']}",
        sample=bool(facts["is_sample"]),
    )


def table(
    rows: pd.DataFrame,
    columns: Sequence[str],
    *,
    decimals: int = 2,
    extra_headers: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
    height: int | None = None,
    alt: str | None = None,
) -> None:
    """A sortable table with Indonesian headers and comma decimals; columns without a header or
    without any value are left out."""
    drawn(
        _table, rows, columns, decimals=decimals, extra_headers=extra_headers, groups=groups, height=height,
        alt=alt,
    )  # fmt: skip


def _table(
    rows: pd.DataFrame,
    columns: Sequence[str],
    *,
    decimals: int,
    extra_headers: Mapping[str, str] | None,
    groups: Mapping[str, str] | None,
    height: int | None,
    alt: str | None,
) -> None:
    heads = present.headers([name for name in columns if name in rows], extra_headers)
    shown = present.labelled(rows, groups, symbols=True).reindex(columns=list(heads))
    shown = shown.dropna(axis="columns", how="all") if len(shown) else shown
    # The values stay numbers and dates, so that sorting works; only what is displayed is text.
    written: Any = {
        heads[name]: (lambda value, name=name: present.cell_text(name, value, decimals))
        for name in map(str, shown)
    }
    styled = shown.rename(columns=heads).style.format(written)
    size: dict[str, Any] = {} if height is None else {"height": height}
    st.dataframe(styled, hide_index=True, width="stretch", placeholder=EMPTY, alt=alt, **size)


def downloads(
    key: str,
    rows: pd.DataFrame | Callable[[], pd.DataFrame],
    columns: Sequence[str],
    *,
    title: str,
    selection: Selection,
    source: str,
    decimals: int = 2,
    extra_headers: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
) -> None:
    """Buttons for CSV and XLSX of the rows; the bytes are made when a button is pressed.

    rows may be what reads them; it is then called, too, and outside of this run.
    """
    heads = present.headers(columns, extra_headers)
    facts = session.facts()

    def told() -> pd.DataFrame:
        return present.labelled(rows() if callable(rows) else rows, groups, symbols=False)

    places = {name: decimals for name in heads if name in present.DECIMAL_COLUMNS}
    about = About(
        title=title,
        filters=selection.text,
        source=source,
        as_of=tanggal(facts["as_of"]),
        snapshot=str(facts["snapshot_id"]),
        sample=bool(facts["is_sample"]),
        extra={"Daerah": str(facts["city_name"])},
    )
    name = file_name(key, selection)
    with st.container(horizontal=True):
        _button("Unduh CSV", f"{name}.csv", "text/csv", lambda: to_csv(told(), heads, places), f"csv_{key}")
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        _button(
            "Unduh Excel", f"{name}.xlsx", mime, lambda: to_xlsx(told(), heads, about, places), f"xlsx_{key}"
        )


def _button(label: str, name: str, mime: str, build: Callable[[], bytes], key: str) -> None:
    st.download_button(label, build, file_name=name, mime=mime, key=key, on_click="ignore")


def file_name(key: str, selection: Selection) -> str:
    """File name without ending: what, year, unit, so that files of different views do not mix."""
    parts = [key, str(selection.year or ""), selection.instrument_id or "", selection.unit_id or ""]
    return "_".join(part for part in parts if part).replace("/", "-").lower()


def no_rows(
    selection: Selection, what: str = "data", count: Callable[[Selection], int] | None = None
) -> None:
    """Say that nothing is left, and which filter is too narrow, with a button that removes it.

    count: gives the number of rows for another selection; with it only filters and years that help are
    named.
    """
    st.html(STYLE)
    active = [
        field
        for field, value in (
            (filters.UNIT, selection.unit_id),
            (filters.KECAMATAN, selection.district),
            (filters.JENIS, selection.unit_kind),
        )
        if value
    ]
    helpful = [field for field in active if count is None or count(selection.without(field))]
    text = f"Tidak ada {what} untuk {selection.text[:1].lower()}{selection.text[1:]}."
    if helpful:
        names = " atau ".join(_FILTER_NAMES[field] for field in helpful)
        text += f" Saringan yang terlalu sempit: {names}."
    elif count is not None:
        other = next((year for year in _other_years(selection) if count(replace(selection, year=year))), None)
        if other:
            text += f" Pilih tahun lain, misalnya {other}."
        elif selection.is_whole_city:
            text = f"Belum ada {what} yang dimuat. Cara memuatnya ada di halaman Data."
    st.html(f'<div class="pl-kosong" role="status">{escape(text)}</div>')
    with st.container(horizontal=True):
        for field in helpful:
            st.button(
                f"Hapus saringan {_FILTER_NAMES[field]}",
                key=f"hapus_{field}_{what}",
                on_click=filters.choose,
                args=(field, None),
            )


def _other_years(selection: Selection) -> list[int]:
    """Years with data besides the chosen one, the nearest first."""
    if selection.year is None:
        return []
    rows = session.frame(queries.years)
    years = [int(year) for year in rows.loc[rows["has_data"].astype(bool), "year"]]
    here = selection.year
    return sorted((year for year in years if year != here), key=lambda year: (abs(year - here), -year))
