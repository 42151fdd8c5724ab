"""The duties of one service: which case of its duty's sentences each row is in.

Every rule takes (services, limits, components, as_of) and gives the case of each row and the values its
sentence names. A case is a verdict, or a name in VERDICT_OF_CASE where one verdict has two sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from compliance.rules.age import months_between
from compliance.rules.keys import number, text
from compliance.standards import Component
from compliance.verdict import ServiceStatus, Verdict

PATUH, BERISIKO, TIDAK_PATUH, TANPA_DATA = (
    verdict.value for verdict in (Verdict.PATUH, Verdict.BERISIKO, Verdict.TIDAK_PATUH, Verdict.TANPA_DATA)
)
VERDICT_OF_CASE = {"tidak_patuh_named": TIDAK_PATUH, "not_set": Verdict.TIDAK_BERLAKU.value}

Judged = tuple[np.ndarray, pd.DataFrame]
Rule = Callable[[pd.DataFrame, dict[str, int], Sequence[Component], date], Judged]


def _is(column: pd.Series, *words: str) -> np.ndarray:
    return column.isin(words).to_numpy(dtype=bool)


def _no_values(services: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(index=range(len(services)))


def _available(services: pd.DataFrame, _l: dict[str, int], _c: Sequence[Component], _d: date) -> Judged:
    status = text(services, "status")
    cases = [
        _is(status, ServiceStatus.DIAJUKAN, ServiceStatus.DITETAPKAN),
        _is(status, ServiceStatus.DRAF),
        _is(status, ServiceStatus.BELUM),
    ]
    return np.select(cases, [PATUH, BERISIKO, TIDAK_PATUH], TANPA_DATA), _no_values(services)


def _decreed(services: pd.DataFrame, _l: dict[str, int], _c: Sequence[Component], _d: date) -> Judged:
    """Set without a decree number is at risk: the claim stands, its evidence does not."""
    status = text(services, "status")
    is_set = _is(status, ServiceStatus.DITETAPKAN)
    has_number = text(services, "decree_number").notna().to_numpy(dtype=bool)
    not_set = _is(status, ServiceStatus.BELUM, ServiceStatus.DRAF, ServiceStatus.DIAJUKAN)
    cases = [is_set & has_number, is_set, not_set]
    return np.select(cases, [PATUH, BERISIKO, TIDAK_PATUH], TANPA_DATA), _no_values(services)


def _complete(
    services: pd.DataFrame, _l: dict[str, int], components: Sequence[Component], _d: date
) -> Judged:
    """A missing component decides even where others are unknown; all must be known before it is complete."""
    missing, unknown, present = (number(services, f"n_{name}") for name in ("missing", "no_data", "present"))
    known = present + missing + unknown + number(services, "n_not_applicable") == len(components)
    named = np.full(len(services), "", dtype=object)
    if "missing_components" in services.columns:
        labels = {component.id: component.label.lower() for component in components}
        named[:] = [
            ", ".join(labels[name] for name in names) if isinstance(names, list | tuple | np.ndarray) else ""
            for names in services["missing_components"]
        ]
    cases = [
        (missing > 0) & (named != ""),
        missing > 0,
        known & (unknown == 0) & (present > 0),
    ]
    values = pd.DataFrame({"n_missing": np.nan_to_num(missing).astype("int64"), "missing": named})
    values["n_components"] = len(components)
    return np.select(cases, ["tidak_patuh_named", TIDAK_PATUH, PATUH], TANPA_DATA), values


def _maklumat(services: pd.DataFrame, _l: dict[str, int], _c: Sequence[Component], _d: date) -> Judged:
    state = text(services, "maklumat")
    return np.select([_is(state, "ada"), _is(state, "belum")], [PATUH, TIDAK_PATUH], TANPA_DATA), _no_values(
        services
    )


def _published(services: pd.DataFrame, _l: dict[str, int], _c: Sequence[Component], _d: date) -> Judged:
    """A medium or a SIPPN page is enough. 'Not in SIPPN' alone says nothing about other media."""
    media, sippn = text(services, "media_publikasi"), text(services, "url_sippn")
    somewhere = [
        (column.notna() & (column != "belum")).fillna(False).to_numpy(dtype=bool) for column in (media, sippn)
    ]
    cases = [somewhere[0] | somewhere[1], _is(media, "belum")]
    return np.select(cases, [PATUH, TIDAK_PATUH], TANPA_DATA), _no_values(services)


def _reviewed(services: pd.DataFrame, limits: dict[str, int], _c: Sequence[Component], as_of: date) -> Judged:
    """Age since the last review or decree, the later one. A date after the reference has not happened yet."""
    today = pd.Timestamp(as_of)
    reference = _dates(services, "reference_date").fillna(today)
    reference = reference.mask(reference > today, today)
    done = [_dates(services, name) for name in ("review_date", "decree_date")]
    review, decree = (dates.mask(dates > reference) for dates in done)
    full, begun = months_between(pd.concat([review, decree], axis=1).max(axis=1), reference)
    status = text(services, "status")
    cases = [
        _is(status, ServiceStatus.BELUM, ServiceStatus.DRAF, ServiceStatus.DIAJUKAN),
        ~_is(status, ServiceStatus.DITETAPKAN) | np.isnan(begun),
        begun <= limits["patuh_bulan"],
        begun <= limits["berisiko_bulan"],
    ]
    case = np.select(cases, ["not_set", TANPA_DATA, PATUH, BERISIKO], TIDAK_PATUH)
    return case, pd.DataFrame({"months": np.nan_to_num(full).astype("int64")})


def _dates(services: pd.DataFrame, column: str) -> pd.Series:
    if column not in services.columns:
        return pd.Series(pd.NaT, index=range(len(services)), dtype="datetime64[s]")
    return pd.to_datetime(services[column]).astype("datetime64[s]")


RULES: dict[str, Rule] = {
    "standar_tersedia": _available,
    "standar_ditetapkan": _decreed,
    "komponen_lengkap": _complete,
    "maklumat": _maklumat,
    "publikasi": _published,
    "tinjau_ulang": _reviewed,
}
