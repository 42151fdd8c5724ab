"""Duties: every verdict of every duty, both sides of the review limits, and units from their services."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from compliance import standards
from compliance.rules.duty import judge_services, judge_units
from tests.spec.tables import table

STANDARDS = standards.load()
AS_OF = date(2025, 12, 31)
COMPLETE = {
    "service_id": "s1",
    "unit_id": "a",
    "year": 2025,
    "status": "ditetapkan",
    "decree_number": "188/1/2025",
    "decree_date": "2025-06-01",
    "review_date": None,
    "reference_date": "2025-12-31",
    "maklumat": "ada",
    "media_publikasi": "situs web",
    "url_sippn": None,
    "n_present": 14,
    "n_missing": 0,
    "n_not_applicable": 0,
    "n_no_data": 0,
}


def services(*changes: dict[str, object]) -> pd.DataFrame:
    rows = [COMPLETE | {"service_id": f"s{place}"} | change for place, change in enumerate(changes, start=1)]
    return pd.DataFrame(rows)


def judged(duty_id: str, config: object = None, as_of: date = AS_OF, **change: object) -> tuple[str, str]:
    found = judge_services(services(change), STANDARDS.components, STANDARDS.duties, config, as_of)
    [row] = found[found["duty_id"] == duty_id].to_dict("records")
    return row["verdict"], row["reason"]


@pytest.mark.parametrize(
    "row",
    table("""
    duty               | column          | value      | verdict
    standar_tersedia   | status          | ditetapkan | patuh
    standar_tersedia   | status          | diajukan   | patuh
    standar_tersedia   | status          | draf       | berisiko
    standar_tersedia   | status          | belum      | tidak_patuh
    standar_tersedia   | status          |            | tanpa_data
    standar_tersedia   | status          | dicabut    | tidak_berlaku
    standar_ditetapkan | status          | ditetapkan | patuh
    standar_ditetapkan | status          | diajukan   | tidak_patuh
    standar_ditetapkan | status          | draf       | tidak_patuh
    standar_ditetapkan | status          | belum      | tidak_patuh
    standar_ditetapkan | status          |            | tanpa_data
    standar_ditetapkan | status          | dicabut    | tidak_berlaku
    standar_ditetapkan | decree_number   |            | berisiko
    standar_ditetapkan | decree_number   | blank      | berisiko
    maklumat           | maklumat        | ada        | patuh
    maklumat           | maklumat        | belum      | tidak_patuh
    maklumat           | maklumat        |            | tanpa_data
    maklumat           | status          | dicabut    | tidak_berlaku
    tinjau_ulang       | status          | diajukan   | tidak_berlaku
    tinjau_ulang       | status          | draf       | tidak_berlaku
    tinjau_ulang       | status          | belum      | tidak_berlaku
    tinjau_ulang       | status          |            | tanpa_data
    tinjau_ulang       | decree_date     |            | tanpa_data
    tinjau_ulang       | decree_date     | 2026-01-01 | tanpa_data
    """),
    ids=lambda row: f"{row['duty']} {row['column']} {row['value']}",
)
def test_verdict_by_one_column(row: dict[str, str | None]) -> None:
    value = "  " if row["value"] == "blank" else row["value"]
    verdict, reason = judged(str(row["duty"]), **{str(row["column"]): value})
    assert verdict == row["verdict"]
    assert reason.endswith(".")


@pytest.mark.parametrize(
    "row",
    table("""
    media     | sippn                | verdict
    situs web |                      | patuh
    situs web | belum                | patuh
    belum     | sippn.menpan.go.id/1 | patuh
              | sippn.menpan.go.id/1 | patuh
    belum     |                      | tidak_patuh
    belum     | belum                | tidak_patuh
              | belum                | tanpa_data
              |                      | tanpa_data
    """),
)
def test_published_in_any_medium_or_in_sippn(row: dict[str, str | None]) -> None:
    assert judged("publikasi", media_publikasi=row["media"], url_sippn=row["sippn"])[0] == row["verdict"]


@pytest.mark.parametrize(
    ("present", "missing", "not_applicable", "no_data", "verdict"),
    [
        (14, 0, 0, 0, "patuh"),
        (12, 0, 2, 0, "patuh"),
        (1, 0, 13, 0, "patuh"),
        (13, 1, 0, 0, "tidak_patuh"),
        (10, 1, 0, 3, "tidak_patuh"),
        (13, 0, 0, 1, "tanpa_data"),
        (0, 0, 0, 14, "tanpa_data"),
        (0, 0, 14, 0, "tanpa_data"),
        (13, 0, 0, 0, "tanpa_data"),
        (None, None, None, None, "tanpa_data"),
    ],
)
def test_all_fourteen_components(
    present: int | None, missing: int | None, not_applicable: int | None, no_data: int | None, verdict: str
) -> None:
    counts = {
        "n_present": present,
        "n_missing": missing,
        "n_not_applicable": not_applicable,
        "n_no_data": no_data,
    }
    assert judged("komponen_lengkap", **counts)[0] == verdict


def test_missing_components_are_named() -> None:
    counts = {"n_present": 12, "n_missing": 2}
    assert judged("komponen_lengkap", **counts)[1] == "2 dari 14 komponen belum ada."
    assert judged("komponen_lengkap", missing_components=None, **counts)[1] == "2 dari 14 komponen belum ada."
    named = judged("komponen_lengkap", missing_components=["biaya_tarif", "evaluasi_kinerja"], **counts)
    assert named[1] == "2 dari 14 komponen belum ada: biaya/tarif, evaluasi kinerja pelaksana."
    one = judged("komponen_lengkap", n_present=13, n_missing=1, missing_components=["biaya_tarif"])
    assert one[1] == "1 dari 14 komponen belum ada: biaya/tarif."


def test_what_a_register_does_not_ask_is_known_of_none_of_its_services() -> None:
    given = services({}, {}).drop(columns=["decree_number", "decree_date", "review_date", "n_present"])
    found = judge_services(given, STANDARDS.components, STANDARDS.duties, None, AS_OF)
    of_duty = found.groupby("duty_id")["verdict"].agg(list)
    assert of_duty["standar_ditetapkan"] == ["berisiko"] * 2
    assert of_duty["tinjau_ulang"] == of_duty["komponen_lengkap"] == ["tanpa_data"] * 2


@pytest.mark.parametrize(
    "row",
    table("""
    decree     | review     | reference  | verdict     | months
    2024-12-31 |            | 2025-12-31 | patuh       | 12
    2024-12-30 |            | 2025-12-31 | berisiko    | 12
    2023-12-31 |            | 2025-12-31 | berisiko    | 24
    2023-12-30 |            | 2025-12-31 | tidak_patuh | 24
    2020-05-01 | 2025-03-01 | 2025-12-31 | patuh       | 9
    2020-05-01 | 2026-03-01 | 2025-12-31 | tidak_patuh | 67
    2024-02-29 |            | 2025-02-28 | patuh       | 12
    2024-02-29 |            | 2025-03-01 | berisiko    | 12
    2025-12-31 |            | 2025-12-31 | patuh       | 0
    2025-01-31 |            | 2025-02-28 | patuh       | 1
    """),
    ids=lambda row: f"{row['decree']} {row['review']} {row['reference']}",
)
def test_review_age_on_both_sides_of_every_limit(row: dict[str, str | None]) -> None:
    dates = {"decree_date": row["decree"], "review_date": row["review"], "reference_date": row["reference"]}
    verdict, reason = judged("tinjau_ulang", **dates)
    assert verdict == row["verdict"]
    assert f" {row['months']} bulan lalu" in reason


def test_review_is_judged_no_later_than_as_of() -> None:
    given = {"decree_date": "2024-03-01", "reference_date": "2025-12-31"}
    assert judged("tinjau_ulang", **given)[0] == "berisiko"
    assert judged("tinjau_ulang", as_of=date(2025, 3, 1), **given)[0] == "patuh"
    assert judged("tinjau_ulang", as_of=date(2025, 3, 1), **given | {"reference_date": None})[0] == "patuh"


def test_city_may_set_other_review_limits() -> None:
    config = SimpleNamespace(duty_limits={"tinjau_ulang": {"patuh_bulan": 24, "berisiko_bulan": 36}})
    for decree, verdict, other in (
        ("2024-06-01", "berisiko", "patuh"),
        ("2023-06-01", "tidak_patuh", "berisiko"),
        ("2022-06-01", "tidak_patuh", "tidak_patuh"),
    ):
        assert judged("tinjau_ulang", decree_date=decree)[0] == verdict
        assert judged("tinjau_ulang", config=config, decree_date=decree)[0] == other
    assert judged("tinjau_ulang", config=config, decree_date="2022-06-01")[1].endswith("melewati 36 bulan.")


UNIT_YEARS = pd.DataFrame({"unit_id": ["a", "b"], "year": [2025, 2025], "is_exempt_survey": [False, False]})
NO_SURVEYS = pd.DataFrame(columns=["unit_id", "year", "n_respondents", "is_below_minimum_sample"])


NO_SERVICES = pd.DataFrame(columns=["service_id", "unit_id", "year", "duty_id", "verdict", "reason"])


def units(*changes: dict[str, object]) -> pd.DataFrame:
    per_service = judge_services(services(*changes), STANDARDS.components, STANDARDS.duties, None, AS_OF)
    return judge_units(per_service, UNIT_YEARS, NO_SURVEYS, STANDARDS.duties, AS_OF)


def of(found: pd.DataFrame, duty_id: str, unit_id: str = "a") -> dict[str, object]:
    [row] = found[(found["duty_id"] == duty_id) & (found["unit_id"] == unit_id)].to_dict("records")
    return row


def test_unit_has_the_worst_verdict_of_its_services_and_counts_them() -> None:
    found = units({}, {"status": "draf"}, {"status": "belum"}, {"status": "diajukan"}, {"status": "dicabut"})
    row = of(found, "standar_ditetapkan")
    assert row["verdict"] == "tidak_patuh"
    assert row["reason"] == "3 dari 4 layanan belum ditetapkan dengan SK."
    assert row["legal_reference"] == "UU 25/2009 Pasal 20; PermenPANRB 15/2014"
    assert (row["n_services"], row["n_affected"]) == (4, 3)
    assert of(found, "standar_tersedia")["reason"] == "1 dari 4 layanan belum mempunyai standar pelayanan."
    assert of(found, "maklumat")["reason"] == "Seluruh layanan (4) mempunyai maklumat pelayanan."
    two = units({}, {"status": "draf"}, {"unit_id": "b"})
    assert [of(two, "standar_ditetapkan", unit)["n_services"] for unit in "ab"] == [2, 1]


def test_no_data_of_one_service_keeps_a_unit_from_being_patuh() -> None:
    assert of(units({}, {"maklumat": None}), "maklumat")["verdict"] == "tanpa_data"


def test_unit_without_services_has_no_data_and_one_with_only_withdrawn_ones_owes_nothing() -> None:
    found = units({"status": "dicabut"})
    for duty in STANDARDS.duties.values():
        if duty.level == "service":
            assert of(found, duty.id)["verdict"] == "tidak_berlaku"
            assert of(found, duty.id, "b")["verdict"] == "tanpa_data"
            none = of(found, duty.id, "b")
            assert none["reason"] == "Belum ada layanan yang dilaporkan."
            assert (none["n_services"], none["n_affected"]) == (0, 0)


def test_every_duty_is_judged_for_every_unit_and_year() -> None:
    found = units({})
    assert len(found) == len(STANDARDS.duties) * len(UNIT_YEARS)
    assert set(found["duty_id"]) == set(STANDARDS.duties)
    backwards = dict(reversed(STANDARDS.duties.items()))  # duties of units stand between those of services
    unknown = services({"status": None}).astype({"status": "string"})
    judged = judge_services(unknown, STANDARDS.components, backwards, None, AS_OF)
    assert set(judged["duty_id"]) == {
        duty.id for duty in STANDARDS.duties.values() if duty.level == "service"
    }
    assert "tidak_berlaku" not in set(judged["verdict"]), "a service without a status was not withdrawn"


@pytest.mark.parametrize(
    "row",
    table("""
    respondents | below | exempt | as_of      | verdict       | words
    120         | no    | no     | 2025-06-30 | patuh         | 120 responden
    120         |       | no     | 2025-06-30 | patuh         | kecukupan sampel belum dapat dinilai
    12          | yes   | no     | 2026-06-30 | berisiko      | di bawah jumlah sampel minimum
    1           |       | no     | 2025-06-30 | patuh         | kecukupan sampel belum dapat dinilai
    1           | yes   | no     | 2025-06-30 | berisiko      | di bawah jumlah sampel minimum
    1           | no    | no     | 2025-06-30 | patuh         | 1 responden
    0           |       | no     | 2026-01-01 | tidak_patuh   | tahun 2025 tidak dilaksanakan
    0           | yes   | no     | 2026-01-01 | tidak_patuh   | tahun 2025 tidak dilaksanakan
    none        |       |        | 2026-01-01 | tidak_patuh   | tidak dilaksanakan
    none        |       | no     | 2026-01-01 | tidak_patuh   | tidak dilaksanakan
    none        |       | no     | 2025-12-31 | tanpa_data    | belum jatuh tempo
    none        |       | yes    | 2026-01-01 | tidak_berlaku | tidak berlaku bagi unit
                |       | no     | 2026-01-01 | tanpa_data    | tanpa jumlah responden
    """),
)
def test_yearly_survey(row: dict[str, str | None]) -> None:
    exempt = None if row["exempt"] is None else row["exempt"] == "yes"
    unit_years = UNIT_YEARS.head(1).assign(is_exempt_survey=pd.array([exempt], dtype="boolean"))
    surveys = NO_SURVEYS
    if row["respondents"] != "none":
        n = None if row["respondents"] is None else int(row["respondents"])
        below = None if row["below"] is None else row["below"] == "yes"
        surveys = pd.DataFrame(
            {
                "unit_id": ["a"],
                "year": [2025],
                "n_respondents": pd.array([n], dtype="Int64"),
                "is_below_minimum_sample": pd.array([below], dtype="boolean"),
            }
        )
    per_service = judge_services(services({}), STANDARDS.components, STANDARDS.duties, None, AS_OF)
    as_of = date.fromisoformat(str(row["as_of"]))
    found = of(judge_units(per_service, unit_years, surveys, STANDARDS.duties, as_of), "skm_tahunan")
    assert found["verdict"] == row["verdict"]
    assert str(row["words"]) in str(found["reason"])


@pytest.mark.parametrize(
    ("as_of", "verdict"), [("2025-12-31", "tanpa_data"), ("2026-03-31", "tanpa_data"),
                           ("2026-04-01", "tidak_patuh"), ("2027-01-01", "tidak_patuh")],
)  # fmt: skip
def test_a_survey_may_be_due_in_a_later_year(as_of: str, verdict: str) -> None:
    survey = STANDARDS.duties["skm_tahunan"]
    due = survey.due.model_copy(update={"month": 3, "day": 31, "year_offset": 1}) if survey.due else None
    later = {survey.id: survey.model_copy(update={"due": due})}
    found = judge_units(NO_SERVICES, UNIT_YEARS, NO_SURVEYS, later, date.fromisoformat(as_of))
    row = of(found, "skm_tahunan")
    assert (row["verdict"], row["evidence_grade"]) == (verdict, "S")
    assert found[["n_services", "n_affected"]].isna().all(axis=None)  # nothing to count: not 0


def test_limits_of_the_city_stand_in_the_reason_of_the_unit() -> None:
    config = SimpleNamespace(duty_limits={"tinjau_ulang": {"patuh_bulan": 6}})
    per_service = judge_services(
        services({"decree_date": "2025-01-01"}), STANDARDS.components, STANDARDS.duties, config, AS_OF
    )
    found = judge_units(per_service, UNIT_YEARS, NO_SURVEYS, STANDARDS.duties, AS_OF, config)
    assert "lebih dari 6 bulan" in str(of(found, "tinjau_ulang")["reason"])


def test_no_services_at_all() -> None:
    none = services({}).head(0)
    per_service = judge_services(none, STANDARDS.components, STANDARDS.duties, None, AS_OF)
    assert len(per_service) == 0
    found = judge_units(per_service, UNIT_YEARS, NO_SURVEYS, STANDARDS.duties, AS_OF)
    assert set(found["verdict"]) == {"tanpa_data"}
