"""The sheet `Petunjuk` of a template: what to fill in, column by column, and who receives the file."""

from __future__ import annotations

from typing import Any

from compliance.config import Config
from compliance.formatting import kalimat
from etl.staging import Kind
from etl.staging.contract import Column
from etl.workbooks import choices
from etl.workbooks.texts import row_height

SHEET = "Petunjuk"
HEADERS = ("Kolom", "Wajib?", "Cara mengisi", "Pilihan atau batas", "Contoh isian")
_WIDTHS = (30, 14, 48, 44, 30)


def write(book: Any, kind: Kind, title: str, config: Config, *, n_units: int, units_source: str) -> None:
    """Add the sheet. `title`: name of the data sheet."""
    page = book.add_worksheet(SHEET)
    for position, size in enumerate(_WIDTHS):
        page.set_column(position, position, size)
    styles = _styles(book)
    page.merge_range(0, 0, 0, len(HEADERS) - 1, f"Petunjuk pengisian: {title}", styles["title"])
    page.set_row(0, 26)
    row = 1
    for text in _lines(kind, title, config, n_units, units_source):
        page.merge_range(row, 0, row, len(HEADERS) - 1, text, styles["line"])
        page.set_row(row, row_height([text], [sum(_WIDTHS)]))
        row += 1
    row += 1
    for position, text in enumerate(HEADERS):
        page.write_string(row, position, text, styles["head"])
    for column in kind.columns.values():
        row += 1
        cells = (
            column.label,
            "wajib" if column.required else "boleh kosong",
            column.note,
            _limits(column),
            column.example,
        )
        page.set_row(row, row_height(cells, _WIDTHS))
        for position, text in enumerate(cells):
            is_name = column.required and position < 2
            page.write_string(row, position, text, styles["strong" if is_name else "cell"])
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _limits(column: Column) -> str:
    limits = choices.limits(column)
    return "" if limits in column.note else limits


def _lines(kind: Kind, title: str, config: Config, n_units: int, units_source: str) -> list[str]:
    lines = [
        kalimat(kind.description),
        f'1. Isi lembar "{title}" mulai baris 3. Baris 2 hanya contoh: tidak ikut dimuat dan boleh dihapus.',
        "2. Jangan mengubah judul kolom pada baris 1. Judul berwarna gelap dengan tanda * wajib diisi; kolom "
        "lain boleh kosong. Arahkan penunjuk ke judul untuk membaca keterangannya.",
        "3. Pada kolom yang memiliki daftar pilihan, klik sel lalu klik tanda panah di sebelahnya.",
        "4. Angka desimal memakai koma (87,50). Tanggal ditulis hari dahulu (12/01/2024 berarti 12 Januari "
        "2024); setelah diketik, bulan tampil dengan namanya supaya mudah diperiksa.",
        "5. Jangan mencantumkan data pribadi masyarakat seperti nama, NIK, nomor telepon, atau alamat.",
        f"6. Simpan sebagai berkas Excel (.xlsx), lalu kirim kepada {_receiver(config)}.",
    ]
    if kind.any_of:
        labels = ", ".join(kind.columns[name].label for name in kind.any_of)
        lines.append(f"Catatan: setiap baris memuat sedikitnya satu dari: {labels}.")
    if any(column.type == "unit" for column in kind.columns.values()):
        lines.append(
            f"Catatan: daftar pilihan unit memuat {n_units} unit menurut {units_source}. Unit yang belum ada "
            "di dalamnya boleh ditulis dengan nama resminya."
            if n_units
            else "Catatan: tulis unit dengan kode atau nama resminya, sama seperti dalam daftar unit."
        )
    return lines


def _receiver(config: Config) -> str:
    head = config.letterhead
    office = ", ".join(part for part in (head.division, head.office, head.government) if part)
    return f"{office} ({head.contact})" if head.contact else office


def _styles(book: Any) -> dict[str, Any]:
    cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9D3D7", "num_format": "@"}
    return {
        "title": book.add_format(
            {"bold": True, "font_size": 14, "font_color": "#0F5C6E", "valign": "vcenter"}
        ),
        "line": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({**cell, "bold": True, "bg_color": "#0F5C6E", "font_color": "#FFFFFF"}),
        "cell": book.add_format(cell),
        "strong": book.add_format({**cell, "bold": True}),
    }
