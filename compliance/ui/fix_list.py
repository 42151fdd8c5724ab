"""What one unit has to put right, most important first, each in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from compliance import instruments, queries
from compliance.charts import measures
from compliance.charts.style import records
from compliance.formatting import bilangan, daftar, is_empty, tanggal
from compliance.sentences import jadi_kalimat
from compliance.ui import session, text_table
from compliance.ui.filters import Selection
from compliance.ui.kept import kept

SERVICES = 3  # services named in a line before the rest is counted
_DO = {
    "standar_tersedia": "Susun standar pelayanan",
    "standar_ditetapkan": "Tetapkan standar dengan SK",
    "komponen_lengkap": "Lengkapi komponen standar",
    "maklumat": "Tetapkan maklumat pelayanan",
    "publikasi": "Publikasikan standar pelayanan",
    "tinjau_ulang": "Tinjau ulang standar pelayanan",
    "skm_tahunan": "Laksanakan survei kepuasan masyarakat",
}
_MORE = {"skm_tahunan": "Tambah responden survei"}  # where a duty is met in part only
_COMPONENTS, _SURVEY = "komponen_lengkap", "skm_tahunan"


@dataclass(frozen=True)
class Item:
    """One thing to do. group, state: the badge (data/words.yaml); where: services or other small print."""

    group: str
    state: str
    sentence: str
    where: str = ""


@kept
def items(selection: Selection) -> list[Item]:
    """The list of the chosen unit and year: duties not met, overdue actions, duties at risk, missing data."""
    scope = {"year": selection.year, "unit_id": selection.unit_id}
    duties = session.frame(queries.duties, **scope)
    services = session.frame(queries.standard_gaps, **scope)
    order = {duty: place for place, duty in enumerate(_DO)}
    duties = duties.sort_values("duty_id", key=lambda ids: ids.map(order).fillna(len(order)))
    refused = _refused_survey(selection)

    def of(verdict: str) -> list[Item]:
        rows = records(duties[duties["verdict"] == verdict])
        return [item for row in rows for item in _duty_items(row, services, refused)]

    found = [
        *of("tidak_patuh"), *_overdue(selection), *of("berisiko"), *of("tanpa_data"), *_lowest(selection)
    ]  # fmt: skip
    # Six duties of a unit that reported no service lack the same one thing.
    return list({item.sentence: item for item in reversed(found)}.values())[::-1]


@kept
def title(found: list[Item]) -> str:
    """'7 hal yang harus diperbaiki': only what is not met, refused or late is counted."""
    states = [item.state for item in found]
    late = sum(state in ("tidak_patuh", "terlambat", "ditolak") for state in states)
    if late:
        return f"{bilangan(late)} hal yang harus diperbaiki"
    if "tanpa_data" in states:
        return "Belum ada kewajiban yang dinyatakan tidak patuh, tetapi datanya belum lengkap"
    if found:
        return "Tidak ada kewajiban yang tidak patuh; hal berikut perlu perhatian"
    return "Tidak ada yang perlu diperbaiki menurut data tahun ini"


def show(found: list[Item]) -> None:
    """The list as a table of text; each line with its badge."""
    if not found:
        return
    text_table.table(
        ["Keadaan", "Yang perlu dilakukan", "Pada"],
        [(text_table.badge(item.group, item.state), item.sentence, item.where) for item in found],
        caption="Daftar perbaikan unit",
        narrow=[0],
    )


def _duty_items(row: Any, services: pd.DataFrame, refused: bool) -> list[Item]:
    duty, verdict, reason = str(row.duty_id), str(row.verdict), str(row.reason)
    if duty == _COMPONENTS and verdict == "tidak_patuh":
        found = _components(services)
        if found:
            return found
    if duty == _SURVEY and refused:
        return [Item("reporting_state", "ditolak", "Perbaiki berkas survei yang ditolak lalu kirim ulang.")]
    column = f"verdict_{duty}"
    affected: Any = services.loc[services[column] == verdict, "service_name"] if column in services else []
    names = daftar(affected, limit=SERVICES) if len(affected) else ""
    do = (_MORE if verdict == "berisiko" and duty in _MORE else _DO).get(duty)
    if verdict == "tanpa_data":
        do = "Lengkapi data"
    sentence = f"{do}: {_inside(reason)}" if do else reason
    return [Item("verdict", verdict, jadi_kalimat(sentence), names)]


def _components(services: pd.DataFrame) -> list[Item]:
    """One line per component that is missing somewhere, the most frequent first."""
    places: dict[str, list[str]] = {}
    for row in records(services):
        labels = row.missing_component_labels
        for label in [] if is_empty(labels) else str(labels).split("; "):
            places.setdefault(label, []).append(str(row.service_name))
    ordered = sorted(places.items(), key=lambda pair: -len(pair[1]))
    total = bilangan(len(services))
    return [
        Item(
            "verdict",
            "tidak_patuh",
            f"Lengkapi komponen {_inside(label)}: "
            f"belum ada pada {bilangan(len(names))} dari {total} layanan.",
            daftar(names, limit=SERVICES),
        )
        for label, names in ordered
    ]


def _overdue(selection: Selection) -> list[Item]:
    actions = session.frame(queries.follow_up, unit_id=selection.unit_id)
    late = actions[actions["is_overdue"].fillna(False).astype(bool)].sort_values("due_date")
    return [
        Item(
            "action_status",
            "terlambat",
            f"Selesaikan tindak lanjut “{row.plan}”, tenggat {tanggal(row.due_date)}.",
            str(row.finding),
        )
        for row in records(late)
    ]


def _refused_survey(selection: Selection) -> bool:
    scores = session.frame(queries.scores, year=selection.year, unit_id=selection.unit_id)
    return bool(((scores["instrument_id"] == "ikm") & (scores["reporting_state"] == "ditolak")).any())


def _lowest(selection: Selection) -> list[Item]:
    found = []
    for instrument in instruments.all_ids():
        rows = session.frame(
            queries.score_details, instrument_id=instrument, year=selection.year, unit_id=selection.unit_id
        )
        told = measures.lowest_text(rows)
        if told:
            what = f"{measures.name(instrument)} {instruments.title(instrument)}"
            found.append(Item("severity", "Saran", f"Dahulukan {what} yang terendah: {told}."))
    return found


def _inside(text: str) -> str:
    """A sentence behind a colon: small first letter, except in abbreviations."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
