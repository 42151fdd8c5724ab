"""The value and category of an index for every unit and year, under the method in force in that year."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd

from compliance.rules import uncertainty
from compliance.rules.composition import composed, shares, weighted
from compliance.rules.keys import number, positions, text, years
from compliance.rules.methods import by_method, method_ids
from compliance.rules.published import category_notes, difference_notes, reproduces_with
from compliance.standards import MEMORY, Index, Method, round_half_up, weakest

__all__ = ["city_mean", "evaluate", "reproduces_with"]

NO_METHOD = "Tidak ada metode penilaian yang berlaku untuk tahun ini."
OFF_SCALE = "Nilai berada di luar skala dan tidak dipakai."
INCOMPLETE = "Data penghitungan belum lengkap; nilai tidak dihitung."
PUBLISHED_USED = "Data penghitungan belum lengkap; dipakai nilai terbit."
FROM_MEASURES = "Nilai evaluator dihitung dari nilai aspek."
UNVERIFIED = "Tabel kategori atau cara hitung belum diperiksa pada naskah peraturan."


def evaluate(
    observations: pd.DataFrame, measures: pd.DataFrame, index: Index
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Value, category and certainty of each unit and year, and the measures behind them.

    Law:    the YAML of `index`: formula, weights and bands by year.
    Input:  observations, one row per unit_id (missing = the city) x year: n_respondents, n_population,
            score_variance (sample variance of respondents' scores on the scale of the index),
            published_value, published_category, and the parts a formula names (nilai_f02, nilai_f03). All
            but the key may be absent or missing. measures: unit_id, year, measure_id, value, or amount and
            base of a share.
    Output: (scores, details), each with the rows of its input in the same order; details of measures that
            follow from others come last. A missing measure or part gives no computed value: it is never
            averaged over the rest. Then the published value counts,
            else none. Values are rounded as the index says, then classified.
    Raises: ValueError for a unit and year twice, a measure twice, or a measure the index does not have.
    """
    observations, measures = observations.reset_index(drop=True), composed(measures, index)
    observed_years = years(observations)
    matrix = _matrix(observations, measures, index)
    count = len(observations)
    exact, notes = np.full(count, np.nan), np.full(count, "", dtype=object)
    has_method, is_partial = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    for method, rows in by_method(observed_years, index):
        has_method[rows] = True
        if method.formula != "published":
            is_partial[rows] = _has_any(observations.iloc[rows], matrix[rows], method)
        if method.formula == "share":
            exact[rows] = _share(observations.iloc[rows], measures, method)
        else:
            exact[rows], notes[rows] = _compute(observations.iloc[rows], matrix[rows], method, index)
    published = np.where(has_method, number(observations, "published_value"), np.nan)
    off_scale = [_off_scale(values, index) for values in (exact, published)]
    computed = round_half_up(np.where(off_scale[0], np.nan, exact), index.decimals)
    usable = round_half_up(np.where(off_scale[1], np.nan, published), index.decimals)
    is_computed = ~np.isnan(computed)
    scores = pd.DataFrame(
        {
            "unit_id": observations["unit_id"],
            "year": pd.array(observed_years, dtype="Int64"),
            "method_id": method_ids(observed_years, index),
            "value": np.where(is_computed, computed, usable),
            "computed_value": computed,
            "exact_value": np.where(is_computed, exact, np.nan),
            "published_value": number(observations, "published_value"),
            "published_category": text(observations, "published_category"),
            "value_source": _source(is_computed, ~np.isnan(usable)),
        }
    )
    notes = _join(
        notes, np.where(has_method, "", NO_METHOD), np.where(off_scale[0] | off_scale[1], OFF_SCALE, "")
    )
    lacking = np.where(np.isnan(usable), INCOMPLETE, PUBLISHED_USED)
    notes = _join(notes, np.where(is_partial & np.isnan(exact), lacking, ""))
    scores = _classified(scores, np.where(is_computed, exact, np.nan), notes, index)
    return _with_certainty(scores, observations, index), _details(measures, index)


