"""What holds for every input: order, missing values, bounds, direction."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance import standards
from compliance.rules.comparability import compare, compare_details
from compliance.rules.duty import judge_services, judge_units
from compliance.rules.index import evaluate
from compliance.standards import Index, Method, round_half_up
from compliance.verdict import SEVERITY_ORDER, Verdict, worst_of, worst_per_group

STANDARDS = standards.load()
IKM = STANDARDS.indexes["ikm"]
UNSUR = [measure_id for measure_id, _ in IKM.measures]
METHODS = [(index, method) for index in STANDARDS.indexes.values() for method in index.methods]
DATES = st.dates(date(2015, 1, 1), date(2026, 12, 31))
AS_OF = date(2025, 12, 31)

answer = st.lists(st.integers(1, 4), min_size=9, max_size=9)
answers = st.lists(answer, min_size=1, max_size=40)
mean = st.floats(1, 4)


def frames(units: list[tuple[str | None, int, list[float | None]]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    observations = pd.DataFrame([(unit, year) for unit, year, _ in units], columns=["unit_id", "year"])
    rows = [
        (unit, year, unsur, value)
        for unit, year, values in units
        for unsur, value in zip(UNSUR, values, strict=True)
    ]
    return observations, pd.DataFrame(rows, columns=["unit_id", "year", "measure_id", "value"])


def ikm_of(values: list[float | None]) -> float:
    scores, _ = evaluate(*frames([("a", 2024, values)]), IKM)
    return float(scores["value"].iloc[0])


def ikm_of_answers(rows: list[list[int]]) -> float:
    return ikm_of([sum(column) / len(rows) for column in zip(*rows, strict=True)])


@given(answers)
def test_ikm_equals_exact_arithmetic_rounded_on_paper(rows: list[list[int]]) -> None:
    exact = 25 * Fraction(sum(map(sum, rows)), 9 * len(rows))
    hundredths = (exact * 100 + Fraction(1, 2)).__floor__()
    assert ikm_of_answers(rows) == hundredths / 100


@given(answers, st.data())
def test_raising_an_answer_never_lowers_the_index(rows: list[list[int]], data: st.DataObject) -> None:
    respondent = data.draw(st.integers(0, len(rows) - 1))
    unsur = data.draw(st.integers(0, 8))
    raised = [list(row) for row in rows]
    raised[respondent][unsur] = min(4, raised[respondent][unsur] + 1)
    assert ikm_of_answers(raised) >= ikm_of_answers(rows)


@given(st.integers(1, 500))
def test_only_4_gives_exactly_100_and_only_1_exactly_25(n: int) -> None:
    assert ikm_of_answers([[4] * 9] * n) == 100
    assert ikm_of_answers([[1] * 9] * n) == 25


@given(st.lists(mean, min_size=9, max_size=9), st.permutations(range(9)))
def test_weights_are_equal_so_unsur_may_change_places(values: list[float], order: list[int]) -> None:
    assert ikm_of(list(values)) == pytest.approx(ikm_of([values[place] for place in order]), abs=0.0100001)


unit_rows = st.lists(
    st.tuples(
        st.sampled_from([None, "a", "b", "c"]),
        st.integers(2015, 2026),
        st.lists(st.none() | mean, min_size=9, max_size=9),
    ),
    unique_by=lambda row: row[:2],
    max_size=12,
)


@given(unit_rows, st.randoms(use_true_random=False))
def test_order_of_rows_never_matters(
    units: list[tuple[str | None, int, list[float | None]]], random: object
) -> None:
    shuffled = list(units)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    observations, measures = frames(units)
    other_observations, other_measures = frames(shuffled)
    other_measures = other_measures.iloc[::-1]
    results = []
    for one, two in ((observations, measures), (other_observations, other_measures)):
        scores, details = evaluate(one, two, IKM)
        compared, parts = compare(scores, IKM), compare_details(details, IKM)
        results.append((sort(compared, ["unit_id", "year"]), sort(parts, ["unit_id", "year", "measure_id"])))
    for first, second in zip(*results, strict=True):
        pd.testing.assert_frame_equal(first, second, check_dtype=False)


def sort(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    frame = frame.assign(unit_id=frame["unit_id"].astype(object).where(frame["unit_id"].notna(), "(kota)"))
    return frame.sort_values(keys, ignore_index=True)


@given(unit_rows)
def test_missing_is_missing_and_never_zero(units: list[tuple[str | None, int, list[float | None]]]) -> None:
    scores, _ = evaluate(*frames(units), IKM)
    for (_, year, values), found in zip(units, scores.to_dict("records"), strict=True):
        is_whole = None not in values and year >= IKM.methods[0].from_year
        assert pd.isna(found["value"]) != is_whole
        assert pd.isna(found["category"]) != is_whole
        assert is_whole is False or found["value"] >= IKM.scale_min


@given(unit_rows)
def test_change_only_between_two_values_of_one_method(
    units: list[tuple[str | None, int, list[float | None]]],
) -> None:
    found = compare(evaluate(*frames(units), IKM)[0], IKM)
    assert (found["change"].notna() == found["is_comparable"]).all()
    both = found[found["is_comparable"]]
    np.testing.assert_allclose(both["previous_value"] + both["change"], both["value"])
    assert (found["break_reason"].notna() == (found["value"].notna() & ~found["is_comparable"])).all()


@pytest.mark.parametrize(("index", "method"), METHODS, ids=lambda part: part.id)
def test_bands_cover_the_scale_without_gap_or_overlap(index: Index, method: Method) -> None:
    step = Decimal(1).scaleb(-index.decimals)
    value, highest = Decimal(str(index.scale_min)), Decimal(str(index.scale_max))
    seen: list[str] = []
    while value <= highest:
        owners = [b.category for b in method.bands if Decimal(str(b.lower)) <= value <= Decimal(str(b.upper))]
        assert len(owners) == 1, f"{value} lies in {owners}"
        seen += owners if owners != seen[-1:] else []
        value += step
    assert seen == [band.category for band in sorted(method.bands, key=lambda band: band.lower)]


@pytest.mark.parametrize(("index", "method"), METHODS, ids=lambda part: part.id)
@given(share=st.floats(0, 1))
def test_every_value_on_the_scale_has_a_category(index: Index, method: Method, share: float) -> None:
    value = index.scale_min + share * (index.scale_max - index.scale_min)
    band = method.classify(value)
    assert band and band.lower <= round_half_up(value, index.decimals) <= band.upper


@given(st.decimals(0, 100, places=4), st.integers(0, 3))
def test_written_numbers_round_as_on_paper(number: Decimal, decimals: int) -> None:
    on_paper = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert round_half_up(float(number), decimals) == float(on_paper)
    assert round_half_up(-float(number), decimals) == -float(on_paper)


status = st.sampled_from([None, "belum", "draf", "diajukan", "ditetapkan", "dicabut"])
word = st.sampled_from([None, "", "belum", "situs web"])
service = st.fixed_dictionaries(
    {
        "unit_id": st.sampled_from(["a", "b"]),
        "year": st.integers(2023, 2025),
        "status": status,
        "decree_number": st.sampled_from([None, "", "188/1"]),
        "decree_date": st.none() | DATES,
        "review_date": st.none() | DATES,
        "reference_date": st.none() | DATES,
        "maklumat": st.sampled_from([None, "ada", "belum"]),
        "media_publikasi": word,
        "url_sippn": word,
        "n_present": st.integers(0, 14),
    }
)
service_rows = st.lists(service, min_size=1, max_size=8)


def service_frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows).assign(service_id=[f"s{place}" for place in range(len(rows))])
    for name in ("decree_date", "review_date", "reference_date"):
        frame[name] = pd.to_datetime(frame[name])
    return frame.assign(n_missing=14 - frame["n_present"], n_not_applicable=0, n_no_data=0)


def judge(frame: pd.DataFrame, as_of: date = AS_OF) -> pd.DataFrame:
    return judge_services(frame, STANDARDS.components, STANDARDS.duties, None, as_of)


EVIDENCE = {
    "standar_tersedia": ["status"],
    "standar_ditetapkan": ["status", "decree_number"],
    "komponen_lengkap": ["n_present"],
    "maklumat": ["maklumat"],
    "publikasi": ["media_publikasi", "url_sippn"],
    "tinjau_ulang": ["decree_date", "review_date"],
}


def test_evidence_is_named_for_every_duty_of_services() -> None:
    assert set(EVIDENCE) == {duty.id for duty in STANDARDS.duties.values() if duty.level == "service"}


@pytest.mark.parametrize("duty_id", list(EVIDENCE))
@given(rows=service_rows)
def test_duty_without_its_evidence_is_never_patuh(duty_id: str, rows: list[dict[str, object]]) -> None:
    frame = service_frame(rows)
    frame[EVIDENCE[duty_id]] = None
    found = judge(frame)
    assert (found.loc[found["duty_id"] == duty_id, "verdict"] != Verdict.PATUH).all()


@given(service_rows)
def test_one_verdict_and_one_sentence_per_duty_and_service(rows: list[dict[str, object]]) -> None:
    found = judge(service_frame(rows))
    assert len(found) == len(rows) * len(EVIDENCE)
    assert not found.duplicated(["service_id", "year", "duty_id"]).any()
    assert found["reason"].str.endswith(".").all() and not found["reason"].str.contains("[{}]").any()


@given(service_rows)
def test_order_of_services_never_matters(rows: list[dict[str, object]]) -> None:
    frame = service_frame(rows)
    keys = ["service_id", "duty_id"]
    first, second = (judge(one).sort_values(keys, ignore_index=True) for one in (frame, frame.iloc[::-1]))
    pd.testing.assert_frame_equal(first, second)
    unit_years = frame[["unit_id", "year"]].drop_duplicates().assign(is_exempt_survey=False)
    surveys = pd.DataFrame(columns=["unit_id", "year", "n_respondents", "is_below_minimum_sample"])
    by_unit = [
        judge_units(verdicts, units, surveys, STANDARDS.duties, AS_OF).sort_values(
            ["unit_id", "year", "duty_id"], ignore_index=True
        )
        for verdicts, units in ((first, unit_years), (second.iloc[::-1], unit_years.iloc[::-1]))
    ]
    pd.testing.assert_frame_equal(*by_unit)


@given(service_rows, st.integers(0, 800))
def test_later_date_never_improves_the_review(rows: list[dict[str, object]], days: int) -> None:
    """Of what happened by the first date; a review between the two dates may of course improve it."""
    early = date(2024, 6, 30)
    frame = service_frame(rows).assign(reference_date=pd.NaT)
    for name in ("decree_date", "review_date"):
        frame[name] = frame[name].where(frame[name] <= pd.Timestamp(early))
    order = {verdict: place for place, verdict in enumerate(SEVERITY_ORDER)}
    before, after = (judge(frame, as_of) for as_of in (early, early + timedelta(days=days)))
    ranks = [found.loc[found["duty_id"] == "tinjau_ulang", "verdict"].map(order) for found in (before, after)]
    assert (ranks[1] <= ranks[0]).all()


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(list(Verdict))), max_size=20))
def test_worst_of_many_at_once_equals_worst_of_each(pairs: list[tuple[str, Verdict]]) -> None:
    frame = pd.DataFrame(
        {"unit_id": [unit for unit, _ in pairs], "verdict": [verdict.value for _, verdict in pairs]}
    )
    found = worst_per_group(frame, ["unit_id"]).set_index("unit_id")
    assert set(found.index) == {unit for unit, _ in pairs}
    for unit, row in found.iterrows():
        own = [verdict for name, verdict in pairs if name == unit]
        assert row["verdict"] == worst_of(own)
        assert row["n_affected"] == own.count(worst_of(own))
        assert row["n_total"] == len(own) - own.count(Verdict.TIDAK_BERLAKU)
