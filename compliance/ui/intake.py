"""What the page Data says: files that came in, what became of their rows, what was found, how fresh it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from compliance.charts.style import records
from compliance.formatting import EMPTY, bilangan, daftar, is_empty, tanggal, tanggal_waktu
from compliance.ui import sources, text_table
from compliance.ui.elements import Card
from compliance.ui.kept import kept
from compliance.words import group, label, word

# Parts of the page, as they stand in the address; what is done most comes first.
PART = "bagian"
SEND, NAMES, FINDINGS = "Kirim berkas", "Nama yang menunggu", "Temuan"
FILES, VERSIONS, SNAPSHOTS = "Berkas yang diterima", "Kiriman ulang", "Cuplikan data"
STATUS, FILE, SEVERITY = "status_berkas", "berkas", "tingkat"  # names of the filters in the address
FINDINGS_SHOWN = 20  # of each rule; the download holds all
WAITING_INSTRUMENT = "INSTRUMEN_TIDAK_DIKENAL"  # rows that wait until data/standards knows the instrument
WITHDRAWN = "ditarik"  # beside the states of a file that counts
FILE_HEADERS = (
    "Berkas",
    "Jenis data",
    "Diterima",
    "Pengirim",
    "Dibaca",
    "Diambil",
    "Ditolak",
    "Menunggu",
    "Status",
)
FILE_COLUMNS = [
    "file_name",
    "kinds",
    "received_at",
    "received_by",
    "n_read",
    "n_accepted",
    "n_refused",
    "n_waiting",
    "status_label",
]
FILE_EXTRA = {"kinds": "Jenis data", "n_refused": "Ditolak", "status_label": "Status"}
FINDING_HEADERS = ("Berkas", "Lembar", "Baris", "Kolom", "Isi", "Masalah", "Yang harus dilakukan")
FINDING_COLUMNS = [
    "severity",
    "file_name",
    "sheet",
    "row_number",
    "column_label",
    "value",
    "message",
    "action",
    "unit_name",
]
FINDING_EXTRA = {"value": "Isi", "column_label": "Kolom"}


@dataclass(frozen=True)
class Freshness:
    """How old the data are: facts for a list, and a warning if nothing came in for too long."""

    facts: list[tuple[str, str]]
    warning: str | None


@dataclass(frozen=True)
class RuleGroup:
    """All findings of one check: its severity, its sentence, and a row of cells per finding."""

    severity: str
    sentence: str
    n: int
    rows: list[tuple[Any, ...]]

    @property
    def title(self) -> str:
        """'✕ Galat · 3 temuan · Isi "…" bukan angka', safe where Markdown is understood."""
        return plain(f"{word('severity', self.severity).text} · {bilangan(self.n)} temuan · {self.sentence}")


def plain(text: str) -> str:
    """The text where Markdown is understood: every character as it stands."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~$:-])", r"\\\1", text)


def today() -> date:
    """The day on which the page is looked at."""
    return date.today()


@kept
def prepared(files: pd.DataFrame) -> pd.DataFrame:
    """The files with the columns a reader sees: kinds and status in words, refused apart from waiting.

    In mart_file the waiting rows are among the rejected ones; here read = taken + refused + waiting.
    """
    return files.assign(
        kinds=[kinds_text(kind) for kind in files["kind"]],
        n_refused=files["n_rejected"] - files["n_waiting"],
        status_label=[
            label("file_status", row.status) if is_empty(row.withdrawn_at) else _withdrawn(row)
            for row in records(files)
        ],
        state=files["status"].where(files["withdrawn_at"].isna(), WITHDRAWN),
        choice=files["file_id"].str[:12],
    )


def _withdrawn(row: Any) -> str:
    day = tanggal(row.withdrawn_at, short=True)
    return f"Ditarik {day} oleh {row.withdrawn_by}: {row.withdrawn_reason}"


def distinct_names(files: pd.DataFrame) -> dict[str, str]:
    """Choice -> file name; two files of one name are told apart by the time they came in."""
    twice = set(files.loc[files["file_name"].duplicated(keep=False), "file_name"])
    return {
        str(row.choice): f"{row.file_name} ({tanggal_waktu(row.received_at)})"
        if row.file_name in twice
        else str(row.file_name)
        for row in records(files)
    }


@kept
def counting(files: pd.DataFrame) -> pd.DataFrame:
    """The files that count: those nobody withdrew."""
    return files[files["withdrawn_at"].isna()]


def kinds_text(kinds: Any) -> str:
    """'skm_responden, unit' -> 'Jawaban survei (SKM) dan Daftar unit'; nothing recognised is said."""
    if is_empty(kinds) or not str(kinds).strip():
        return "Tidak dikenali"
    return daftar(label("kind", kind.strip()) for kind in str(kinds).split(","))


@kept
def cards(files: pd.DataFrame) -> list[Card]:
    """Files, and the rows read, taken, refused and waiting; the last three add up to the second."""
    n_withdrawn = len(files) - len(files := counting(files))
    waiting, refused = int(files["n_waiting"].sum()), int(files["n_refused"].sum())
    return [
        Card(
            "Berkas diterima",
            bilangan(len(files)),
            note=f"Tidak termasuk {bilangan(n_withdrawn)} berkas yang ditarik." if n_withdrawn else "",
        ),
        Card("Baris dibaca", bilangan(files["n_read"].sum())),
        Card("Baris diambil", bilangan(files["n_accepted"].sum()), note="Ikut dihitung.", tone="baik"),
        Card(
            "Baris ditolak",
            bilangan(refused),
            note="Tidak dihitung; sebabnya ada pada Temuan." if refused else "",
            tone="buruk" if refused else None,
        ),
        Card(
            "Baris menunggu",
            bilangan(waiting),
            note="Disimpan, belum dihitung." if waiting else "",
            tone="cukup" if waiting else None,
        ),
    ]