def city_mean(scores: pd.DataFrame, index: Index) -> pd.DataFrame:
    """City rows (unit_id missing) whose value is the simple mean over units with a value, one per year.

    Only for an index whose YAML says `city.value: mean`. What was published for the city itself stays beside
            it.
    Input and output have the columns of `evaluate`'s scores.
    """
    if index.city_value != "mean":
        raise ValueError(f"The city value of {index.id} is published, not a mean over units.")
    is_city = scores["unit_id"].isna()
    units, city = scores[~is_city & scores["value"].notna()], scores[is_city]
    by_year = units.groupby("year")
    measured = {"value": by_year["value"].mean(), "n": by_year.size()}
    measured["n_respondents"] = by_year["n_respondents"].sum(min_count=1)
    means = pd.DataFrame(measured).reset_index()
    own = city[["year", "value", "published_value", "published_category"]].rename(
        columns={"value": "own_value"}
    )
    frame = means.merge(own, on="year", how="outer").sort_values("year", ignore_index=True)
    frame.insert(0, "unit_id", pd.Series([None] * len(frame), dtype=object))
    mean, own_value = number(frame, "value"), number(frame, "own_value")
    value = round_half_up(np.where(np.isnan(mean), own_value, mean), index.decimals)
    source = _source(~np.isnan(mean), ~np.isnan(value))
    out = frame[["unit_id", "year", "published_value", "published_category"]].assign(
        method_id=method_ids(years(frame), index),
        value=value,
        computed_value=round_half_up(mean, index.decimals),
        exact_value=mean,
        value_source=source,
    )
    sentences = [f"Rata-rata {n:.0f} unit yang mempunyai nilai." if n > 0 else "" for n in number(frame, "n")]
    out = _classified(out, mean, np.array(sentences, dtype=object), index)
    is_mean = out["value_source"] == "dihitung"
    grades = [weakest([grade, index.city.evidence]) for grade in out.loc[is_mean, "evidence_grade"]]
    out.loc[is_mean, "evidence_grade"] = grades
    out.loc[is_mean, "is_verified"] = [_is_verified(grade) for grade in grades]
    return _with_certainty(out, frame[["unit_id", "year", "n_respondents"]], index)[list(scores.columns)]


def _matrix(observations: pd.DataFrame, measures: pd.DataFrame, index: Index) -> np.ndarray:
    """Observation x measure, NaN where nothing was given."""
    names = pd.Index([measure_id for measure_id, _ in index.measures], dtype=object)
    column = names.get_indexer(pd.Index(measures["measure_id"].astype(object)))
    if (column < 0).any():
        unknown = sorted(set(measures["measure_id"][column < 0].astype(str)))
        raise ValueError(f"{index.id} has no measure {', '.join(unknown)}.")
    row = positions(observations, measures)
    cell = row * len(names) + column
    if pd.Index(cell[row >= 0]).has_duplicates:
        raise ValueError(f"A measure of {index.id} is given twice for the same unit and year.")
    matrix = np.full((len(observations), len(names)), np.nan)
    matrix[row[row >= 0], column[row >= 0]] = number(measures, "value")[row >= 0]
    return matrix


def _has_any(observations: pd.DataFrame, matrix: np.ndarray, method: Method) -> np.ndarray:
    """Whether anything to compute from was given at all."""
    given = np.column_stack([matrix, *(number(observations, name) for name in method.parts)])
    return ~np.isnan(given).all(axis=1)


def _share(observations: pd.DataFrame, measures: pd.DataFrame, method: Method) -> np.ndarray:
    """factor x sum(amount) / sum(base) over all measures; NaN where nothing was counted."""
    observations = observations.reset_index(drop=True)
    row = positions(observations, measures)
    sums = pd.DataFrame({name: number(measures, name) for name in ("amount", "base")}).assign(row=row)
    sums = sums[sums["row"] >= 0].groupby("row").sum(min_count=1).reindex(range(len(observations)))
    return shares(sums, method)


def _compute(
    observations: pd.DataFrame, matrix: np.ndarray, method: Method, index: Index
) -> tuple[np.ndarray, np.ndarray]:
    notes = np.full(len(observations), "", dtype=object)
    if method.formula == "published":
        return np.full(len(observations), np.nan), notes
    columns = [place for place, (measure_id, _) in enumerate(index.measures) if measure_id in method.weights]
    weights = [method.weights[index.measures[place][0]] for place in columns]
    if method.formula == "weighted_mean":
        return weighted(matrix[:, columns], weights, method.factor), notes
    parts = np.column_stack([number(observations, name) for name in method.parts])
    if method.parts_block and method.parts_block.from_measures:
        place = list(method.parts).index(method.parts_block.from_measures)
        derived = weighted(matrix[:, columns], weights, Fraction(1))
        fill = np.isnan(parts[:, place]) & ~np.isnan(derived)
        parts[fill, place] = derived[fill]
        notes[fill & ~np.isnan(parts).any(axis=1)] = FROM_MEASURES
    return weighted(parts, list(method.parts.values()), method.factor), notes


