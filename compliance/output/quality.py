"""How far the data can be trusted: files, findings, small samples, published values that differ."""

from __future__ import annotations

import pandas as pd

from compliance import instruments, queries
from compliance.formatting import bilangan
from compliance.output import method, narrative, parts
from compliance.output.scope import Scope
from compliance.output.trace import QUESTION
from compliance.reports.document import Block, Heading, Section
from compliance.sentences import bagian, jadi_kalimat
from compliance.words import group, label

ID, TITLE = "mutu_data", "Mutu data"
LISTED = 15


def section(scope: Scope) -> Section:
    """What was received and refused, and what limits the figures of the year."""
    said = [
        _files(scope) if scope.is_city else "",
        _findings(scope),
        *_samples(scope),
        method.unverified(scope),
    ]
    blocks: list[Block] = [
        *parts.paragraphs(*said, style="butir"),
        *_reviews(scope),
        *_tables(scope),
        *_differences(scope),
        *_sources(scope),
    ]
    told = next(text for text in said if text)
    return Section(ID, TITLE, tuple(blocks), jadi_kalimat(told))


def _files(scope: Scope) -> str:
    """'27 berkas diterima: 20 diterima, 1 ditolak'."""
    files = scope.frame(queries.files)
    if files.empty:
        return "Belum ada berkas yang diterima"
    counts = files["status"].value_counts()
    told = [
        f"{bilangan(counts[one.id])} {one.label.lower()}"
        for one in group("file_status")
        if counts.get(one.id)
    ]
    return f"{bilangan(len(files))} berkas masuk: {', '.join(told)}"


def _own_findings(scope: Scope) -> pd.DataFrame:
    rows = scope.frame(queries.findings)
    return rows if scope.is_city else rows[rows["unit_id"] == scope.unit_id]


def _findings(scope: Scope) -> str:
    rows = _own_findings(scope)
    if rows.empty:
        whose = "" if scope.is_city else f" atas data {scope.place}"
        return f"Tidak ada temuan pemeriksaan berkas{whose}"
    counts = rows["severity"].value_counts()
    told = [f"{bilangan(counts[one.id])} {one.label}" for one in group("severity") if counts.get(one.id)]
    return f"Temuan pemeriksaan berkas: {', '.join(told)}"


def _samples(scope: Scope) -> list[str]:
    """Indexes whose respondents are fewer than the minimum sample."""
    found = []
    for name in instruments.all_ids():
        rows = scope.frame(queries.scores, instrument_id=name, year=scope.year, **scope.units)
        known = rows[rows["is_below_minimum_sample"].notna() & rows["value"].notna()]
        if known.empty:
            continue
        small = known[known["is_below_minimum_sample"].astype(bool)]
        if scope.is_city:
            found.append(
                f"{instruments.title(name)}: responden di bawah sampel minimum pada "
                f"{bagian(len(small), len(known), 'unit')} yang jumlah penggunanya diketahui"
            )
        elif len(small):
            found.append(f"{instruments.title(name)}: {narrative.interval(small.iloc[0], name)}")
    return found


def _reviews(scope: Scope) -> list[Block]:
    """Figures that contradict each other, each with what to look at."""
    rows = scope.frame(queries.reviews, year=scope.year, **scope.units)
    if rows.empty:
        return []
    columns = [
        *(["unit_name"] if scope.is_city else []),
        parts.column("review_label", "Perlu ditelaah", "teks", width=2),
        parts.column("sentence", "Keterangan", "teks", width=4),
        parts.column("action", width=3),
    ]
    title = f"{bilangan(len(rows))} hal yang perlu ditelaah"
    return [parts.table("telaah", title, rows, columns)]


