"""Parts of a Word document that reports and letters share: styles, letterhead, signature, tables, figures."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from compliance.charts.style import ACCENT, INK, INK_SOFT
from compliance.formatting import EMPTY
from compliance.reports import cells, word_xml
from compliance.reports.cells import clean, phrase
from compliance.reports.document import KeyFigures, Report, Table
from compliance.reports.images import as_png
from compliance.reports.layout import Fit, block_title, fit, per_row
from compliance.words import tone

FONT = "Arial"
PAGE = (210.0, 297.0)
MARGINS = {"left": 25.0, "right": 20.0, "top": 20.0, "bottom": 20.0}
PORTRAIT = PAGE[0] - MARGINS["left"] - MARGINS["right"]
LANDSCAPE = PAGE[1] - MARGINS["left"] - MARGINS["right"]
_CONTENTS_STYLES = ("toc 1", "toc 2")
# Name, size in points, bold, colour, space before and after, kept with the next paragraph.
_STYLES: tuple[tuple[str, float, bool, str, float, float, bool], ...] = (
    ("Normal", 10.5, False, INK, 0, 6, False),
    ("Title", 20, True, INK, 12, 4, True),
    ("Subtitle", 12, False, INK_SOFT, 0, 8, False),
    ("Heading 1", 15, True, ACCENT, 18, 6, True),
    ("Heading 2", 12, True, INK, 12, 4, True),
    ("Heading 3", 10.5, True, INK, 8, 3, True),
    ("Caption", 9.5, True, INK, 8, 4, False),
    ("List Bullet", 10.5, False, INK, 0, 3, False),
    ("Kesimpulan", 12, True, INK, 4, 8, False),
    ("Catatan", 9, False, INK_SOFT, 3, 6, False),
    ("Sela", 3, False, INK, 0, 0, False),
    ("TabelIsi", 8, False, INK, 0, 0, False),
    ("TabelKepala", 8, True, INK, 0, 0, True),
    ("Kop", 12, True, INK, 0, 0, True),
    ("Angka", 20, True, INK, 0, 0, True),
    ("toc 1", 10.5, False, INK, 2, 2, False),
    ("toc 2", 9.5, False, INK_SOFT, 0, 1, False),
)


def blank(title: str) -> Any:
    """An empty document: A4, our styles, Indonesian, no leftovers of the template of python-docx."""
    document = Document()
    known = {style.name for style in document.styles}
    for name, size, bold, colour, before, after, keep in _STYLES:
        if name not in known:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in _CONTENTS_STYLES)
        _set_style(document.styles[name], size, bold, colour, before, after, keep)
    for name in _CONTENTS_STYLES:  # the ids that Word itself gives them
        document.styles[name].element.set(qn("w:styleId"), name.upper().replace(" ", ""))
    document.styles["toc 2"].paragraph_format.left_indent = Mm(6)
    document.styles["Title"].element.pPr.remove(document.styles["Title"].element.pPr.find(qn("w:pBdr")))
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "id-ID")
    _settings(document)
    # The picture of another document, and a copy of the styles that would have to be kept in step.
    for relations in (document.part.package.rels, document.part.rels):
        for relation in list(relations.values()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects")):
                del relations[relation.rId]
    document.core_properties.title, document.core_properties.language = clean(title), "id-ID"
    document.core_properties.author = document.core_properties.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    for side, width in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.header_distance = section.footer_distance = Mm(9)
    return document


def _set_style(
    style: Any, size: float, bold: bool, colour: str, before: float, after: float, keep: bool
) -> None:
    font, space = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(colour.lstrip("#"))
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    space.space_before, space.space_after, space.keep_with_next = Pt(before), Pt(after), keep
    space.line_spacing = 1.0 if size < 10 else 1.1


def _settings(document: Any) -> None:
    """Say that the file is of today's Word, else it opens in a mode for old files."""
    settings = document.settings.element
    compatible = settings.find(qn("w:compat"))
    compatible.append(
        word_xml.element(
            '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
            'w:val="15"/>'
        )
    )
    theme = settings.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), "id-ID")


def letterhead(document: Any, report: Report) -> None:
    """Logo, names and address with a line below, at the place where the document is being written."""
    lines = cells.letterhead_lines(report)
    texts = "".join(word_xml.paragraph_xml("Kop", word_xml.run_xml(line), align="center") for line in lines)
    address = word_xml.run_xml(cells.letterhead_address(report), size=9)
    texts += word_xml.paragraph_xml("Catatan", address, align="center")
    logo = as_png(report.logo)
    side = 26.0 if logo else 0.0
    widths = [side, PORTRAIT - 2 * side, side] if logo else [PORTRAIT]
    empty = word_xml.paragraph_xml("TabelIsi", "")
    table = word_xml.plain_table([empty, texts, empty] if logo else [texts], widths)
    add(document, table)
    if logo:
        first = document.tables[-1].cell(0, 0).paragraphs[0]
        picture = first.add_run().add_picture(io.BytesIO(logo), height=Mm(22))
        if picture.width > Mm(side - 3):
            picture.height, picture.width = int(picture.height * Mm(side - 3) / picture.width), Mm(side - 3)
        picture._inline.docPr.set("descr", clean(report.letterhead.government))
    line = '<w:pBdr><w:top w:val="thinThickSmallGap" w:sz="18" w:space="1" w:color="auto"/></w:pBdr>'
    add(document, word_xml.element(f'<w:p><w:pPr><w:pStyle w:val="TabelIsi"/>{line}</w:pPr></w:p>'))


