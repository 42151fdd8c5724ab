"""The IKM of a unit by characteristics of its respondents; small groups are hidden."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from compliance.rules import uncertainty
from compliance.standards import Index, round_half_up
from compliance.standards.respondents import UNKNOWN, Characteristic, Respondents

KEYS = ["unit_id", "year", "characteristic_id"]
SUMS = ["n_respondents", "total_sum", "total_square_sum"]
FIGURES = ["n_respondents", "respondent_share", "value", "ci_low", "ci_high"]
COLUMNS = [
    *KEYS, "characteristic_label", "characteristic_order", "group_id", "group_label", "group_order", *FIGURES,
    "is_suppressed",
]  # fmt: skip


def breakdown(
    told: pd.DataFrame, answers: pd.DataFrame, respondents: Respondents | None, index: Index, smallest: int
) -> pd.DataFrame:
    """Respondents and value of each group; FIGURES are missing where the group is hidden.

    Law:    none; characteristics and groups stand in data/standards/responden.yaml.
    Input:  told: KEYS, group_text and SUMS over the answers that tell the characteristic. answers: unit_id,
            year and SUMS over all of them; a total is the sum of the nine unsur of an answer. smallest: the
            smallest group that is shown.
    Output: COLUMNS. Every respondent is in one group of each characteristic that the unit's survey tells.
    """
    if respondents is None or told.empty:
        return pd.DataFrame(columns=COLUMNS)
    frames = [_of(one, told, answers, respondents, index) for one in respondents.characteristics]
    rows = pd.concat(frames, ignore_index=True)
    hidden = rows.groupby(KEYS, sort=False)["n_respondents"].transform(lambda n: hide(list(n), smallest))
    rows["is_suppressed"] = hidden.astype(bool)
    rows.loc[rows["is_suppressed"], FIGURES] = np.nan
    return rows[COLUMNS]


def hide(sizes: Sequence[int], smallest: int) -> list[bool]:
    """Which groups are not shown: the small ones, and as many of the next as nobody can subtract them.

    The whole is known, so the hidden groups together can always be computed from it. They are therefore never
    one group alone, and together never fewer people than the smallest group that is shown.
    """
    order = sorted(range(len(sizes)), key=lambda place: (sizes[place], place))
    hidden = {place for place in order if sizes[place] < smallest}
    for place in order:
        if not hidden or (len(hidden) > 1 and sum(sizes[one] for one in hidden) >= smallest):
            break
        hidden.add(place)
    return [place in hidden for place in range(len(sizes))]


def _of(
    characteristic: Characteristic,
    told: pd.DataFrame,
    answers: pd.DataFrame,
    respondents: Respondents,
    index: Index,
) -> pd.DataFrame:
    own = told[told["characteristic_id"] == characteristic.id]
    named = {text: characteristic.group_of(str(text)) for text in own["group_text"].unique()}
    groups = own.assign(group_id=own["group_text"].map(named).astype(object))
    groups = groups.groupby(["unit_id", "year", "group_id"], as_index=False)[SUMS].sum()
    known = groups.groupby(["unit_id", "year"], as_index=False)[SUMS].sum()
    rest = known.merge(answers, on=["unit_id", "year"], suffixes=("_known", ""))
    for name in SUMS:
        rest[name] = rest[name] - rest[f"{name}_known"]
    silent = rest[rest["n_respondents"] > 0].assign(group_id=UNKNOWN)
    rows = pd.concat([groups, silent[groups.columns]], ignore_index=True)
    labels = respondents.labels(characteristic)
    order = {group: place for place, group in enumerate(labels, start=1)}
    everyone = rows.groupby(["unit_id", "year"])["n_respondents"].transform("sum")
    rows = rows.assign(
        characteristic_id=characteristic.id,
        characteristic_label=characteristic.label,
        characteristic_order=1 + respondents.characteristics.index(characteristic),
        group_label=rows["group_id"].map(labels),
        group_order=rows["group_id"].map(order),
        respondent_share=rows["n_respondents"] / everyone,
    )
    return _valued(rows.sort_values(["unit_id", "year", "group_order"]), index)


def _valued(rows: pd.DataFrame, index: Index) -> pd.DataFrame:
    """The value of each group by the method of its year, and its interval. All unsur weigh the same."""
    methods = {year: index.method_for(int(year)) for year in rows["year"].unique()}
    factors = {
        year: float(method.factor * next(iter(method.weights.values()))) if method else np.nan
        for year, method in methods.items()
    }
    points = rows["year"].map(factors).astype(float)
    n = rows["n_respondents"].astype(float)
    mean = points * rows["total_sum"] / n
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (rows["total_square_sum"] - rows["total_sum"] ** 2 / n) / (n - 1) * points**2
    error = uncertainty.standard_error(spread, n, np.full(len(rows), np.nan))
    level = index.confidence_level or np.nan
    low, high = uncertainty.interval(mean, error, n, level, index.scale_min, index.scale_max)
    return rows.assign(
        value=round_half_up(mean, index.decimals),
        ci_low=round_half_up(low, index.decimals),
        ci_high=round_half_up(high, index.decimals),
    )
