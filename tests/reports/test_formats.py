"""What holds for a report in every format: same bytes, every text in it, nothing that runs or calls out."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdf
import pytest
from docx import Document
from lxml import etree
from pptx import Presentation

from compliance.config import Letterhead
from compliance.reports import FORMATS, images, write
from tests.reports.example import HOSTILE, report

OFFICE = ("docx", "pptx", "xlsx")
ROOT = Path(__file__).resolve().parents[2]
HASHES = """
import hashlib
from compliance.reports import FORMATS, write
from tests.reports.example import report
print(*(hashlib.sha256(write(report(3, 3), name)).hexdigest() for name in FORMATS))
"""


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every part of an office file, and of the workbooks inside it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            blob = package.read(name)
            yield name, blob
            if name.endswith(".xlsx"):
                yield from ((f"{name}/{inner}", part) for inner, part in _parts(blob))


def _all_text(content: bytes, file_format: str) -> str:
    if file_format == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    texts = (
        " ".join(etree.fromstring(blob).itertext()) for name, blob in _parts(content) if name.endswith(".xml")
    )
    return " ".join(" ".join(texts).split())


@pytest.fixture(scope="module")
def small() -> dict[str, bytes]:
    example = report(3, 3)
    return {file_format: write(example, file_format) for file_format in FORMATS}


@pytest.fixture(scope="module")
def texts(files) -> dict[str, str]:
    return {file_format: _all_text(content, file_format) for file_format, content in files.items()}


def test_another_process_gives_the_same_bytes(small):
    command = [sys.executable, "-c", HASHES]
    other = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert other.stdout.split() == [hashlib.sha256(small[name]).hexdigest() for name in FORMATS]


def test_another_snapshot_gives_other_bytes(small):
    other = replace(report(3, 3), snapshot_id="20260116-ffffff")
    assert all(write(other, name) != small[name] for name in FORMATS)


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_says_of_when_and_from_what_the_data_are(texts, file_format):
    for told in ("Keadaan data per 31 Desember 2025", "20260115-abc123", "9f2c4e", "DATA CONTOH"):
        assert told in texts[file_format]


@pytest.mark.parametrize("file_format", FORMATS)
def test_text_of_others_arrives_as_it_stood(texts, file_format):
    text = texts[file_format].replace(" ", "")
    for told in HOSTILE:
        clean = re.sub("[\x00\x0b\uffff]", "", told).replace("\n", " ")
        # A PDF is read back word by word, and where its lines break is its own affair.
        assert clean.replace(" ", "") in text


@pytest.mark.parametrize("file_format", OFFICE)
def test_nothing_in_an_office_file_runs_or_calls_out(files, file_format):
    for name, blob in _parts(files[file_format]):
        assert not name.lower().endswith((".bin", ".vba", ".jpeg")), name
        assert b'TargetMode="External"' not in blob, name
        if "/worksheets/" in name:
            assert b"<f>" not in blob, name


@pytest.mark.parametrize("file_format", OFFICE)
def test_every_part_is_well_formed_and_every_time_is_that_of_the_report(files, file_format):
    for name, blob in _parts(files[file_format]):
        if name.endswith((".xml", ".rels")):
            etree.fromstring(blob)
        if name == "docProps/core.xml":
            assert set(re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", blob)) == {b"2026-01-15T00:00:00Z"}


def test_no_character_is_lost_or_left_that_xml_cannot_hold():
    odd = replace(report(3, 2), title="Judul \ud800\x07日本 & <b> “kutip”")
    for name in FORMATS:
        text = _all_text(write(odd, name), name)
        assert "Judul" in text
        assert "“kutip”" in text
        assert "& <b>" in text


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_logo_stands_in_the_letterhead(kind):
    drawing = (ROOT / "compliance/ui/assets/lambang.svg").read_bytes()
    logo = images.as_png(drawing) if kind == "png" else drawing
    marked = replace(report(1, 1), logo=logo, letterhead=Letterhead(alamat="Jalan Contoh 1"))
    document = Document(io.BytesIO(write(marked, "docx")))
    assert len(document.inline_shapes) == 1 + sum("chart" in part for part in _charts(document))
    assert len(pypdf.PdfReader(io.BytesIO(write(marked, "pdf"))).pages) > 1


def _charts(document) -> list[str]:
    return [str(relation.target_part.partname) for relation in document.part.rels.values()
            if relation.reltype.endswith("/chart")]  # fmt: skip


def test_picture_of_a_chart_takes_the_place_of_its_table():
    picture = images.as_png((ROOT / "compliance/ui/assets/lambang.svg").read_bytes())
    example = report(1, 4)
    document = Document(io.BytesIO(write(example, "docx", {"komponen": picture})))
    plain = Document(io.BytesIO(write(example, "docx")))
    assert len(document.inline_shapes) == len(plain.inline_shapes) + 1
    assert len(document.tables) == len(plain.tables) - 1


def test_report_without_sections_is_still_a_document():
    empty = replace(report(1, 1), sections=())
    assert Document(io.BytesIO(write(empty, "docx"))).paragraphs
    assert pypdf.PdfReader(io.BytesIO(write(empty, "pdf"))).pages
    assert len(Presentation(io.BytesIO(write(empty, "pptx"))).slides) == 1
    assert len(openpyxl.load_workbook(io.BytesIO(write(empty, "xlsx"))).sheetnames) == 2
