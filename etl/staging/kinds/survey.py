"""Survey answers and recaps: the instrument, the scale, and respondents that stand twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from etl.names import unit_key
from etl.staging.findings import Findings, listed
from etl.staging.kinds.common import check_key, check_year_of_name
from etl.staging.place import Place
from etl.staging.privacy import TYPES, gives_away
from etl.staging.values import is_blank, shown, to_number

if TYPE_CHECKING:
    from etl.staging.sheet import SheetRows

SCALE_MAX = 4
# One stray 5 is a slip of the pen; from this share on the column is on another scale.
OTHER_SCALE_SHARE = 0.2
OTHER_SCALE_CELLS = 2
WORDS_SHARE = 0.5
OLD_INSTRUMENT = 14


def refuse(rows: SheetRows, findings: Findings) -> None:
    """Another instrument or another scale: the whole sheet is refused, since no value can be translated."""
    _other_instrument(rows, findings)
    _other_scale(rows, findings)


def _other_instrument(rows: SheetRows, findings: Findings) -> None:
    layout = rows.layout
    used = [
        number
        for number in layout.beyond
        if not len(rows) or any(not is_blank(cell) for cell in rows.beyond(number))
    ]
    if not used:
        return
    headers = [layout.headers[position] for number in used for position in layout.beyond[number]]
    is_old = max(used) == OLD_INSTRUMENT
    text = "Kuesioner 14 unsur berasal dari Kepmenpan 25/2004 yang sudah tidak berlaku." if is_old else ""
    findings.add("UNSUR_LAIN", count=max(used), headers=listed(headers), instrument=text)


def _other_scale(rows: SheetRows, findings: Findings) -> None:
    for name in rows.layout.kind.unsur:
        counts = Counter((type(cell), cell) for cell in rows.cells[name] if not is_blank(cell))
        n_cells = sum(counts.values()) + rows.sound.n_rows
        above: Counter[float] = Counter()
        words: Counter[str] = Counter()
        for (_, cell), count in counts.items():
            number = to_number(cell, SCALE_MAX)
            if number is not None and number > SCALE_MAX:
                above[float(number)] += count
            elif number is None and isinstance(cell, str) and any(letter.isalpha() for letter in cell):
                words[cell] += count
        if sum(above.values()) >= max(OTHER_SCALE_CELLS, OTHER_SCALE_SHARE * n_cells):
            highest = sorted(above, reverse=True)
            examples = ", ".join(shown(number) for number in highest[:3])
            findings.add("SKALA_LAIN", scale=_scale(highest[0]), column=name, examples=examples)
            return
        if sum(words.values()) >= max(OTHER_SCALE_CELLS, WORDS_SHARE * n_cells):
            findings.add(
                "SKALA_KATA", column=name, examples=listed([word for word, _ in words.most_common(3)])
            )
            return


def _scale(highest: float) -> str:
    return next(
        (
            text
            for limit, text in ((5, "1 sampai 5"), (10, "1 sampai 10"), (100, "0 sampai 100"))
            if highest <= limit
        ),
        "lain",
    )


def check_answers(rows: SheetRows, place: Place, findings: Findings) -> None:
    """Remarks on a sheet of answers that is taken."""
    _numbered_headers(rows, findings)
    check_year_of_name(rows, place, findings)
    undated = sum(value is None for value in rows.values["tanggal"]) if rows.fills.year else 0
    if undated and undated == len(rows) + rows.sound.n_rows:
        findings.add("TANGGAL_TIDAK_ADA", count=undated, year=rows.fills.year)
    respondents = rows.sound.respondents
    for index, number in enumerate(rows.numbers):
        respondent, moment = rows.values["nomor_responden"][index], rows.values["tanggal"][index]
        if respondent is not None and moment is not None:
            respondents.add(unit_key(place.units[index]), moment[0], respondent, number)
    for twice in respondents.doubled():
        rows.sound.places.setdefault(twice.row, twice.place)
        findings.add(
            "RESPONDEN_GANDA",
            row=twice.row,
            column="nomor_responden",
            value=twice.respondent,
            first=twice.first,
        )


def drop_personal_values(rows: SheetRows, findings: Findings) -> None:
    """A column of "respondent numbers" that are names, NIK or telephone numbers is personal data."""
    for name, column in rows.layout.kind.columns.items():
        if column.type not in TYPES:
            continue
        values = rows.values[name]
        if any(gives_away(name, text) for text in {value for value in values if value is not None}):
            rows.values[name] = [None] * len(values)
            rows.layout.personal += rows.layout.columns.pop(name)
            findings.add("DATA_PRIBADI_DI_KOLOM", column=name)
            # Remarks on single cells quote them, so they go with the values.
            findings.items = [item for item in findings.items if item.row is None or item.column != name]


def check_recaps(rows: SheetRows, place: Place, findings: Findings) -> None:
    """Remarks on a sheet of recaps that is taken."""
    _numbered_headers(rows, findings)
    check_year_of_name(rows, place, findings)
    check_key(rows, place, findings)
    unsur = list(rows.layout.kind.unsur)
    rejected = findings.rejected_rows()
    for index, number in enumerate(rows.numbers):
        if number in rejected:
            continue
        missing = [name for name in unsur if rows.values[name][index] is None]
        if missing:
            findings.add("UNSUR_TIDAK_LENGKAP", row=number, missing=", ".join(missing))
        if not rows.values["jumlah_responden"][index]:
            findings.add("JUMLAH_RESPONDEN_KOSONG", row=number, column="jumlah_responden")


def _numbered_headers(rows: SheetRows, findings: Findings) -> None:
    if rows.layout.by_number:
        headers = [rows.layout.headers[position] for position in sorted(rows.layout.by_number)]
        findings.add("UNSUR_BERNOMOR", headers=", ".join(headers))
