"""The PDF: for archives, for a reader's bookmarks and for a screen reader."""

from __future__ import annotations

import io

import pypdf
import pytest


@pytest.fixture(scope="module")
def reader(files):
    return pypdf.PdfReader(io.BytesIO(files["pdf"]))


def test_file_is_tagged_for_readers_and_made_for_archives(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id-ID"
    described = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1" in described
    assert "<pdfaid:part>2" in described


def test_bookmarks_are_the_headings(reader):
    flat = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert flat[:2] == ["1. Ringkasan", "2. Perjalanan nilai"]
    assert flat[-1] == "Lampiran 1. Komponen standar pelayanan"


def test_pages_are_numbered_and_the_matrix_lies(reader):
    count = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        assert f"Halaman {number} dari {count}" in page.extract_text()
    lying = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    assert lying[-1]
    assert not lying[0]


def test_every_font_is_inside(reader):
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(font) for font in fonts)


def test_no_text_stands_outside_its_page(reader):
    sides = 54.0  # points; the margins are wider
    outside: list[tuple[int, str]] = []
    for number, page in enumerate(reader.pages):
        width, height = float(page.mediabox.width), float(page.mediabox.height)

        def look(text, page_matrix, text_matrix, _font, _size, number=number, width=width, height=height):
            across, up = text_matrix[4:]
            x = across * page_matrix[0] + up * page_matrix[2] + page_matrix[4]
            y = across * page_matrix[1] + up * page_matrix[3] + page_matrix[5]
            if text.strip() and not (sides < x < width - sides and 10 < y < height - 10):
                outside.append((number, text))

        page.extract_text(visitor_text=look)
    assert outside == []