def _tables(scope: Scope) -> list[Block]:
    """Findings by kind of problem, the most frequent first."""
    rows = _own_findings(scope)
    if rows.empty:
        return []
    order = {one.id: place for place, one in enumerate(group("severity"))}
    kinds = rows.assign(
        action=rows["action"].fillna(""), kind_label=[label("kind", kind) for kind in rows["kind"]]
    )
    grouped = kinds.groupby(["severity", "rule_code", "kind_label"], as_index=False).agg(
        n_rows=("message", "size"), message=("message", "first"), action=("action", "first")
    )
    grouped = grouped.assign(place=grouped["severity"].map(order)).sort_values(
        ["place", "n_rows", "rule_code"], ascending=[True, False, True]
    )
    columns = [
        parts.column("severity", width=1.2), parts.column("kind_label", "Jenis data", "teks", width=1.5),
        parts.column("n_rows", "Jumlah"), parts.column("message", "Contoh masalah", width=4),
        parts.column("action", width=3),
    ]  # fmt: skip
    title = "Temuan pemeriksaan berkas menurut jenisnya"
    return [parts.table("temuan_berkas", title, grouped.head(LISTED), columns)]


def _differences(scope: Scope) -> list[Block]:
    """Units whose published value is not the computed one."""
    rows = scope.frame(queries.scores, year=scope.year, **scope.units)
    rows = rows[rows["computed_value"].notna() & rows["published_value"].notna()]
    places = rows["instrument_id"].map(instruments.decimals)
    gap = rows["computed_value"] - rows["published_value"]
    differs = [round(one, n) != 0 for one, n in zip(gap, places, strict=True)]
    rows = rows.assign(gap=gap, instrument_title=rows["instrument_id"].map(instruments.title))[differs]
    if rows.empty:
        return []
    columns = [
        "unit_name",
        "instrument_title",
        "computed_value",
        "published_value",
        "gap",
        parts.column("note", width=3),
    ]
    rows = rows.sort_values("gap", key=abs, ascending=False, kind="stable")
    told = f"Nilai terbit berbeda dari nilai yang dihitung pada {bilangan(len(rows))} nilai unit"
    title = "Nilai terbit dan nilai yang dihitung"
    return [*parts.paragraphs(told), parts.table("beda_terbit", title, rows.head(LISTED), columns)]


def _sources(scope: Scope) -> list[Block]:
    """How to find the rows behind a figure, and the sheets that the figures of the year come from."""
    who, name = scope.unit_id or "kota", instruments.all_ids()[0]
    told = (
        "Setiap angka dapat ditelusuri sampai baris berkas asalnya: tekan tombol "
        f"“{QUESTION}” pada dasbor, atau jalankan perintah python -m etl explain {who} {name} {scope.year}. "
        "Berkas asal tersimpan utuh dalam arsip dengan sidiknya sebagai nama folder"
    )
    rows = scope.frame(queries.lineage, year=scope.year, **scope.units)
    rows = rows[rows["is_used"].fillna(True).astype(bool)]
    found: list[Block] = [Heading("Menelusuri angka"), *parts.paragraphs(told)]
    if rows.empty:
        return found
    sheets = rows.groupby(
        ["kind", "file_name", "file_id", "sheet"], as_index=False, dropna=False, sort=True
    ).agg(first_row=("first_row", "min"), last_row=("last_row", "max"), n_rows=("n_rows", "sum"))
    span = [
        f"{bilangan(first)} sampai {bilangan(last)}" if last > first else bilangan(first)
        for first, last in zip(sheets["first_row"], sheets["last_row"], strict=True)
    ]
    sheets = sheets.assign(
        kind_label=[label("kind", kind) for kind in sheets["kind"]],
        span=span,
        digest=sheets["file_id"].str[:12],
    )
    columns = [
        parts.column("kind_label", "Jenis data", "teks", width=1.5), parts.column("file_name", width=3),
        parts.column("sheet", "Lembar", "teks"), parts.column("span", "Baris", "teks"), "n_rows",
        parts.column("digest", "Sidik", "teks"),
    ]  # fmt: skip
    title = f"Berkas yang memuat data tahun {scope.year}"
    note = "Standar yang ditetapkan pada tahun sebelumnya berasal dari berkas tahun itu."
    return [*found, parts.table("sumber", title, sheets, columns, note=note)]
