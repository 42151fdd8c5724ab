"""Groups of respondents: which text means which, their value, and that no hidden one can be computed."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from compliance import standards
from compliance.rules import respondents

LAW = standards.load()
assert LAW.respondents is not None
KNOWN = {one.id: one for one in LAW.respondents.characteristics}


@pytest.mark.parametrize(
    ("characteristic", "text", "group"),
    [
        ("usia", "20", "usia_20"), ("usia", "21", "usia_30"), ("usia", "30 tahun", "usia_30"),
        ("usia", "31-40", "usia_40"), ("usia", "41 s.d. 50 th", "usia_50"), ("usia", "61", "usia_61"),
        ("usia", "25-34", "lainnya"), ("usia", "> 50", "lainnya"), ("usia", "di atas 60", "lainnya"),
        ("usia", "dewasa", "lainnya"), ("jenis_kelamin", "perempuan", "perempuan"),
        ("pendidikan", "SMA/SMK", "sma"), ("pendidikan", "D-III", "diploma"), ("pendidikan", "S 1", "s1"),
        ("pendidikan", "Paket C", "lainnya"), ("pekerjaan", "PNS", "asn"), ("disabilitas", "Tidak", "tidak"),
        ("disabilitas", "3", "lainnya"),
    ],
)  # fmt: skip
def test_a_text_names_one_group_or_none(characteristic: str, text: str, group: str) -> None:
    assert KNOWN[characteristic].group_of(text) == group


def test_a_number_is_of_no_group_that_words_name() -> None:
    groups = KNOWN["jenis_kelamin"].groups[0], KNOWN["usia"].groups[-1]
    assert KNOWN["usia"].model_copy(update={"groups": groups}).group_of("70") == groups[1].id


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ((5, 6, 7), ()),
        ((4, 6, 7), (0, 1)),  # one group alone would be the rest of the whole
        ((9, 4), (0, 1)),
        ((1, 2, 9, 30), (0, 1, 2)),  # two groups of three people would be a group of three
        ((2, 3, 9, 30), (0, 1)),
        ((30, 5, 4), (1, 2)),
        ((4,), (0,)),
        ((40,), ()),
        ((1, 2), (0, 1)),
    ],
)
def test_which_groups_are_hidden(sizes: tuple[int, ...], hidden: tuple[int, ...]) -> None:
    assert tuple(place for place, one in enumerate(respondents.hide(sizes, 5)) if one) == hidden


def test_what_is_hidden_is_never_less_than_the_smallest_group_shown() -> None:
    for sizes in itertools.product(range(1, 8), repeat=4):
        flags = respondents.hide(sizes, 5)
        rest = [size for size, hidden in zip(sizes, flags, strict=True) if hidden]
        assert all(hidden for size, hidden in zip(sizes, flags, strict=True) if size < 5)
        assert not rest or len(rest) == 4 or (len(rest) > 1 and sum(rest) >= 5)


def told(*rows: tuple[str, str, int, int, int]) -> pd.DataFrame:
    columns = ["characteristic_id", "group_text", *respondents.SUMS]
    return pd.DataFrame(rows, columns=columns).assign(unit_id="U", year=2024)


def test_groups_add_up_to_all_respondents_and_have_the_value_of_their_answers() -> None:
    """Ten men answered 4 and 3 everywhere by halves, eight women 3, two people do not say."""
    rows = told(
        ("jenis_kelamin", "laki_laki", 10, 5 * 36 + 5 * 27, 5 * 36**2 + 5 * 27**2),
        ("jenis_kelamin", "perempuan", 8, 8 * 27, 8 * 27**2),
    )
    total = 5 * 36 + 5 * 27 + 8 * 27 + 5 * 27
    answers = pd.DataFrame(
        {"unit_id": ["U"], "year": [2024], "n_respondents": [23], "total_sum": [total],
         "total_square_sum": [5 * 36**2 + 18 * 27**2]}
    )  # fmt: skip
    found = respondents.breakdown(rows, answers, LAW.respondents, LAW.indexes["ikm"], 5)
    assert found["group_id"].tolist() == ["laki_laki", "perempuan", "tidak_disebutkan"]
    assert found["n_respondents"].tolist() == [10, 8, 5]
    assert found["value"].tolist() == [87.5, 75.0, 75.0]
    assert found["respondent_share"].sum() == pytest.approx(1)
    men = found.iloc[0]
    assert (men["ci_low"], men["ci_high"]) == (78.07, 96.93)  # 87,5 ± t(9) × 13,176 / √10
    assert found["ci_low"].isna().tolist() == [False, True, True]  # equal answers tell no spread
    hidden = respondents.breakdown(rows, answers, LAW.respondents, LAW.indexes["ikm"], 6)
    assert hidden["is_suppressed"].tolist() == [False, True, True]
    assert hidden.loc[1:, respondents.FIGURES].isna().all(axis=None)
    for none in (
        respondents.breakdown(rows.iloc[:0], answers, LAW.respondents, LAW.indexes["ikm"], 5),
        respondents.breakdown(rows, answers, None, LAW.indexes["ikm"], 5),
    ):
        assert none.empty and list(none.columns) == respondents.COLUMNS


@pytest.mark.parametrize(("n_silent", "groups"), [(0, ["ya"]), (1, ["ya", "tidak_disebutkan"])])
def test_who_says_nothing_is_a_group_from_the_first_person_on(n_silent: int, groups: list[str]) -> None:
    rows = told(("disabilitas", "ya", 2, 36 + 27, 36**2 + 27**2))
    answers = pd.DataFrame(
        {"unit_id": ["U"], "year": [2024], "n_respondents": [2 + n_silent],
         "total_sum": [63 + 27 * n_silent], "total_square_sum": [36**2 + 27**2 * (1 + n_silent)]}
    )  # fmt: skip
    found = respondents.breakdown(rows, answers, LAW.respondents, LAW.indexes["ikm"], 1)
    assert found["group_id"].tolist() == groups
    first, last = found.iloc[0], found.iloc[-1]
    assert (first["value"], first["ci_low"], first["ci_high"]) == (87.5, 25.0, 100.0)  # cut to the scale
    known = KNOWN["disabilitas"]
    assert first["characteristic_label"] == known.label
    assert first["characteristic_order"] == list(KNOWN).index("disabilitas") + 1
    labels = list(LAW.respondents.labels(known))
    assert [first["group_order"], last["group_order"]] == [labels.index(groups[i]) + 1 for i in (0, -1)]
    assert first["group_label"] == LAW.respondents.labels(known)["ya"]
    early = respondents.breakdown(
        rows.assign(year=2016), answers.assign(year=2016), LAW.respondents, LAW.indexes["ikm"], 1
    )
    assert early["value"].isna().all(), "no method, no value"
