"""What the page says about an upload: a row per file, its findings, how far it is, what can be done now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from compliance.formatting import bilangan, daftar, tanggal_waktu
from compliance.ui import intake, sources, text_table
from compliance.ui.commands import Outcome
from compliance.ui.uploads import REFUSED, File, Upload, summary
from compliance.words import group

HEADERS = ("Berkas", "Jenis data", "Dibaca", "Diambil", "Ditolak", "Menunggu", "Status")
FINDING_HEADERS = ("Tingkat", "Lembar", "Baris", "Kolom", "Isi", "Masalah", "Yang harus dilakukan")
FINDINGS_SHOWN = 15
_COUNTS = {"Galat": "n_error", "Peringatan": "n_warning", "Saran": "n_advice"}
_OPTION = re.compile(r"\s*\(--[a-z, -]+\)")  # of the command line; the page has fields for it


def row(file: File, outcome: Outcome | None, told: dict[str, Any] | None) -> tuple[Any, ...]:
    """Cells under HEADERS. `told`: what check or load says of the file, None as long as it says nothing."""
    if told is None:
        return (file.name, None, None, None, None, None, _unfinished(file, outcome))
    refused = told["n_rejected"] - told["n_waiting"]
    counts = (told["n_read"], told["n_accepted"], refused, told["n_waiting"])
    kinds = intake.kinds_text(told["kind"])
    return (file.name, kinds, *map(bilangan, counts), text_table.badge("file_status", told["status"]))


def _unfinished(file: File, outcome: Outcome | None) -> str:
    if file.problem:
        return f"Tidak diterima. {file.problem}"
    if outcome is None or outcome.state == "belum":
        return "Belum diperiksa"
    if outcome.state == "gagal":
        return f"Pemeriksaan gagal. {outcome.error}"
    return f"{outcome.text.removesuffix(file.name).strip()} ({outcome.percent}%)"


def findings(found: Sequence[dict[str, Any]], kind: str | None) -> list[tuple[Any, ...]]:
    """Cells under FINDING_HEADERS, the worst first; the same finding on many rows is told once."""
    order = {entry.id: place for place, entry in enumerate(group("severity"))}
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    n_more: dict[tuple[Any, ...], int] = {}
    for one in sorted(found, key=lambda one: order[one["severity"]]):
        key = (one["sheet"], one["rule_code"], one["column_name"], one["value"] or one["message"])
        n_more[key] = n_more.get(key, -1) + 1
        first.setdefault(key, one)
    return [
        (
            text_table.badge("severity", one["severity"]),
            one["sheet"],
            None if one["row_number"] is None else str(int(one["row_number"])),
            sources.column_label(kind, one["column_name"]),
            one["value"],
            one["message"] + (f" ({bilangan(n_more[key])} baris lain sama.)" if n_more[key] else ""),
            _OPTION.sub("", one["action"]),
        )
        for key, one in first.items()
    ]


def finding_title(file: File, told: dict[str, Any]) -> str:
    """'skm.csv: 3 Galat, 1 Saran', safe where Markdown is understood."""
    counts = [(entry.label, told.get(_COUNTS[entry.id], 0)) for entry in group("severity")]
    text = ", ".join(f"{bilangan(n)} {label}" for label, n in counts if n)
    return intake.plain(f"{file.name}: {text}" if text else f"{file.name}: tidak ada temuan")


def n_findings(told: dict[str, Any]) -> int:
    """How many findings a file has, however many an answer holds."""
    return sum(told.get(name, 0) for name in _COUNTS.values())


def checking(upload: Upload, checks: dict[int, Outcome]) -> tuple[int, str]:
    """How far the checks of an upload are: percent and sentence."""
    done = [one for one in checks.values() if one.state in ("selesai", "gagal")]
    percent = sum(100 if one in done else one.percent for one in checks.values()) // max(len(checks), 1)
    running = next((one.text for one in checks.values() if one.state == "berjalan" and one.percent), "")
    told = f"Memeriksa berkas: {bilangan(len(done))} dari {bilangan(len(checks))} selesai"
    return percent, intake.plain(f"{told}. {running}" if running else told)


def checked(upload: Upload, checks: dict[int, Outcome]) -> str:
    """What can be loaded and what not, when every check has ended."""
    told = [result for one in checks.values() if (result := summary(one))]
    good = [one for one in told if one["status"] != REFUSED]
    bad = len(upload.files) - len(good)
    parts = []
    if good:
        n_rows = sum(one["n_accepted"] for one in good)
        n_waiting = sum(one["n_waiting"] for one in good)
        waiting = f" dan {bilangan(n_waiting)} baris yang menunggu dikenal unitnya" if n_waiting else ""
        parts.append(f"{bilangan(len(good))} berkas dapat dimuat: {bilangan(n_rows)} baris{waiting}.")
    if bad:
        parts.append(f"{bilangan(bad)} berkas tidak dapat dimuat; sebab dan langkahnya tertulis di bawah.")
    return " ".join(parts)


def loaded(outcome: Outcome) -> str:
    """What a load did."""
    files = outcome.answer["files"]
    known = sum(bool(one.get("is_known")) for one in files)
    n_rows = sum(one["n_accepted"] for one in files)
    if not outcome.answer.get("is_new_snapshot"):
        return "Semua berkas ini sudah pernah dimuat, jadi data tidak berubah."
    again = f" ({bilangan(known)} di antaranya sudah pernah dimuat)" if known else ""
    return (
        f"Data baru sudah terbit: {bilangan(len(files))} berkas{again}, {bilangan(n_rows)} baris diambil. "
        f"Cuplikan {outcome.answer['snapshot']['id']}."
    )


def other(upload: Upload, checks: dict[int, Outcome], load: Outcome) -> str:
    """Another upload in one line: who, when, how many files, where it stands."""
    if load.state == "berjalan":
        state = f"sedang dimuat ({load.percent}%)"
    elif load.state == "gagal":
        state = "pemuatannya gagal"
    elif any(one.state == "berjalan" for one in checks.values()):
        state = "sedang diperiksa"
    else:
        state = "sudah diperiksa, belum dimuat"
    who = upload.by or "Tanpa nama"
    return f"{who}, {tanggal_waktu(upload.started_at)}: {bilangan(len(upload.files))} berkas, {state}"


def stand_ins(file: File) -> str:
    """'Diperiksa sebagai berkas unit DKC, tahun 2025.'"""
    told = [f"unit {file.unit}" if file.unit else None, f"tahun {file.year}" if file.year else None]
    return f"Diperiksa sebagai data {daftar(told)}."
