"""Rules of single kinds that look at more than one cell. The sentences stand in data/sources/<kind>.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etl.staging.findings import Findings
from etl.staging.kinds import common, service, survey, unit_list
from etl.staging.place import Place

if TYPE_CHECKING:
    from etl.staging.sheet import SheetRows

_CHECKS = {
    "unit": unit_list.check,
    "standar_pelayanan": service.check,
    "skm_responden": survey.check_answers,
    "skm_rekap": survey.check_recaps,
    "tindak_lanjut": common.check_actions,
}


def protect(rows: SheetRows, findings: Findings) -> None:
    """Drop personal data that stands in a column meant for something else."""
    if rows.layout.kind.kind == "skm_responden":
        survey.drop_personal_values(rows, findings)


def refuse(rows: SheetRows, findings: Findings) -> None:
    """Add a Galat without row where the whole sheet cannot be taken."""
    if rows.layout.kind.unsur:
        survey.refuse(rows, findings)


def check(rows: SheetRows, place: Place, findings: Findings) -> None:
    """Add the findings of a sheet that is taken."""
    if rows.layout.kind.kind in _CHECKS:
        _CHECKS[rows.layout.kind.kind](rows, place, findings)
    else:
        common.check_key(rows, place, findings)


def derived(rows: SheetRows, place: Place) -> dict[str, list[Any]]:
    """Columns of accepted rows that no column of the file gives."""
    if rows.layout.kind.kind == "standar_pelayanan":
        return {"occurrence": service.occurrences(rows, place)}
    return {}
