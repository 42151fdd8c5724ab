"""The verdict on a duty explained: which services decide, what they reported, in which rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from compliance import instruments, queries
from compliance.formatting import bilangan, daftar, is_empty, tanggal
from compliance.output.trace import SOURCE_COLUMNS, Explanation, Section, places
from compliance.output.trace_index import explain_index
from compliance.warehouse import Snapshot
from compliance.words import label, word

SURVEY_DUTIES = {"skm_tahunan": "ikm"}


def explain_duty(
    snapshot: Snapshot, *, duty_id: str, year: int, unit_id: str | None = None
) -> Explanation | None:
    """The verdict of a unit (None: how many units have which) explained; None if nobody was judged."""
    verdicts = queries.duties(snapshot, year=year, unit_id=unit_id)
    verdicts = verdicts[verdicts["duty_id"] == duty_id]
    if verdicts.empty:
        return None
    duty = instruments.duty(duty_id)
    proof = f"Tingkat bukti: {label('evidence', duty.evidence_grade)}."
    basis = Section("Dasar", (duty.description, f"{duty.legal_reference}.", proof))
    if unit_id is None:
        return _city(snapshot, duty, verdicts, basis, year)
    row = verdicts.iloc[0]
    sections, sources = [Section("Kesimpulan", (str(row["reason"]),))], pd.DataFrame(columns=SOURCE_COLUMNS)
    if duty.level == "service":
        services = queries.services(snapshot, year=year, unit_id=unit_id)
        sections.append(_services(services, duty_id))
        sources = places(snapshot, services, "standar_pelayanan", "service_name")
    elif duty_id in SURVEY_DUTIES:
        survey = explain_index(snapshot, instrument_id=SURVEY_DUTIES[duty_id], year=year, unit_id=unit_id)
        if survey is not None:
            sources = survey.sources[survey.sources["kind"] != "target"]
            sections += [section for section in survey.sections if section.title == "Responden"]
    return Explanation(
        title=f"{duty.title}, {row['unit_name']} {year}: {word('verdict', row['verdict']).label}",
        sections=(*sections, basis),
        sources=sources,
        figures={
            "unit_id": unit_id,
            "unit_name": row["unit_name"],
            "year": year,
            "duty_id": duty_id,
            "verdict": row["verdict"],
            "n_services": None if is_empty(row["n_services"]) else int(row["n_services"]),
            "n_affected": None if is_empty(row["n_affected"]) else int(row["n_affected"]),
        },
    )


def _city(snapshot: Snapshot, duty: Any, verdicts: pd.DataFrame, basis: Section, year: int) -> Explanation:
    city = queries.snapshot_info(snapshot)["city_name"].iloc[0]
    lines = []
    for verdict, rows in verdicts.groupby("verdict", sort=True):
        told = word("verdict", verdict).label
        lines.append(f"{told}: {bilangan(len(rows))} unit ({daftar(sorted(rows['unit_name']))}).")
    stands = places(snapshot, queries.services(snapshot, year=year), "standar_pelayanan", "service_name")
    keys = ["kind", "file_name", "sheet", "file_id", "is_used"]
    sources = stands.groupby(keys, as_index=False).agg(
        first_row=("first_row", "min"), last_row=("last_row", "max"), n_rows=("n_rows", "sum")
    )
    if duty.level != "service":
        sources = sources.iloc[:0]
    return Explanation(
        title=f"{duty.title}, {city} {year}",
        sections=(Section("Kesimpulan tiap unit", tuple(lines)), basis),
        sources=sources.assign(about="")[SOURCE_COLUMNS],
        figures={"unit_id": None, "unit_name": city, "year": year, "duty_id": duty.id}
        | {"verdicts": {str(name): int(n) for name, n in verdicts["verdict"].value_counts().items()}},
    )


def _services(services: pd.DataFrame, duty_id: str) -> Section:
    """One line per service: what it reported of this duty, and the verdict that follows."""
    tell = FACTS.get(duty_id, lambda row: label("service_status", row["status"]))
    lines = [
        f"{row['service_name']}: {tell(row)}. {word('verdict', row[f'verdict_{duty_id}']).label}."
        for row in services.to_dict("records")
    ]
    return Section("Tiap layanan; yang terberat menentukan kesimpulan unit", tuple(lines))


def _status(row: dict[str, Any]) -> str:
    return "status tidak dilaporkan" if is_empty(row["status"]) else label("service_status", row["status"])


def _decree(row: dict[str, Any]) -> str:
    number = "nomor SK tidak dicatat" if is_empty(row["decree_number"]) else f"SK {row['decree_number']}"
    return f"{_status(row)}, {number}, tanggal {tanggal(row['decree_date'])}"


def _components(row: dict[str, Any]) -> str:
    counts = (("n_present", "ada"), ("n_missing", "belum ada"), ("n_not_applicable", "tidak berlaku"),
              ("n_no_data", "tanpa keterangan"))  # fmt: skip
    return ", ".join(f"{bilangan(row[name])} {what}" for name, what in counts)


def _maklumat(row: dict[str, Any]) -> str:
    if is_empty(row["has_maklumat"]):
        return "maklumat tidak dilaporkan"
    return "maklumat ada" if row["has_maklumat"] else "maklumat belum ada"


def _published(row: dict[str, Any]) -> str:
    places = [str(row[name]) for name in ("publication_media", "url_sippn") if not is_empty(row[name])]
    if places:
        return f"dipublikasikan pada {daftar(places)}"
    return "publikasi tidak dilaporkan" if is_empty(row["is_published"]) else "belum dipublikasikan"


def _reviewed(row: dict[str, Any]) -> str:
    if is_empty(row["review_age_months"]):
        return f"{_status(row)}, tanggal SK dan peninjauan tidak dilaporkan"
    return (
        f"{_status(row)}, SK {tanggal(row['decree_date'])}, tinjau ulang {tanggal(row['review_date'])}, "
        f"{bilangan(row['review_age_months'])} bulan penuh"
    )


FACTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "standar_tersedia": _status,
    "standar_ditetapkan": _decree,
    "komponen_lengkap": _components,
    "maklumat": _maklumat,
    "publikasi": _published,
    "tinjau_ulang": _reviewed,
}