def hold_last(document: Any) -> None:
    """Keep the last paragraph, and the last row of a table before it, on the page of what comes next."""
    last = document.element.body[-2:-1]
    row = last[0].getprevious() if last else None
    if row is not None and row.tag == qn("w:tbl"):
        last = [*row.tr_lst[-1].iter(qn("w:p")), *last]
    for paragraph in last:
        if paragraph.tag == qn("w:p"):
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def signature(document: Any, report: Report, width: float = PORTRAIT) -> None:
    """Place and day, position, room to sign, name, rank and NIP, on the right half and never torn apart."""
    above, below = cells.signature_lines(report)
    empty = word_xml.paragraph_xml("Normal", "")
    # A row that may not break: LibreOffice does not always keep paragraphs together.
    add(document, word_xml.plain_table([empty, empty], [width / 2, width / 2]))
    cell = document.tables[-1].cell(0, 1)
    for text in [*above, *below]:
        paragraph = cell.paragraphs[0] if text is above[0] else cell.add_paragraph()
        run = paragraph.add_run(text)
        look = paragraph.paragraph_format
        look.space_after = Pt(0)
        if text is above[0]:
            look.space_before = Pt(18)
        if text is below[0]:
            look.space_before = Pt(56)
            run.bold = run.underline = bool(report.signatory.name)


def add(document: Any, element: Any) -> None:
    """Append an element to the end of the text."""
    body = document.element.body
    body.insert(len(body) - 1 if body.sectPr is not None else len(body), element)


def turn(document: Any, landscape: bool) -> None:
    """Begin a page in the other direction."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    # The end of the last section moves into the paragraph before: an empty one could fill a page of its own.
    added = document.element.body[-2]
    before = added.getprevious()
    if before is not None and before.tag == qn("w:p"):
        before.get_or_add_pPr().append(added.pPr.sectPr)
        document.element.body.remove(added)
    else:
        added.style = "Sela"
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    width, height = (PAGE[1], PAGE[0]) if landscape else PAGE
    section.page_width, section.page_height = Mm(width), Mm(height)


def footer(document: Any, report: Report) -> None:
    """On every page: what it is, of when, from which data, and 'Halaman 2 dari 9'; a mark on a sample."""
    section = document.sections[0]
    notice, *_ = section.footer.paragraphs
    notice.style, notice.alignment = document.styles["Catatan"], WD_ALIGN_PARAGRAPH.CENTER
    notice.paragraph_format.space_after = Pt(0)
    line = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="C9D3D8"/></w:pBdr>'
    notice._p.pPr.insert_element_before(word_xml.element(line), "w:shd", "w:tabs", "w:spacing", "w:jc")
    notice.add_run(cells.footing(report)).font.size = Pt(7.5)
    pages = section.footer.add_paragraph(style="Catatan")
    pages.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = phrase("page", page="\0", pages="\0").split("\0")
    parts = (before, "PAGE", between, "NUMPAGES", after)
    for text in parts:
        xml = word_xml.field_xml(text, "1") if text.isupper() else word_xml.run_xml(text) if text else ""
        for run in word_xml.element(f"<w:p>{xml}</w:p>") if xml else ():
            pages._p.append(run)
    if report.is_sample:
        head = section.header.paragraphs[0]
        head.alignment, head.style = WD_ALIGN_PARAGRAPH.RIGHT, document.styles["Catatan"]
        mark = head.add_run(phrase("sample"))
        mark.bold, mark.font.color.rgb = True, RGBColor.from_string(tone("buruk").strong.lstrip("#"))


def place(table: Table, printed: list[list[cells.Cell]]) -> Fit:
    """How a table stands on the pages of a Word document."""
    return fit(table, printed, portrait=PORTRAIT, landscape=LANDSCAPE)


def caption(document: Any, kind: str, number: int, text: str, *, before: bool) -> None:
    """'Tabel 3. Title' with a number that Word counts itself; before: stays with what follows."""
    name = phrase(kind)
    content = word_xml.run_xml(f"{name} ") + word_xml.field_xml(f"SEQ {name} \\* ARABIC", str(number))
    content += word_xml.run_xml(f". {text}")
    add(document, word_xml.element(word_xml.paragraph_xml("Caption", content, keep_next=before)))


def table(document: Any, content: Table, printed: list[list[cells.Cell]], shape: Fit, number: int) -> None:
    """A table with its caption, in pieces if its columns do not fit side by side, and its notes.

    number: of its first piece.
    """
    for index, piece in enumerate(shape.pieces):
        title = block_title(content, index + 1, len(shape.pieces))
        caption(document, "table", number + index, clean(title), before=True)
        add(document, word_xml.data_table(content, piece, printed))
        for note in [*cells.notes(content), *([] if printed else [phrase("empty_table")])]:
            document.add_paragraph(note, style="Catatan")
        if not cells.notes(content) and printed:
            document.add_paragraph(style="Sela")


def key_figures(document: Any, block: KeyFigures) -> None:
    """Large figures side by side, in rows of about equal length."""
    step = per_row(len(block.items))
    for start in range(0, len(block.items), step):
        items = block.items[start : start + step]
        width = PORTRAIT / step
        texts, rules = [], []
        for item in items:
            hue = tone(cells.ROLES[item.tone]).strong
            texts.append(
                word_xml.paragraph_xml("TabelIsi", word_xml.run_xml(item.label, size=9))
                + word_xml.paragraph_xml("Angka", word_xml.run_xml(item.value or EMPTY, colour=hue))
                + word_xml.paragraph_xml("TabelIsi", word_xml.run_xml(item.note))
            )
            rules.append(hue)
        add(document, word_xml.plain_table(texts, [width] * len(items), rule=" ".join(rules)))
        document.add_paragraph(style="Sela").paragraph_format.space_after = Pt(6)
