"""The Word file: structure that Word and a screen reader work with."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm


@pytest.fixture(scope="module")
def document(files):
    return Document(io.BytesIO(files["docx"]))


def _all(document, tag: str) -> list:
    return list(document.element.body.iter(qn(tag)))


def test_headings_are_headings_and_the_contents_lead_to_them(document):
    headings = [p for p in document.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    titles = [p.text for p in headings if p.style.name == "Heading 1"]
    assert titles[0] == "1. Ringkasan"
    assert titles[-1] == "Lampiran 1. Komponen standar pelayanan"
    links = {
        link.get(qn("w:anchor")): "".join(t.text for t in link.iter(qn("w:t")))
        for link in _all(document, "w:hyperlink")
    }
    marks = {mark.get(qn("w:name")): mark.getparent() for mark in _all(document, "w:bookmarkStart")}
    for anchor, text in links.items():
        assert "".join(t.text for t in marks[anchor].iter(qn("w:t"))) == text
    assert list(links.values())[:2] == ["1. Ringkasan", "2. Perjalanan nilai"]
    assert any("TOC " in field.text for field in _all(document, "w:instrText"))


def test_fields_are_closed_and_captions_count_on(document):
    kinds = [mark.get(qn("w:fldCharType")) for mark in _all(document, "w:fldChar")]
    assert kinds.count("begin") == kinds.count("end") == kinds.count("separate")
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    for name in ("Tabel", "Gambar"):
        numbers = [int(re.match(rf"{name} (\d+)\. ", text)[1]) for text in captions if text.startswith(name)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_tables_fit_their_page_repeat_their_header_and_break_no_row(document):
    widths = [
        section.page_width - section.left_margin - section.right_margin for section in document.sections
    ]
    data = [t for t in document.tables if t._tbl.tblPr.find(qn("w:tblBorders")) is not None]
    assert len(data) == 4
    for table in data:
        grid = [int(column.get(qn("w:w"))) * 635 for column in table._tbl.iter(qn("w:gridCol"))]
        assert sum(grid) <= max(widths) + Mm(1)
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        assert {len(row.tc_lst) for row in rows} == {len(grid)}


def test_wide_table_lies_on_a_page_of_its_own(document):
    assert [s.page_width > s.page_height for s in document.sections] == [False, True]
    ends = [p for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.sectPr is not None]
    assert all(p.text or p.style.name == "Sela" for p in ends), "an empty line could fill a page of its own"


def test_charts_can_be_edited_and_are_told_in_words(document):
    parts = [r.target_part for r in document.part.rels.values() if r.reltype.endswith("/chart")]
    told = [d.get("descr") for d in _all(document, "wp:docPr")]
    assert len(parts) == len(told) == 5
    assert all(told)
    book = next(iter(parts[0].rels.values())).target_part
    rows = list(openpyxl.load_workbook(io.BytesIO(book.blob)).active.iter_rows(values_only=True))
    assert rows[0] == (None, "Metode 2019–2021", "Metode 2022–2025")
    assert rows[3:5] == [("2021", 74, None), ("2022", None, 61.5)], "the line is not drawn across the break"


def test_every_page_is_numbered_and_the_signature_stands_before_the_annexes(document):
    foot = "".join(p._p.xml for p in document.sections[0].footer.paragraphs)
    assert " PAGE " in foot
    assert " NUMPAGES " in foot
    whole = "\n".join(document.element.itertext())
    order = [
        whole.rindex(text)
        for text in (
            "4. Teks dan kosong",
            "Tidore, 15 Januari 2026",
            "Kepala Bagian Organisasi",
            "Pangkat/golongan ....",
            "Lampiran 1. Komponen standar pelayanan",
        )
    ]
    assert order == sorted(order)


def test_file_is_indonesian_and_of_todays_word(document):
    languages = {mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"id-ID"}
    assert document.core_properties.language == "id-ID"
    assert 'compatibilityMode" w:uri' in document.settings.element.xml