def _classified(scores: pd.DataFrame, exact: np.ndarray, notes: np.ndarray, index: Index) -> pd.DataFrame:
    """Add category, label, tone, legal basis, grade of evidence, is_verified and note."""
    count = len(scores)
    names = ("category", "category_label", "category_tone", "legal_basis", "evidence_grade")
    words = {name: np.full(count, None, dtype=object) for name in names}
    value = number(scores, "value")
    for method, rows in by_method(years(scores), index):
        place = method.band_positions(value[rows])
        for name, attribute in (
            ("category", "category"),
            ("category_label", "label"),
            ("category_tone", "tone"),
        ):
            table = np.array([*(getattr(band, attribute) for band in method.bands), None], dtype=object)
            words[name][rows] = table[place]  # -1 takes the last entry, None
        used = (
            method.formula_block,
            method.parts_block,
            method.weights_block if method.formula != "published" else None,
        )
        behind = [grade for block in used if block for grade in block.evidences()]
        grades = [*(weakest([*behind, *band.evidences()]) for band in method.bands), None]
        words["evidence_grade"][rows] = np.array(grades, dtype=object)[place]
        words["legal_basis"][rows] = "; ".join(basis.title for basis in method.legal_basis)
        notes[rows] = _join(
            notes[rows],
            difference_notes(exact[rows], number(scores, "published_value")[rows], method),
            category_notes(place, text(scores, "published_category").iloc[rows], method),
            np.where(words["evidence_grade"][rows] == MEMORY, UNVERIFIED, ""),
        )
    note = pd.Series(notes, dtype="string")
    verified = pd.array([_is_verified(grade) for grade in words["evidence_grade"]], dtype="boolean")
    return scores.assign(**words, is_verified=verified, note=note.mask(note == ""))


def _is_verified(grade: str | None) -> bool | None:
    """Nothing behind the value is from memory (grade M); None without a category."""
    return None if grade is None else grade != MEMORY


def _with_certainty(scores: pd.DataFrame, observations: pd.DataFrame, index: Index) -> pd.DataFrame:
    """Add sample size, interval and minimum sample; the interval only where the value was computed."""
    n, population = number(observations, "n_respondents"), number(observations, "n_population")
    variance = np.where(scores["value_source"] == "dihitung", number(observations, "score_variance"), np.nan)
    error = uncertainty.standard_error(variance, n, population)
    low = high = np.full(len(scores), np.nan)
    if index.confidence_level:
        edges = index.confidence_level, index.scale_min, index.scale_max
        low, high = uncertainty.interval(number(scores, "value"), error, n, *edges)
    needed = np.full(len(scores), np.nan)
    if index.minimum_sample:
        needed = uncertainty.minimum_sample(population, index.minimum_sample)
    below = pd.array(n < needed, dtype="boolean")
    below[np.isnan(n) | np.isnan(needed)] = pd.NA
    return scores.assign(
        n_respondents=pd.array(n, dtype="Int64"),
        n_population=pd.array(population, dtype="Int64"),
        ci_low=round_half_up(low, index.decimals),
        ci_high=round_half_up(high, index.decimals),
        standard_error=error,
        minimum_sample=pd.array(needed, dtype="Int64"),
        is_below_minimum_sample=below,
    )[[*(c for c in scores.columns if c not in ("note", *CERTAINTY)), *CERTAINTY, "note"]]


CERTAINTY = (
    "n_respondents",
    "n_population",
    "ci_low",
    "ci_high",
    "standard_error",
    "minimum_sample",
    "is_below_minimum_sample",
)


def _details(measures: pd.DataFrame, index: Index) -> pd.DataFrame:
    measured_years = years(measures)
    names = measures["measure_id"]
    weight = np.full(len(measures), np.nan)
    level, parent = np.ones(len(measures), dtype=int), np.full(len(measures), None, dtype=object)
    for method, rows in by_method(measured_years, index):
        until = method.weights_block.until_year if method.weights_block else None
        known = rows if until is None else rows[measured_years[rows] <= until]
        weights = {name: float(place.weight) for name, place in method.tree.items()}
        weight[known] = names.iloc[known].map(weights).to_numpy(dtype=float)
        levels = {name: place.level for name, place in method.tree.items()}
        level[rows] = names.iloc[rows].map(levels).fillna(1)
        parent[rows] = names.iloc[rows].map({name: place.parent for name, place in method.tree.items()})
    return pd.DataFrame(
        {
            "unit_id": measures["unit_id"],
            "year": pd.array(measured_years, dtype="Int64"),
            "method_id": method_ids(measured_years, index),
            "measure_id": measures["measure_id"],
            "measure_label": measures["measure_id"].map(dict(index.measures)),
            "measure_level": level,
            "parent_measure_id": pd.array(parent, dtype="string"),
            "value": number(measures, "value"),
            "weight": weight,
        }
    )


def _source(is_computed: np.ndarray, is_published: np.ndarray) -> np.ndarray:
    source = np.full(len(is_computed), None, dtype=object)
    source[is_published] = "terbit"
    source[is_computed] = "dihitung"
    return source


def _off_scale(values: np.ndarray, index: Index) -> np.ndarray:
    rounded = round_half_up(values, index.decimals)
    return (rounded < index.scale_min) | (rounded > index.scale_max)


def _join(*notes: np.ndarray) -> np.ndarray:
    """Sentences of the same row, one after the other."""
    joined = notes[0].astype(object)
    for more in notes[1:]:
        both = (joined != "") & (more != "")
        joined = np.where(both, joined + " " + more, np.where(joined == "", more, joined)).astype(object)
    return joined
