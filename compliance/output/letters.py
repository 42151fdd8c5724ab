"""A nota dinas for each unit that has something to complete: its own list, and the day by which it is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pandas as pd

from compliance import config as settings
from compliance import instruments, service_gaps, standards
from compliance.charts.style import records
from compliance.formatting import tanggal
from compliance.output import letter_texts, needs
from compliance.output.letter_texts import OTHER_KINDS, LetterTexts
from compliance.output.needs import Needs
from compliance.output.scope import scope_of
from compliance.paths import data_dir as default_data_dir
from compliance.reports.document import Block, Column, ColumnKind, Heading, Paragraph, Report, Section, Table
from compliance.reports.letter import Letter
from compliance.warehouse import Snapshot
from compliance.words import label, word


@dataclass(frozen=True)
class Addressed:
    """A letter with what the list of letters says of it. due: the day by which the unit answers."""

    write: Callable[[], Letter]
    unit: Any
    needs: Needs
    addressee: str
    dated: date
    due: date

    @cached_property
    def letter(self) -> Letter:
        """Written when it is asked for: the list of all letters needs none of them."""
        return self.write()


def letters(
    snapshot: Snapshot,
    year: int,
    *,
    unit_id: str | None = None,
    data_dir: Path | None = None,
    dated: date | None = None,
) -> list[Addressed]:
    """One letter per unit with something missing in that year, by name; unit_id: at most that one.

    dated: the day of the letters, the as-of date unless given. Letterhead, signatory and the days until they
    are due come from pantau.toml, the words from data/letters.yaml and surat.yaml. Raises UnknownYear,
    UnknownUnit, LetterTextError, ConfigError.
    """
    folder = data_dir or default_data_dir()
    config, texts = settings.load(folder), letter_texts.load(folder)
    facts = scope_of(snapshot, year, config, unit_id).facts
    day = dated or snapshot.as_of
    due = day + timedelta(days=config.letters.due_days)
    head, signatory = config.letterhead, config.signatory
    common = {
        "tahun": year,
        "keadaan": tanggal(snapshot.as_of),
        "tanggal": tanggal(day),
        "tahun_surat": day.year,
        "tenggat": tanggal(due),
        "kota": facts["city_name"],
        "pemerintah": head.government,
        "perangkat_daerah": head.office,
        "bagian": head.division or head.office,
        "jabatan": signatory.position,
    }
    picture = settings.logo(config, folder)
    found = []
    for wanted in needs.of_units(snapshot, year, unit_id):
        if wanted.is_nothing:
            continue
        unit = wanted.unit
        values = {**common, "unit": unit.unit_name, "sebutan": _short_name(unit)}
        addressee = _filled(texts.kepada.get(str(unit.unit_kind), texts.kepada[OTHER_KINDS]), values)
        copies = tuple(_filled(text, values) for text in texts.tembusan)
        report = partial(
            Report,
            title=texts.judul,
            subtitle="",
            year=year,
            city=str(facts["city_name"]),
            letterhead=head,
            signatory=signatory,
            dated=day,
            as_of=snapshot.as_of,
            snapshot_id=snapshot.id,
            data_hash=str(facts["archive_hash"]),
            filters=f"Tahun {year} · {unit.unit_name}",
            is_sample=bool(facts["is_sample"]),
            logo=picture,
        )
        write = partial(_written, report, wanted, texts, values, addressee, copies)
        found.append(Addressed(write, unit, wanted, addressee, day, due))
    return found


def _written(
    report: Callable[..., Report],
    wanted: Needs,
    texts: LetterTexts,
    values: Mapping[str, Any],
    addressee: str,
    copies: tuple[str, ...],
) -> Letter:
    section = Section("daftar", texts.judul, _blocks(wanted, texts, values))
    return Letter(report(sections=(section,)), _lines(texts, values, addressee), copies)


def _filled(text: str, values: Mapping[str, Any]) -> str:
    return text.format_map(values)


def _short_name(unit: Any) -> str:
    """'Soasio' of 'Kelurahan Soasio': the name without the word for its kind."""
    name, kind = str(unit.unit_name), label("unit_kind", unit.unit_kind)
    short = name[len(kind) :].strip() if name.casefold().startswith(kind.casefold()) else ""
    return short or name


def _lines(texts: LetterTexts, values: Mapping[str, Any], addressee: str) -> tuple[tuple[str, str], ...]:
    told = {"Kepada": f"Yth. {addressee}"}
    for key in ("dari", "nomor", "sifat", "lampiran", "hal"):
        told[key.capitalize()] = _filled(getattr(texts, key), values)
    return tuple(told.items())


def _blocks(wanted: Needs, texts: LetterTexts, values: Mapping[str, Any]) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(_filled(text, values)) for text in texts.pembuka]

    def add(heading: str, *content: Block) -> None:
        number = sum(isinstance(block, Heading) for block in blocks) + 1
        blocks.extend((Heading(f"{number}. {_filled(heading, values)}"), *content))

    if wanted.is_without_services:
        add(texts.layanan, Paragraph(_filled(texts.tanpa_layanan, values)))
    elif len(wanted.services):
        add(texts.layanan, _service_table(wanted.services.rows))
    if len(wanted.scores):
        add(texts.instrumen, _score_table(wanted.scores.rows))
    if len(wanted.duties):
        add(texts.kewajiban, _duty_table(wanted.duties.rows))
    if len(wanted.actions):
        add(texts.tindak_lanjut, _action_table(wanted.actions.rows))
    blocks += [Paragraph(_filled(text, values)) for text in texts.penutup]
    return tuple(blocks)


def _service_table(rows: pd.DataFrame) -> Table:
    columns = {
        "service_name": ("Layanan", 3.0),
        "status": ("Status", 1.0),
        "gap_text": ("Yang perlu dilengkapi", 3.0),
        "components": ("Komponen", 4.0),
    }
    told = service_gaps.worded(rows)
    told["components"] = [service_gaps.component_text(row) for row in records(rows)]
    return _table("layanan", told, columns, {"status": "service_status"})


def _score_table(rows: pd.DataFrame) -> Table:
    columns = {
        "title": ("Laporan", 4.0),
        "reporting_state": ("Status laporan", 1.5),
        "meaning": ("Keterangan", 4.0),
    }
    told = rows.assign(
        title=[_index_title(one) for one in rows["instrument_id"]],
        meaning=[word("reporting_state", state).description for state in rows["reporting_state"]],
    )
    return _table("laporan", told, columns, {"reporting_state": "reporting_state"})


def _duty_table(rows: pd.DataFrame) -> Table:
    columns = {
        "duty_label": ("Kewajiban", 2.0),
        "verdict": ("Kesimpulan", 1.0),
        "reason": ("Alasan", 4.0),
        "legal_reference": ("Dasar hukum", 2.5),
    }
    return _table("kewajiban", rows, columns, {"verdict": "verdict"})


def _action_table(rows: pd.DataFrame) -> Table:
    columns = {
        "plan": ("Rencana perbaikan", 4.0),
        "finding": ("Temuan", 4.0),
        "due_date": ("Tenggat", 1.2),
        "days_overdue": ("Terlambat (hari)", 1.0),
    }
    return _table("tindak_lanjut", rows, columns, {})


def _table(
    name: str, rows: pd.DataFrame, columns: Mapping[str, tuple[str, float]], states: Mapping[str, str]
) -> Table:
    kinds: dict[str, ColumnKind] = {"number": "bilangan", "due_date": "tanggal", "days_overdue": "bilangan"}
    told = rows.reset_index(drop=True).assign(number=range(1, len(rows) + 1))
    heads = {"number": ("No.", 0.4), **columns}
    made = tuple(
        Column(key, text, kinds.get(key, "teks"), width=width) for key, (text, width) in heads.items()
    )
    return Table(name, "", told[list(heads)], made, states=states)


def _index_title(instrument_id: str) -> str:
    known = standards.load().indexes.get(instrument_id)
    return known.title if known else instruments.title(instrument_id)
