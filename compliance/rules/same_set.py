"""A mean may be compared with the year before only where it is taken over the same things.

The city's mean is compared over the units that can be compared themselves, a unit's survey only if its
respondents rated the same services. How much must be the same is a working limit in data/standards (0015).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compliance.rules.comparability import DUST
from compliance.rules.keys import number, positions, take, text, years
from compliance.standards import Index, round_half_up


def same_services(scores: pd.DataFrame, surveyed: pd.DataFrame, index: Index) -> np.ndarray:
    """For each row: False where its survey covered other services than the year before, else True.

    Law:    `comparison.services` of the YAML of `index`: the share of the respondents, in each of the two
            years, that rated a service of both.
    Input:  scores (unit_id, year); surveyed: unit_id, year, service_key (missing: not known), n_respondents.
    Output: True also where the services of one of the years are not known: nothing says that they differ.
    """
    limit = index.comparison.services
    if surveyed.empty or limit is None:
        return np.ones(len(scores), dtype=bool)
    surveyed = surveyed.reset_index(drop=True)
    surveys = surveyed[["unit_id", "year"]].drop_duplicates().reset_index(drop=True)
    own, n = positions(surveys, surveyed), number(surveyed, "n_respondents")
    is_unknown = surveyed["service_key"].isna().to_numpy(dtype=bool)
    service = pd.factorize(surveyed["service_key"])[0]
    rated = set(zip(own, service, strict=True))
    total = np.bincount(own, n, len(surveys))
    shares = []
    for shift in (-1, 1):  # this year's respondents on services of the year before, and the reverse
        other = positions(surveys, surveyed, shift=shift)
        again = np.array([pair in rated for pair in zip(other, service, strict=True)], dtype=bool)
        shares.append(np.bincount(own, n * again, len(surveys)) / total)
    known = np.bincount(own, is_unknown, len(surveys)) == 0
    now, before = positions(surveys, scores), positions(surveys, scores, shift=-1)
    share = np.minimum(take(shares[0], now), take(shares[1], before))
    both_known = (take(known.astype(float), now) == 1) & (take(known.astype(float), before) == 1)
    return ~(both_known & (share < limit))


def part(rows: pd.DataFrame, is_same: np.ndarray) -> pd.DataFrame:
    """Rows of `comparability.compare` or `compare_details` without one where `is_same` is False."""
    rows = rows.reset_index(drop=True)
    broken = rows["is_comparable"].to_numpy(dtype=bool) & ~is_same
    out = rows.assign(
        is_comparable=rows["is_comparable"].to_numpy(dtype=bool) & is_same,
        change=np.where(broken, np.nan, number(rows, "change")),
    )
    if "break_reason" not in rows.columns:
        return out
    told = [f"Layanan yang disurvei berbeda dari tahun {year - 1}." for year in years(rows)]
    return out.assign(
        break_reason=rows["break_reason"].mask(broken, pd.Series(told, dtype="string")),
        is_change_significant=rows["is_change_significant"].mask(broken),
    )


def compare_city(rows: pd.DataFrame, index: Index) -> pd.DataFrame:
    """Rows of `comparability.compare` whose city row changes by what its comparable units changed by.

    Law:    `comparison.units` of the YAML of `index`: the share of the units with a value, in each of the two
            years, that must be comparable; else the city is not.
    Output: the same rows and n_compared, the units that the change of a city row is taken over. Where they
            are all units of both years the change stays the difference of the two values. Two city values
            that are no means over units (both were published) keep their own comparison.
    """
    rows = rows.reset_index(drop=True)
    change, comparable = number(rows, "change").copy(), rows["is_comparable"].to_numpy(dtype=bool).copy()
    value, previous, own_years = number(rows, "value"), number(rows, "previous_value"), years(rows)
    is_city, n_compared = rows["unit_id"].isna().to_numpy(dtype=bool), np.full(len(rows), np.nan)
    reasons = text(rows, "break_reason").to_numpy(dtype=object).copy()
    has_value = ~is_city & ~np.isnan(value)
    for place in np.flatnonzero(is_city & comparable):
        year = own_years[place]
        both = ~is_city & comparable & (own_years == year)
        n_now, n_before = (int((has_value & (own_years == one)).sum()) for one in (year, year - 1))
        if not n_now and not n_before:
            continue
        n_both = int(both.sum())
        if n_both < index.comparison.units * max(n_now, n_before):
            comparable[place], change[place] = False, np.nan
            reasons[place] = _other_units(year, n_both, n_now, n_before)
            continue
        n_compared[place] = n_both
        if not n_both == n_now == n_before:
            change[place] = value[both].mean() - previous[both].mean()
    if "break_reason" not in rows.columns:
        return rows.assign(change=change.round(DUST), is_comparable=comparable, n_compared=n_compared)
    return rows.assign(
        change=round_half_up(change, index.decimals),
        is_comparable=comparable,
        break_reason=pd.Series(reasons, dtype="string"),
        n_compared=n_compared,
    )


def _other_units(year: int, n_both: int, n_now: int, n_before: int) -> str:
    if not n_now or not n_before:
        mean, published = (year, year - 1) if n_now else (year - 1, year)
        return f"Nilai {mean} adalah rata-rata unit, sedangkan nilai {published} terbit tanpa nilai unit."
    return (
        f"Unit yang bernilai berbeda: hanya {n_both} unit dapat dibandingkan, dari {n_before} unit pada "
        f"{year - 1} dan {n_now} unit pada {year}."
    )