@kept
def counts(rows: pd.DataFrame, column: str, words_group: str) -> dict[str, int]:
    """State -> number of rows, in the order of data/words.yaml, zeros included."""
    found = rows[column].value_counts()
    return {entry.id: int(found.get(entry.id, 0)) for entry in group(words_group)}


def freshness(files: pd.DataFrame, facts: Mapping[str, Any], stale_after_days: int, day: date) -> Freshness:
    """When the last file came in, which day the figures speak of, and whether that is too long ago."""
    last: Any = files["received_at"].max() if len(files) else None
    told = [("Berkas terakhir diterima", EMPTY)]
    warning = None
    if not is_empty(last):
        age = max((day - last.date()).days, 0)
        told = [("Berkas terakhir diterima", f"{tanggal_waktu(last)} ({age_text(age)})")]
        if age > stale_after_days:
            warning = (
                f"Berkas terakhir diterima {bilangan(age)} hari yang lalu, lebih dari batas "
                f"{bilangan(stale_after_days)} hari. Mintalah data terbaru kepada unit."
            )
    year: Any = facts.get("latest_data_year")
    told += [
        ("Tahun nilai terbaru", EMPTY if is_empty(year) else str(int(year))),
        ("Keadaan per tanggal", tanggal(facts["as_of"])),
        ("Cuplikan data", f"{facts['snapshot_id']}, disusun {tanggal_waktu(facts['built_at'])}"),
    ]
    return Freshness(told, warning)


def age_text(days: int) -> str:
    """'hari ini', 'kemarin', '12 hari yang lalu'."""
    return {0: "hari ini", 1: "kemarin"}.get(days, f"{bilangan(days)} hari yang lalu")


@kept
def file_cells(files: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Cells under FILE_HEADERS, status as a badge."""
    return [
        (
            row.file_name,
            row.kinds,
            tanggal(row.received_at, short=True),
            row.received_by,
            bilangan(row.n_read),
            bilangan(row.n_accepted),
            bilangan(row.n_refused),
            bilangan(row.n_waiting),
            text_table.badge("file_status", row.status) if is_empty(row.withdrawn_at) else row.status_label,
        )
        for row in records(files)
    ]


@kept
def worded(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings with the column as it is called in the template, the worst severity first."""
    order = {entry.id: place for place, entry in enumerate(group("severity"))}
    labels = [
        sources.column_label(kind, column)
        for kind, column in zip(findings["kind"], findings["column_name"], strict=True)
    ]
    ranked = findings.assign(
        column_label=pd.Series(labels, index=findings.index, dtype="str"),
        _rank=findings["severity"].map(order),
    )
    return ranked.sort_values(["_rank", "rule_code", "file_name", "sheet", "row_number"], kind="stable").drop(
        columns="_rank"
    )


@kept
def rule_groups(findings: pd.DataFrame) -> list[RuleGroup]:
    """Findings by check, in the order of `worded`: the worst severity first, then the most frequent."""
    found = []
    for (severity, code), rows in findings.groupby(["severity", "rule_code"], sort=False):
        sentence = sources.rule_sentence(str(code), rows["kind"].iloc[0])
        found.append(RuleGroup(str(severity), sentence, len(rows), finding_cells(rows)))
    order = {entry.id: place for place, entry in enumerate(group("severity"))}
    return sorted(found, key=lambda one: (order.get(one.severity, len(order)), -one.n))


@kept
def finding_cells(findings: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Cells under FINDING_HEADERS; texts of the file stand as they stood there."""
    return [
        (
            row.file_name,
            row.sheet,
            None if is_empty(row.row_number) else str(int(row.row_number)),
            row.column_label,
            row.value,
            row.message,
            row.action,
        )
        for row in records(findings.head(FINDINGS_SHOWN))
    ]


@kept
def waiting_names(names: pd.DataFrame) -> pd.DataFrame:
    """Names of units that a person has to decide on."""
    return names[(names["name_state"] == "menunggu") & (names["name_kind"] == "unit")]


def todo(files: pd.DataFrame, names: pd.DataFrame) -> list[tuple[str, str]]:
    """What somebody has to do now, the most urgent first: a sentence, and the part of the page for it."""
    waiting, bad = waiting_names(names), files[files["n_refused"] > 0]
    decide = f"{bilangan(len(waiting))} nama menunggu keputusan Anda"
    send_back = f"{bilangan(bad['n_refused'].sum())} baris dari {bilangan(len(bad))} berkas ditolak"
    told = [
        (f"{decide}; {bilangan(waiting['n_rows'].sum())} baris belum dihitung karenanya.", NAMES, waiting),
        (f"{send_back}; kirimkan temuannya kepada pengirim.", FINDINGS, bad),
    ]
    return [(text, part) for text, part, rows in told if len(rows)]


def file_key(name: str | None) -> str:
    """Name of the file of findings to send: 'temuan', or 'temuan_<file>' in plain letters."""
    if not name:
        return "temuan"
    return "temuan_" + re.sub(r"[^a-z0-9]+", "_", name.rsplit(".", 1)[0].lower()).strip("_")[:60]


def nothing_found(status_or_file: Mapping[str, str | None]) -> str:
    """The sentence for an empty list: which filters are set, and therefore too narrow."""
    active = [f"{name} “{value}”" for name, value in status_or_file.items() if value]
    return f"Saringan yang terlalu sempit: {daftar(active)}." if active else ""
