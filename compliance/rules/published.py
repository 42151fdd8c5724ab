"""Published next to computed: does a published figure agree, and if not, what explains it?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from compliance.standards import Index, Method, round_half_up


def reproduces_with(value_pairs: Iterable[tuple[float, float]], index: Index, year: int) -> list[str | None]:
    """Which weight gives each published value: the exact '1/9', a printed '0,111' or '0,11', or None.

    Law:    published_variants of the method in force in `year`.
    Input:  pairs (value computed with the exact weights, published value) on the scale of the index. Both
            may be rounded, so they agree when they differ by at most one unit of the last decimal. Missing
            gives None.
    """
    method = index.method_for(year)
    pairs = np.array([tuple(pair) for pair in value_pairs], dtype=float).reshape(-1, 2)
    if method is None:
        return [None] * len(pairs)
    return _weight_used(pairs[:, 0], pairs[:, 1], method).tolist()


def _weight_used(computed: np.ndarray, published: np.ndarray, method: Method) -> np.ndarray:
    found = np.full(len(computed), None, dtype=object)
    if not method.published_variants:
        return found
    exact = next(iter(method.weights.values()))
    tolerance = 10**-method.decimals * (1 + 1e-6)  # the addition only covers the binary form of the numbers
    for weight in reversed((exact, *method.published_variants.weights)):
        name = str(weight) if weight == exact else str(float(weight)).replace(".", ",")
        found[np.abs(computed * float(weight / exact) - published) <= tolerance] = name
    return found


def differing(scores: pd.DataFrame, index: Index) -> pd.DataFrame:
    """The rows whose published value is another one than the computed, by more than rounding.

    Input:  year, computed_value and published_value of one instrument.
    Output: those rows, with `weight_used`: the printed weight that explains the difference, or None.
    """
    rows = scores[scores["computed_value"].notna() & scores["published_value"].notna()]
    pairs = rows[["computed_value", "published_value"]].astype(float)
    used = [
        reproduces_with([pair], index, int(year))[0]
        for pair, year in zip(pairs.itertuples(index=False), rows["year"], strict=True)
    ]
    rows = rows.assign(weight_used=pd.Series(used, index=rows.index, dtype=object))
    same = (pairs["computed_value"] - pairs["published_value"]).abs().round(index.decimals) == 0
    return rows[~same & ~rows["weight_used"].str.contains("/", na=False)]


def difference_notes(computed: np.ndarray, published: np.ndarray, method: Method) -> np.ndarray:
    """A sentence where a published value differs from the computed one, else an empty text."""
    rounded = round_half_up(computed, method.decimals), round_half_up(published, method.decimals)
    differs = ~np.isnan(rounded[0]) & ~np.isnan(rounded[1]) & (rounded[0] != rounded[1])
    weight = np.full(len(computed), None, dtype=object)
    weight[differs] = _weight_used(computed[differs], published[differs], method)
    notes = np.full(len(computed), "", dtype=object)
    notes[differs] = "Nilai terbit berbeda dari hasil hitung."
    for name in {name for name in weight if name is not None}:
        cause = "sebatas pembulatan" if "/" in name else f"sesuai dengan bobot {name}"
        notes[weight == name] = f"Nilai terbit berbeda dari hasil hitung; selisihnya {cause}."
    return notes


def category_notes(positions: np.ndarray, published: pd.Series, method: Method) -> np.ndarray:
    """A sentence where the published category names another band of the table, else an empty text.

    A text that names no band of this method is left alone: it is not a contradiction, only unknown wording.
    """
    meanings: dict[str, set[int]] = {}
    for position, band in enumerate(method.bands):
        for name in (band.category, band.label, f"{band.category} {band.label}", *band.aliases):
            meanings.setdefault(name.casefold(), set()).add(position)
    notes = np.full(len(positions), "", dtype=object)
    words = published.str.casefold().reset_index(drop=True)
    for word in words.dropna().unique():
        agreeing = meanings.get(word, set())
        same_word = (words == word).fillna(False).to_numpy(dtype=bool)
        wrong = same_word & (positions >= 0) & ~np.isin(positions, list(agreeing))
        if agreeing:
            notes[wrong] = "Kategori terbit berbeda dari tabel kategori."
    return notes
