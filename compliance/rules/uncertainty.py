"""How certain a survey result is: minimum sample, standard error, confidence interval, test of a change."""

from __future__ import annotations

from typing import Any

import numpy as np


def minimum_sample(population: Any, table: dict[int, int]) -> np.ndarray:
    """Respondents needed for each population, from the table of data/standards (population -> sample).

    The smallest population in the table that is not below the real one decides; above the table its last row.
    Never more than the population itself, so below the table all are asked. NaN for an unknown or empty
    population.
    """
    people = np.asarray(population, dtype=float)
    sizes, samples = np.array(list(table)), np.array(list(table.values()), dtype=float)
    row = np.minimum(np.searchsorted(sizes, np.nan_to_num(people)), len(sizes) - 1)
    return np.where(people > 0, np.minimum(samples[row], people), np.nan)


def standard_error(variance: Any, n: Any, population: Any) -> np.ndarray:
    """Standard error of a mean of n answers, on the scale of `variance` (sample variance, divisor n - 1).

    With a known population N that is not below n, the finite population correction (N - n) / N applies, which
    belongs to this variance (Cochran, Sampling Techniques): who asks everybody is certain. A population below
    n is a reporting error and is ignored. NaN for fewer than two answers, and for no variance: identical
    answers say nothing about how far the others would differ.
    """
    spread, count, people = (np.asarray(part, dtype=float) for part in (variance, n, population))
    with np.errstate(invalid="ignore", divide="ignore"):
        correction = np.where(people >= count, (people - count) / people, 1.0)
        known = (count >= 2) & (spread > 0)
        return np.where(known, np.sqrt(spread / count * correction), np.nan)


def interval(
    value: Any, error: Any, n: Any, level: float, lowest: float, highest: float
) -> tuple[np.ndarray, np.ndarray]:
    """Two-sided confidence interval around each value (Student's t), cut to the scale; NaN without error."""
    from scipy.special import stdtrit  # an eighth of what every command imports, and only judging needs it

    centre, half = np.asarray(value, dtype=float), np.asarray(error, dtype=float)
    degrees = np.where(np.isnan(half), np.nan, np.asarray(n, dtype=float) - 1)
    half = half * stdtrit(degrees, (1 + level) / 2)
    return np.clip(centre - half, lowest, highest), np.clip(centre + half, lowest, highest)


def p_value(change: Any, error: Any, n: Any, previous_error: Any, previous_n: Any) -> np.ndarray:
    """Probability of a change at least this large by chance alone, two-sided (Welch's test).

    NaN if either standard error is unknown. Two errors of zero (everybody asked, twice) leave nothing to
    chance: 0 for any change, 1 for none.
    """
    from scipy.special import stdtr

    difference = np.abs(np.asarray(change, dtype=float))
    first, second = np.asarray(error, dtype=float) ** 2, np.asarray(previous_error, dtype=float) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        degrees = (first + second) ** 2 / (
            first**2 / (np.asarray(n, dtype=float) - 1)
            + second**2 / (np.asarray(previous_n, dtype=float) - 1)
        )
        chance = 2 * stdtr(degrees, -difference / np.sqrt(first + second))
    chance = np.where(first + second == 0, (difference == 0).astype(float), chance)
    return np.where(np.isnan(difference), np.nan, chance)
