"""Minimum sample (Krejcie & Morgan), confidence interval and what is left unsaid where nothing is known."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW

from compliance.rules.uncertainty import interval, minimum_sample, p_value, standard_error
from compliance.standards import Index
from tests.spec.tables import ikm_of


@pytest.mark.parametrize(
    ("population", "sample"),
    [
        (1, 1),
        (9, 9),
        (10, 10),
        (11, 11),
        (15, 14),
        (16, 16),
        (100, 80),
        (101, 86),
        (110, 86),
        (150, 108),
        (500, 217),
        (501, 226),
        (1000, 278),
        (9000, 368),
        (10000, 370),
        (10001, 375),
        (100000, 384),
        (2000000, 384),
        (0, None),
        (None, None),
    ],
)
def test_smallest_population_of_the_table_that_is_not_below(
    ikm: Index, population: int | None, sample: int | None
) -> None:
    assert ikm.minimum_sample
    [found] = minimum_sample([np.nan if population is None else population], ikm.minimum_sample)
    assert (None if np.isnan(found) else found) == sample


@pytest.mark.parametrize(
    ("n", "population", "below"), [(217, 500, False), (216, 500, True), (216, None, None), (None, 500, None)]
)
def test_mark_below_the_minimum_sample(
    ikm: Index, n: int | None, population: int | None, below: bool | None
) -> None:
    found = ikm_of(ikm, [3.0] * 9, n_respondents=n, n_population=population)
    mark = found["is_below_minimum_sample"]
    assert (None if pd.isna(mark) else bool(mark)) == below


def test_interval_of_four_answers_by_hand(ikm: Index) -> None:
    """Scores 60, 70, 80, 90: mean 75, variance 500/3, standard error 6,455; t(3) = 3,182; 75 -/+ 20,54."""
    found = ikm_of(ikm, [3.0] * 9, n_respondents=4, score_variance=500 / 3)
    assert found["standard_error"] == pytest.approx(math.sqrt(500 / 12))
    assert (found["ci_low"], found["ci_high"]) == (54.46, 95.54)


def test_finite_population_narrows_the_interval() -> None:
    free, small, all_asked, too_small = standard_error([90.0] * 4, [40] * 4, [np.nan, 60, 40, 30])
    assert small == pytest.approx(free * math.sqrt(20 / 60))
    assert all_asked == 0
    assert standard_error(0.9, 40, np.nan) == pytest.approx(free / 10), "answers that hardly differ do differ"
    assert too_small == free, "a population below the number of answers is a reporting error and is ignored"


@pytest.mark.parametrize(("n", "variance"), [(1, 90.0), (0, 90.0), (None, 90.0), (40, None), (40, 0.0)])
def test_no_interval_where_nothing_is_known(ikm: Index, n: int | None, variance: float | None) -> None:
    found = ikm_of(ikm, [3.0] * 9, n_respondents=n, score_variance=variance)
    assert found[["standard_error", "ci_low", "ci_high"]].isna().all()
    assert found["value"] == 75.0


def test_no_interval_around_a_published_value(ikm: Index) -> None:
    found = ikm_of(ikm, [None] * 9, n_respondents=40, score_variance=90.0, published_value=80.0)
    assert found["value"] == 80.0 and pd.isna(found["ci_low"])


def test_interval_stays_on_the_scale(ikm: Index) -> None:
    found = ikm_of(ikm, [3.9] * 9, n_respondents=2, score_variance=100.0)
    assert (found["ci_low"], found["ci_high"]) == (25.0, 100.0)


def test_test_of_a_change_against_a_worked_example() -> None:
    """Welch: means 20,0 and 22,5 with errors 0,9 and 0,8, n 12 and 15: t = 2,076, 23,6 degrees, p = 0,049."""
    [chance] = p_value([2.5], [0.9], [12], [0.8], [15])
    assert chance == pytest.approx(0.049, abs=0.001)
    assert p_value([-2.5], [0.9], [12], [0.8], [15])[0] == chance
    assert np.isnan(p_value([2.5], [np.nan], [12], [0.8], [15])[0])
    [few] = p_value([30.0], [8.0], [3], [12.0], [4])
    assert few == pytest.approx(
        stats.ttest_ind_from_stats(80, 8 * 3**0.5, 3, 50, 12 * 4**0.5, 4, equal_var=False).pvalue
    )


def test_interval_against_another_implementation() -> None:
    answers = np.random.default_rng(3).integers(25, 101, 37).astype(float)
    error = standard_error([answers.var(ddof=1)], [37], [np.nan])
    low, high = interval([answers.mean()], error, [37], 0.95, 0, 200)
    assert (low[0], high[0]) == pytest.approx(DescrStatsW(answers).tconfint_mean(0.05))


@pytest.mark.parametrize(("n", "population"), [(30, None), (384, None), (10, 12), (30, 60), (152, 300)])
def test_95_percent_intervals_cover_93_to_97_percent(n: int, population: int | None) -> None:
    """4,000 surveys, small and large, of scores that are skewed as those of real surveys are.

    A known population is drawn from without asking anybody twice.
    """
    chance = np.random.default_rng(5)
    scores, shares = np.array([25.0, 50.0, 75.0, 100.0]), [0.03, 0.12, 0.50, 0.35]
    if population is None:
        surveys, truth = chance.choice(scores, (4_000, n), p=shares), float(scores @ shares)
    else:
        people = chance.choice(scores, population, p=shares)
        order = chance.random((4_000, population)).argpartition(n - 1, axis=1)[:, :n]
        surveys, truth = people[order], float(people.mean())
    error = standard_error(surveys.var(axis=1, ddof=1), n, np.nan if population is None else population)
    low, high = interval(surveys.mean(axis=1), error, n, 0.95, 25, 100)
    assert 0.93 <= np.mean((low <= truth) & (truth <= high)) <= 0.97
    assert low.min() >= 25 and high.max() <= 100


def test_interval_and_error_agree_in_length() -> None:
    low, high = interval([80.0, 80.0], [1.0, np.nan], [30, 30], 0.95, 25, 100)
    assert low[0] < 80 < high[0] and np.isnan(low[1]) and np.isnan(high[1])
