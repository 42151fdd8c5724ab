"""Stages one file: recognise its sheets, stage each, put the results together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from etl.reading import Grid, UnreadableFileError, read_grids, read_path
from etl.staging import bulk
from etl.staging.bulk_columns import Sink
from etl.staging.bulk_grid import stage_large
from etl.staging.contract import Contract, load_contract
from etl.staging.findings import Finding, Findings, listed
from etl.staging.layout import Fills, Layout, find_layout, has_content, seen_headers
from etl.staging.schema import column_types, empty_table, typed_table
from etl.staging.sheet import StagedSheet, stage_sheet
from etl.staging.uncollected import uncollected

BULK_BYTES = 1024 * 1024  # a smaller file is read faster than the difference is worth

TEMPLATE_GUIDE = "Petunjuk"  # the sheet that only a template has
SHOWN_HEADERS = 12


@dataclass
class Staged:
    """Everything that one file gave (see the data dictionary of the lake: etl.staging.schema)."""

    file_id: str
    file_name: str
    tables: dict[str, pd.DataFrame]  # kind -> accepted rows; a kind without accepted rows is absent
    rejected: pd.DataFrame
    findings: pd.DataFrame
    sheets: pd.DataFrame
    columns: pd.DataFrame  # where each canonical column stands in the file
    lacks: set[str]  # `unit`, `year`: what the sender could say for the whole file


@dataclass
class _Parts:
    file_id: str
    tables: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    rejected: list[pd.DataFrame] = field(default_factory=list)
    findings: list[dict] = field(default_factory=list)
    sheets: list[dict] = field(default_factory=list)
    columns: list[dict] = field(default_factory=list)
    lacks: set[str] = field(default_factory=set)


def stage_file(content: bytes, file_name: str, *, unit: str | None = None, year: int | None = None) -> Staged:
    """Stage one received file.

    `unit` and `year` stand in for a column that the file lacks or leaves empty; a column that is there wins.
    Never raises for the content of a file: what cannot be taken is a finding. Per sheet,
    n_read = n_accepted + n_rejected. A file refused whole has no tables and a Galat without row number.
    """
    file_id = hashlib.sha256(content).hexdigest()
    return _staged(file_id, file_name, lambda: read_grids(content, file_name), unit, year)


def _staged(
    file_id: str,
    file_name: str,
    read: Callable[[], list[Grid]],
    unit: str | None,
    year: int | None,
    sink: Sink | None = None,
) -> Staged:
    contract = load_contract()
    fills = Fills((unit or "").strip() or None, year)
    parts = _Parts(file_id)
    general = Findings(contract)
    try:
        grids = read()
    except UnreadableFileError as refusal:
        general.add(refusal.code, **refusal.params)
    else:
        _stage_grids(grids, contract, fills, file_name, parts, general, sink)
    _keep(parts, general.items, None, None, {})
    return _assembled(parts, file_name)


@uncollected()
def stage_path(
    path: Path, file_id: str, file_name: str, sink: Sink, *, unit: str | None, year: int | None
) -> Staged:
    """Stage a file of any size, as `stage_file` does. Sound rows of a large survey go to `sink` instead."""
    if path.stat().st_size >= BULK_BYTES and not unit and not year:
        found = bulk.read_bulk(path, file_name, sink)
        if found is not None:
            grid, layout, sound = found
            contract = load_contract()
            parts = _Parts(file_id)
            staged = stage_sheet(grid, layout, contract, Fills(), file_name, sound)
            if staged.n_read and not staged.is_refused:
                _keep_sheet(grid, layout, staged, contract, parts)
                return _assembled(parts, file_name)
        sink.restart()
    return _staged(file_id, file_name, lambda: read_path(path, file_name), unit, year, sink)


def _stage_grids(
    grids: list[Grid],
    contract: Contract,
    fills: Fills,
    file_name: str,
    parts: _Parts,
    general: Findings,
    sink: Sink | None,
) -> None:
    if not any(map(has_content, grids)):
        general.add("BERKAS_KOSONG")
        return
    n_recognised = n_hidden = 0
    is_refused = False
    own = [grid for grid in grids if _is_own(grid, contract)]
    for grid in own:
        parts.sheets.append(_sheet_row(parts, grid, None, None, "lembar dari aplikasi ini"))
    grids = [grid for grid in grids if not _is_own(grid, contract)]
    for grid in grids:
        layout = find_layout(grid, contract, fills)
        if layout is None:
            _keep_unrecognised(grid, contract, parts)
            continue
        if grid.is_hidden:
            _keep_hidden(grid, layout, contract, parts)
            n_hidden += 1
            continue
        n_recognised += 1
        staged = stage_large(grid, layout, contract, fills, file_name, sink)
        is_refused = is_refused or staged.is_refused
        _keep_sheet(grid, layout, staged, contract, parts)
    if n_hidden and not n_recognised:
        general.add("BERKAS_HANYA_TERSEMBUNYI")
    elif not n_recognised:
        # One sentence about the whole file says it; what is said of its sheets adds nothing.
        parts.findings = [one for one in parts.findings if one["rule_code"] != "LEMBAR_TAK_DIKENAL"]
        headers = [text for grid in grids for text in seen_headers(grid, contract)]
        general.add("BERKAS_TAK_DIKENAL", seen=_seen(headers), nearest=_nearest(grids, contract, fills))
    elif not is_refused and not any(sheet["n_read"] for sheet in parts.sheets):
        parts.findings = [one for one in parts.findings if not _says_only_empty(one)]
        kinds = [contract.kinds[sheet["kind"]].title for sheet in parts.sheets if sheet["kind"]]
        is_untouched = all(one["rule_code"] != "BARIS_BUKAN_DATA" for one in parts.findings)
        if is_untouched and any(grid.name == TEMPLATE_GUIDE for grid in own):
            general.add("TEMPLAT_KOSONG", title=kinds[0])
        else:
            general.add("BERKAS_TANPA_DATA")


def _is_own(grid: Grid, contract: Contract) -> bool:
    """A sheet that this application wrote beside the data: it is no data and needs no remark."""
    starts = contract.general.own_sheets.get(grid.name, ())
    return bool(grid.rows and grid.rows[0]) and str(grid.rows[0][0]).startswith(starts)


def _says_only_empty(finding: dict) -> bool:
    """The sheet has no rows, or none but the example of a template."""
    code, message = finding["rule_code"], finding["message"]
    return code == "LEMBAR_TANPA_DATA" or (
        code == "BARIS_BUKAN_DATA" and "(contoh)" in message and ";" not in message
    )


def _seen(headers: list[str]) -> str:
    """The headers that were seen, as a sentence. What may be data, and so personal, is not repeated."""
    if not headers:
        return "Tidak satu pun judul kolomnya dikenal."
    return f"Judul kolom yang terlihat: {listed(headers, SHOWN_HEADERS)}."


def _nearest(grids: list[Grid], contract: Contract, fills: Fills) -> str:
    """Which kind comes nearest to the sheets and what it lacks, else what could be sent."""
    for grid in grids:
        layout = find_layout(grid, contract, fills, is_strict=False)
        if layout is None:
            continue
        missing = layout.missing(fills)
        if missing and 2 * len(missing) <= len(layout.kind.required):
            labels = listed([layout.kind.columns[name].label for name in missing])
            return f"Yang paling mendekati data {layout.kind.title}, tetapi kolom {labels} tidak ada."
    return f"Yang dapat dikirim: {', '.join(kind.title for kind in contract.kinds.values())}."


def _keep_unrecognised(grid: Grid, contract: Contract, parts: _Parts) -> None:
    findings = Findings(contract, sheet=grid.name)
    headers = seen_headers(grid, contract)
    if has_content(grid) and not grid.is_hidden:
        findings.add("LEMBAR_TAK_DIKENAL", seen=_seen(headers))
    _keep(parts, findings.items, grid.name, None, {})
    note = "tidak dikenali" if has_content(grid) else "kosong"
    parts.sheets.append(_sheet_row(parts, grid, None, None, note))


def _keep_hidden(grid: Grid, layout: Layout, contract: Contract, parts: _Parts) -> None:
    findings = Findings(contract, sheet=grid.name)
    findings.add("LEMBAR_TERSEMBUNYI", title=layout.kind.title)
    _keep(parts, findings.items, grid.name, layout.kind.kind, {})
    parts.sheets.append(
        _sheet_row(parts, grid, layout.kind.kind, layout.header_row, "tersembunyi, tidak diambil")
    )


def _keep_sheet(grid: Grid, layout: Layout, staged: StagedSheet, contract: Contract, parts: _Parts) -> None:
    kind = layout.kind.kind
    parts.lacks |= staged.lacks
    findings = list(staged.findings)
    if not staged.n_read and not staged.is_refused:
        empty = Findings(contract, layout.kind, grid.name)
        findings.append(empty.add("LEMBAR_TANPA_DATA", title=layout.kind.title))
    _keep(parts, findings, grid.name, kind, staged.places)
    n_rejected = len(staged.rejected)
    if len(staged.accepted):
        parts.tables.setdefault(kind, []).append(staged.accepted.assign(file_id=parts.file_id))
    if n_rejected:
        parts.rejected.append(staged.rejected.assign(file_id=parts.file_id))
    note = (
        "ditolak seluruhnya" if staged.is_refused else "tanpa baris data" if not staged.n_read else "dibaca"
    )
    counts = (staged.n_read, staged.n_accepted, n_rejected, staged.n_not_data)
    parts.sheets.append(_sheet_row(parts, grid, kind, layout.header_row, note, counts))
    parts.columns += [
        {
            "sheet": grid.name,
            "column_name": name,
            "column_number": position + 1,
            "header": layout.headers[position],
        }
        for name, positions in layout.columns.items()
        for position in positions
    ]


def _sheet_row(
    parts: _Parts,
    grid: Grid,
    kind: str | None,
    header_row: int | None,
    note: str,
    counts: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> dict:
    names = ("n_read", "n_accepted", "n_rejected", "n_not_data")
    return {
        "file_id": parts.file_id,
        "sheet": grid.name,
        "sheet_number": grid.number,
        "kind": kind,
        "header_row": header_row,
        **dict(zip(names, counts, strict=True)),
        "status_note": note,
    }


def _keep(parts: _Parts, findings: list[Finding], sheet: str | None, kind: str | None, places: dict) -> None:
    for item in findings:
        unit, year = places.get(item.row, (None, None))
        parts.findings.append(
            {
                "file_id": parts.file_id,
                "sheet": sheet,
                "row_number": item.row,
                "column_name": item.column,
                "value": item.value,
                "rule_code": item.code,
                "severity": item.severity,
                "message": item.message,
                "action": item.action,
                "kind": kind,
                "unit_key": unit,
                "year": year,
            }
        )


def _assembled(parts: _Parts, file_name: str) -> Staged:
    return Staged(
        file_id=parts.file_id,
        file_name=file_name,
        tables={kind: _joined(kind, frames) for kind, frames in parts.tables.items()},
        rejected=_joined("_rejected", parts.rejected),
        findings=_from_records("_finding", parts.findings),
        sheets=_from_records("_sheet", parts.sheets),
        columns=_from_records("_column", parts.columns),
        lacks=parts.lacks,
    )


def _joined(table: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    if not frames:
        return empty_table(table)
    joined = pd.concat(frames, ignore_index=True)
    return joined.astype({"file_id": "string"})


def _from_records(table: str, records: list[dict]) -> pd.DataFrame:
    return typed_table(table, {name: [record[name] for record in records] for name in column_types(table)})
