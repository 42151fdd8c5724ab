"""Collects what is wrong with a sheet, in sentences for an official."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.staging.contract import Column, Contract, Kind
from etl.staging.privacy import masked
from etl.staging.values import shown

SURVEY = "skm_responden"  # the kind whose rows are about persons
MAX_VALUE_LENGTH = 200
MAX_PER_RULE = 1_000  # findings that reject nothing; the rest is named in one summary


@dataclass
class Finding:
    """One finding; `row` is the row as Excel shows it, None for the whole sheet."""

    code: str
    severity: str
    message: str
    action: str
    row: int | None = None
    column: str | None = None
    value: str | None = None


@dataclass
class Findings:
    """The findings of one sheet (or of a whole file, with kind None)."""

    contract: Contract
    kind: Kind | None = None
    sheet: str | None = None
    headers: dict[str, str] = field(default_factory=dict)  # canonical column -> header as it stands
    items: list[Finding] = field(default_factory=list)

    def add(
        self,
        code: str,
        /,
        *,
        row: int | None = None,
        column: str | None = None,
        value: Any = None,
        severity: str | None = None,
        **params: Any,
    ) -> Finding:
        """Add a finding by its rule code; `params` fill the rule's texts."""
        rule = self.contract.rule(code, self.kind.kind if self.kind else None)
        text = None if value is None else shorten(self._showable(shown(value)))
        values = {"value": text, "column": self.headers.get(column or "", column), **params}
        finding = Finding(
            code,
            severity or rule.severity,
            self._where(row, column) + rule.message.format_map(_Known(values)).strip(),
            rule.action.format_map(_Known(values)).strip(),
            row,
            column,
            text,
        )
        self.items.append(finding)
        return finding

    def _showable(self, text: str) -> str:
        """The value; in a survey no NIK or telephone number, in whatever column it was written."""
        return masked(text) if self.kind and self.kind.kind == SURVEY else text

    def rejected_rows(self) -> set[int]:
        return {item.row for item in self.items if item.row is not None and item.severity == "Galat"}

    def is_refused(self) -> bool:
        """Whether the whole sheet is refused."""
        return any(item.row is None and item.severity == "Galat" for item in self.items)

    def keep_sheet_level(self) -> None:
        """Of a refused sheet only what concerns all of it is worth reading."""
        self.items = [item for item in self.items if item.row is None]

    def condense(self) -> None:
        """Keep the first of very many equal remarks, name the rows of the others once. Galat all stay."""
        seen: dict[tuple, list[Finding]] = {}
        kept = []
        for item in self.items:
            if item.row is None or item.severity == "Galat":
                kept.append(item)
                continue
            group = seen.setdefault((item.code, item.column), [])
            group.append(item)
            if len(group) <= MAX_PER_RULE:
                kept.append(item)
        self.items = kept
        for (code, column), group in seen.items():
            rest = [item.row for item in group[MAX_PER_RULE:] if item.row is not None]
            if rest:
                self.add("TEMUAN_DIRINGKAS", column=column, code=code, count=len(rest), rows=row_list(rest))

    def _where(self, row: int | None, column: str | None) -> str:
        header = self.headers.get(column or "", column)
        if row is not None:
            return f'Baris {row}, kolom "{header}": ' if column else f"Baris {row}: "
        if self.sheet is None:
            return ""
        return f'Lembar "{self.sheet}", kolom "{header}": ' if column else f'Lembar "{self.sheet}": '


class _Known(dict):
    """Parameters of a text; one that is not given is a fault of the contract and fails loudly in a test."""

    def __missing__(self, key: str) -> str:
        raise KeyError(f"parameter '{key}' of a message in data/sources is not given by the code")


def shorten(text: str) -> str:
    return text if len(text) <= MAX_VALUE_LENGTH else text[: MAX_VALUE_LENGTH - 1] + "…"


def row_list(rows: Sequence[int], limit: int = 20) -> str:
    """3, 5–9, 12 and how many more."""
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    texts = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:limit]]
    more = sum(last - first + 1 for first, last in spans[limit:])
    return ", ".join(texts) + (f" dan {more} baris lain" if more else "")


def listed(texts: Sequence[str], limit: int = 25) -> str:
    """Quoted texts separated by commas; long lists are cut and say so."""
    quoted = ", ".join(f'"{shorten(text)}"' for text in texts[:limit])
    return (quoted or "tidak ada") + (f" dan {len(texts) - limit} lainnya" if len(texts) > limit else "")


def decimal(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def expected(column: Column) -> str:
    """What a cell of the column should hold, as part of a sentence."""
    if column.type in ("integer", "decimal"):
        noun = "bilangan bulat" if column.type == "integer" else "angka"
        if column.minimum is not None and column.maximum is not None:
            return f"{noun} {decimal(column.minimum)} sampai {decimal(column.maximum)}"
        return f"{noun} {decimal(column.minimum)} atau lebih" if column.minimum is not None else noun
    if column.type == "year":
        return "tahun 2000 sampai 2100"
    if column.type in ("date", "datetime"):
        since = f" tahun {column.minimum:.0f} sampai 2100" if column.minimum is not None else ""
        return f"tanggal{since}, misalnya 12/01/2024 atau 12 Januari 2024"
    if column.type == "choice":
        return ", ".join(name.replace("_", " ") for name in column.choices)
    if column.type == "presence":
        return "Ada, Belum, Tidak berlaku, atau isinya"
    if column.type == "unit":
        return "kode atau nama unit"
    if column.type == "instrument":
        return "ikm, ipp, ombudsman, atau kode indeks lain yang dikenal"
    return column.label.lower()
