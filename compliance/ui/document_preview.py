"""What a document will say, before it is made: the sections of a report or their charts, or the letters."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path

import streamlit as st

from compliance import config as settings
from compliance import output
from compliance.errors import PantauError
from compliance.formatting import bilangan, tanggal
from compliance.output import Order, issued
from compliance.output.letters import Addressed, letters
from compliance.output.scope import scope_of
from compliance.paths import using
from compliance.reports import cells
from compliance.reports.document import Block, Chart, Heading, KeyFigures, Paragraph, Table
from compliance.ui import elements, session, text_table
from compliance.ui.document_choice import Choice
from compliance.ui.elements import Card
from compliance.ui.first_start import active_data_dir
from compliance.ui.kept import keep
from compliance.warehouse import Snapshot

ABOUT = {
    "laporan": "Bagian, kesimpulan, dan baris pertama setiap tabel.",
    "grafik": "Judul grafik menurut bagian laporan.",
    "surat": "Unit yang disurati dan banyaknya hal dalam setiap surat.",
}
_ROWS, _COLUMNS = 5, 8  # of each table
_LETTERS = 15
_LETTER_HEADERS = ("Unit", "Kepada", "Layanan", "Laporan", "Kewajiban", "Tindak lanjut")


def show(choice: Choice) -> None:
    """The contents in the order of the document, or why there is none."""
    order, folder, shot = choice.order, active_data_dir(), session.snapshot()
    try:
        if order.kind == "surat":
            version = issued.settings_hash(folder)
            _letters(keep(_letters_of, shot, order.year, order.unit_id, folder, version), order.year)
        else:
            parts = keep(_parts, shot, order.year, order.unit_id, order.kind, order.sections, folder)
            for number, (title, name) in enumerate(parts):
                _part(title, name, order, folder, is_open=number == 0)
    except PantauError as error:
        st.error(str(error))


@st.fragment
def _part(title: str, name: str, order: Order, folder: Path, *, is_open: bool) -> None:
    """A section, made only when it is opened: all of them take a second or more."""
    with st.expander(title, expanded=is_open, key=f"isi_{name}", on_change="rerun") as box:
        if not box.open:
            return
        try:
            blocks = keep(_blocks, session.snapshot(), order.year, order.unit_id, name, folder)
        except PantauError as error:  # opened alone, it is run without the rest of the page
            st.error(str(error))
            return
        if order.kind == "grafik":
            _charts([block.title for block in blocks if isinstance(block, Chart)])
        else:
            for block in blocks:
                _block(block)


def _parts(
    shot: Snapshot,
    year: int,
    unit_id: str | None,
    kind: str,
    sections: tuple[str, ...] | None,
    folder: Path,
) -> list[tuple[str, str]]:
    """Title and id of every chosen section, numbered as in a report; of those with charts for charts."""
    with using(folder):
        scope = scope_of(shot, year, settings.load(folder), unit_id)
        chosen = [replace(one, title=one.heading(scope)) for one in output.chosen(sections)]
        titles = cells.numbered(chosen)
        if kind == "grafik":
            chosen = [one for one in chosen if one.has_charts]
            titles = [one.title for one in chosen]
    return [(_plain(title), one.id) for title, one in zip(titles, chosen, strict=True)]


def _blocks(shot: Snapshot, year: int, unit_id: str | None, name: str, folder: Path) -> tuple[Block, ...]:
    return output.report(shot, year, unit_id=unit_id, sections=[name], data_dir=folder).sections[0].blocks


def _letters_of(
    shot: Snapshot, year: int, unit_id: str | None, folder: Path, _version: str
) -> list[Addressed]:
    return letters(shot, year, unit_id=unit_id, data_dir=folder)


def _block(block: Block) -> None:
    if isinstance(block, Heading):
        text_table.heading(block.text)
    elif isinstance(block, Paragraph):
        if block.style == "catatan":
            elements.remarks([block.text])
        elif block.style == "kesimpulan":
            st.html(f'<p class="pl-paragraf"><strong>{escape(block.text)}</strong></p>')
        else:
            text_table.paragraph(("• " if block.style == "butir" else "") + block.text)
    elif isinstance(block, KeyFigures):
        elements.metric_cards(
            [Card(one.label, one.value, note=one.note, tone=cells.ROLES[one.tone]) for one in block.items]
        )
    elif isinstance(block, Chart):
        text_table.paragraph(f"Gambar: {block.title}")
    else:
        _table(block)


def _charts(charts: list[str]) -> None:
    if not charts:
        text_table.paragraph("Tidak ada grafik: belum ada data.")
        return
    rows = list(enumerate(charts, start=1))
    text_table.table(["No.", "Grafik"], rows, caption="Grafik", narrow=[0])


def _table(table: Table) -> None:
    text_table.heading(table.title)
    rows = [[cell.text for cell in row[:_COLUMNS]] for row in keep(_first_rows, table)]
    columns = table.columns[:_COLUMNS]
    right = [place for place, column in enumerate(columns) if cells.is_right(column, table)]
    text_table.table([column.label for column in columns], rows, caption=table.title, right=right)
    more = [
        f"{bilangan(n)} {what}"
        for n, what in ((len(table.rows) - _ROWS, "baris"), (len(table.columns) - _COLUMNS, "kolom"))
        if n > 0
    ]
    if not rows:
        elements.remarks([cells.phrase("empty_table")])
    elif more:
        elements.remarks([f"dan {' serta '.join(more)} lagi dalam dokumen."])


def _first_rows(table: Table) -> list[list[cells.Cell]]:
    tones = {name: roles[:_ROWS] for name, roles in table.tones.items()}
    return cells.grid(replace(table, rows=table.rows.head(_ROWS), tones=tones))


def _letters(found: list[Addressed], year: int) -> None:
    if not found:
        text_table.paragraph(f"Tidak ada unit yang perlu disurati untuk tahun {year}.")
        return
    text_table.paragraph(
        f"{bilangan(len(found))} nota dinas, tertanggal {tanggal(found[0].dated)}, dengan "
        f"tenggat {tanggal(found[0].due)}. Kolom di bawah menyebut banyaknya hal dalam setiap surat."
    )
    rows = [
        (
            one.unit.unit_name,
            one.addressee,
            "belum ada" if one.needs.is_without_services else bilangan(len(one.needs.services)),
            *(bilangan(len(rows)) for rows in (one.needs.scores, one.needs.duties, one.needs.actions)),
        )
        for one in found[:_LETTERS]
    ]
    text_table.table(_LETTER_HEADERS, rows, caption="Nota dinas yang akan dibuat", right=[2, 3, 4, 5])
    if len(found) > _LETTERS:
        elements.remarks([f"dan {bilangan(len(found) - _LETTERS)} nota dinas lagi."])


def _plain(text: str) -> str:
    """A title where Markdown is understood: its signs stand for themselves."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+!|~$:" else sign for sign in text)
