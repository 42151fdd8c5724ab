"""Whether duties are met: those around a Standar Pelayanan per service and unit, and the yearly survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from compliance.rules import service_duties
from compliance.rules.keys import number, positions, take, years
from compliance.rules.sentences import fill
from compliance.standards import Component, Duty
from compliance.verdict import ServiceStatus, Verdict, worst_per_group

SERVICE_COLUMNS = ["service_id", "unit_id", "year", "duty_id", "verdict", "reason"]
UNIT_COLUMNS = [
    "duty_id",
    "unit_id",
    "year",
    "verdict",
    "reason",
    "legal_reference",
    "evidence_grade",
    "n_services",
    "n_affected",
]


def limits_of(duty: Duty, config: Any = None) -> dict[str, int]:
    """The limits of a duty: those of its YAML, or `config.duty_limits[duty.id]` where the city set them."""
    chosen: Mapping[str, int] = getattr(config, "duty_limits", {}).get(duty.id, {})
    return duty.limits | {name: value for name, value in chosen.items() if name in duty.limits}


def judge_services(
    services: pd.DataFrame,
    components: Sequence[Component],
    duties: Mapping[str, Duty],
    config: Any,
    as_of: date,
) -> pd.DataFrame:
    """Verdict of every duty of level `service` for each service and year.

    Law:    data/standards/<duty>.yaml; its `service_reasons` are the sentences.
    Input:  one row per service x year, its state at `reference_date` (missing = as_of): service_id, unit_id,
            year, status, decree_number, decree_date, review_date, maklumat, media_publikasi, url_sippn,
            n_present, n_missing, n_not_applicable, n_no_data; optional missing_components (list of component
            ids). config: anything with `duty_limits` (see limits_of), or None.
    Output: long frame service_id, unit_id, year, duty_id, verdict, reason. A missing value is never patuh; a
            service that was withdrawn (dicabut) owes nothing.
    """
    services = services.reset_index(drop=True)
    if services.empty:
        return pd.DataFrame(columns=SERVICE_COLUMNS).astype({"year": "int64"})
    withdrawn = (services["status"] == ServiceStatus.DICABUT).fillna(False).to_numpy(dtype=bool)
    frames = []
    for duty in duties.values():
        if duty.level != "service":
            continue
        case, values = service_duties.RULES[duty.id](services, limits_of(duty, config), components, as_of)
        case = np.where(withdrawn, Verdict.TIDAK_BERLAKU.value, case)
        verdict = np.array([service_duties.VERDICT_OF_CASE.get(name, name) for name in _distinct(case)])
        frames.append(
            services[["service_id", "unit_id", "year"]].assign(
                duty_id=duty.id,
                verdict=verdict[_codes(case)] if len(case) else case,
                reason=_reasons(case, duty.service_reasons, values.assign(**limits_of(duty, config))),
            )
        )
    return pd.concat(frames, ignore_index=True)[SERVICE_COLUMNS]


def judge_units(
    service_verdicts: pd.DataFrame,
    unit_years: pd.DataFrame,
    surveys: pd.DataFrame,
    duties: Mapping[str, Duty],
    as_of: date,
    config: Any = None,
) -> pd.DataFrame:
    """Verdict of every duty for each unit and year: the worst of its services, and the yearly survey.

    Law:    data/standards/<duty>.yaml; its `unit_reasons` are the sentences.
    Input:  service_verdicts of judge_services; unit_years: unit_id, year, is_exempt_survey; surveys:
            unit_id, year, n_respondents, is_below_minimum_sample. Only units and years in unit_years are
            judged.
    Output: duty_id, unit_id, year, verdict, reason, legal_reference, evidence_grade, n_services (that owe the
            duty), n_affected (that have the deciding verdict). A unit without services has no data, not
            compliance.
    """
    unit_years = unit_years.reset_index(drop=True)
    worst = worst_per_group(service_verdicts, ["duty_id", "unit_id", "year"])
    frames = []
    for duty in duties.values():
        if duty.level == "service":
            own = worst[worst["duty_id"] == duty.id]
            judged = _worst_of_services(own, unit_years, duty, limits_of(duty, config))
        else:
            judged = _judge_survey(unit_years, surveys, duty, as_of)
        frames.append(
            judged.assign(
                duty_id=duty.id, legal_reference=duty.legal_reference, evidence_grade=duty.evidence_grade
            )
        )
    return pd.concat(frames, ignore_index=True)[UNIT_COLUMNS]


def _worst_of_services(
    worst: pd.DataFrame, unit_years: pd.DataFrame, duty: Duty, limits: dict[str, int]
) -> pd.DataFrame:
    where = positions(worst, unit_years)
    verdicts = np.array([*worst["verdict"], "empty"], dtype=object)
    case = verdicts[where]  # -1 takes the last entry: no service at all
    counts = pd.DataFrame(
        {"n": take(number(worst, "n_affected"), where), "total": take(number(worst, "n_total"), where)}
    )
    counts = counts.fillna(0).astype("int64")
    return unit_years[["unit_id", "year"]].assign(
        verdict=np.where(case == "empty", Verdict.TANPA_DATA.value, case),
        reason=_reasons(case, duty.unit_reasons, counts.assign(**limits)),
        n_services=counts["total"],
        n_affected=counts["n"],
    )


def _judge_survey(unit_years: pd.DataFrame, surveys: pd.DataFrame, duty: Duty, as_of: date) -> pd.DataFrame:
    where = positions(surveys, unit_years)
    reported = where >= 0
    n = take(number(surveys, "n_respondents"), where)
    below = take(number(surveys, "is_below_minimum_sample"), where)
    own_years = years(unit_years)
    due = duty.due
    if due is None:
        raise ValueError(f"Duty {duty.id} needs a `due` block.")
    over = own_years < as_of.year - due.year_offset
    over |= (own_years == as_of.year - due.year_offset) & ((as_of.month, as_of.day) > (due.month, due.day))
    exempt = unit_years["is_exempt_survey"].fillna(False).to_numpy(dtype=bool)
    case = np.select(
        [
            exempt,
            reported & np.isnan(n),
            (n > 0) & (below == 1),
            (n > 0) & np.isnan(below),
            n > 0,
            over,
        ],
        ["tidak_berlaku", "tanpa_data", "berisiko", "sample_unknown", "patuh", "tidak_patuh"],
        default="not_due",
    )
    verdict = pd.Series(case).replace({"sample_unknown": "patuh", "not_due": "tanpa_data"})
    values = pd.DataFrame({"n": np.nan_to_num(n).astype("int64"), "year": own_years})
    return unit_years[["unit_id", "year"]].assign(
        verdict=verdict.to_numpy(),
        reason=_reasons(case, duty.unit_reasons, values),
        n_services=pd.array([pd.NA] * len(unit_years), dtype="Int64"),
        n_affected=pd.array([pd.NA] * len(unit_years), dtype="Int64"),
    )


def _reasons(case: np.ndarray, templates: Mapping[str, str], values: pd.DataFrame) -> np.ndarray:
    reasons = np.full(len(case), "", dtype=object)
    for name in _distinct(case):
        rows = case == name
        reasons[rows] = fill(templates[name], values[rows])
    return reasons


def _distinct(case: np.ndarray) -> np.ndarray:
    return pd.factorize(case)[1]


def _codes(case: np.ndarray) -> np.ndarray:
    return pd.factorize(case)[0]
