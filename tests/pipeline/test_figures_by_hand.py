"""Every figure that follows from others, in every mart of the sample: computed again in plain Python."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from compliance import warehouse
from tests.pipeline import by_hand
from tests.pipeline.test_trace import Reader, spellings

Row = dict[str, Any]
Mart = Callable[[str], list[Row]]
N_SOURCES = 30
DUTIES_OF_SERVICES = {
    "standard_verdict": "standar_tersedia", "decree_verdict": "standar_ditetapkan",
    "component_verdict": "komponen_lengkap", "maklumat_verdict": "maklumat",
    "publication_verdict": "publikasi", "review_verdict": "tinjau_ulang",
}  # fmt: skip
WORST_FIRST = ("tidak_patuh", "berisiko", "tanpa_data", "patuh", "tidak_berlaku")


@pytest.fixture(scope="module")
def mart(sample_data_dir: Path) -> Iterator[Mart]:
    """Rows of a mart; missing values are None."""
    snapshot, read = warehouse.current(sample_data_dir), {}

    def rows(name: str) -> list[Row]:
        if name not in read:
            frame = warehouse.read(snapshot, f"SELECT * FROM {name}")
            read[name] = frame.astype(object).where(frame.notna(), None).to_dict("records")
        return read[name]

    yield rows
    warehouse.close_all()


def exact(value: float) -> Fraction:
    return Fraction(str(value))


def less(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else float(exact(first) - exact(second))


def rounded(value: Fraction) -> float:
    return by_hand.half_up(value, 2)


def one_by(rows: list[Row], *names: str) -> dict[Any, Row]:
    found = {tuple(row[name] for name in names): row for row in rows}
    assert len(found) == len(rows)
    return found


def test_gaps_ranks_means_and_changes_of_every_score(mart: Mart) -> None:
    rows = mart("mart_score")
    by_key = one_by(rows, "unit_id", "instrument_id", "year")
    peers: dict[Any, list[Row]] = defaultdict(list)
    kinds: dict[Any, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row["unit_id"] is not None and row["value"] is not None:
            peers[row["instrument_id"], row["year"]].append(row)
            kinds[row["instrument_id"], row["year"], row["unit_kind"]][row["unit_name"]] = row["value"]
    for row in rows:
        key, value = (row["instrument_id"], row["year"]), row["value"]
        values = [exact(one["value"]) for one in peers[key]]
        mean = rounded(sum(values) / len(values)) if values else None
        assert (value is None) == (row["reporting_state"] != "melapor"), row
        assert row["n_ranked"] == len(values), row
        assert row["gap_to_target"] == less(value, row["target_value"]), row
        before = by_key.get((row["unit_id"], row["instrument_id"], row["year"] - 1))
        if row["series_id"] == row["unit_id"] and before is not None and value is not None:
            assert row["previous_value"] == before["value"], row
            if before["value"] is not None and before["method_id"] != row["method_id"]:
                assert not row["is_comparable"] and row["break_reason"], row
        if row["unit_id"] is None:
            assert row["unit_mean_value"] == mean, row
            if row["instrument_id"] != "ombudsman":
                assert value == mean, row
            assert (row["city_value"], row["gap_to_city"], row["rank"]) == (None, None, None), row
        else:
            city = by_key.get((None, *key))
            assert row["city_value"] == (city["value"] if city else None), row
            assert row["gap_to_city"] == less(value, row["city_value"]), row
            same = kinds[(*key, row["unit_kind"])]
            best = max(same.values()) if len(same) > 1 else None
            names = [name for name, found in same.items() if found == best]
            assert (row["best_value"], row["best_unit_name"]) == (best, min(names, default=None)), row
            assert row["gap_to_best"] == less(value, row["best_value"]), row
            better = [one for one in values if value is not None and one > exact(value)]
            assert row["rank"] == (None if value is None else 1 + len(better)), row
            if row["is_comparable"]:
                assert row["change"] == less(value, row["previous_value"]), row
        assert row["is_comparable"] or row["change"] is None, row
    assert sum(row["is_comparable"] for row in rows) > 100


def test_gaps_and_changes_of_every_measure(mart: Mart) -> None:
    rows = mart("mart_score_detail")
    names = ("unit_id", "instrument_id", "measure_id", "year")
    by_key, peers = one_by(rows, *names), defaultdict(list)
    for row in rows:
        if row["unit_id"] is not None and row["value"] is not None:
            peers[(*(row[name] for name in names[1:]), row["unit_kind"])].append(row["value"])
    for row in rows:
        keys = tuple(row[name] for name in names[1:])
        if row["unit_id"] is None:
            given = [v for key, values in peers.items() if key[:3] == keys for v in values]
            if row["instrument_id"] != "ombudsman":
                assert row["value"] == pytest.approx(math.fsum(given) / len(given)), row
            continue
        city = by_key.get((None, *keys))
        best = max(peers[(*keys, row["unit_kind"])], default=None)
        best = best if len(peers[(*keys, row["unit_kind"])]) > 1 else None
        assert row["city_value"] == (city["value"] if city else None), row
        assert row["best_value"] == best, row
        for gap, other in (("gap_to_city", "city_value"), ("gap_to_best", "best_value")):
            lacks = None in (row["value"], row[other])
            assert row[gap] == (None if lacks else pytest.approx(row["value"] - row[other], abs=1e-9)), row
        if row["is_comparable"]:
            assert row["change"] == pytest.approx(row["value"] - row["previous_value"], abs=1e-8), row
        assert row["is_comparable"] or row["change"] is None


def test_targets_and_people_served_are_those_of_the_files(mart: Mart, sample_data_dir: Path) -> None:
    """Own target before that of the city; a count for the whole unit before counts of its services."""
    archive, targets, people = sample_data_dir / "archive", {}, defaultdict(list)
    for source in mart("mart_lineage"):
        if source["is_used"] and source["kind"] in ("target", "pengguna"):
            rows, headers, _ = by_hand.sheet(archive / source["file_id"], source["sheet"])
            row = rows[source["first_row"] - 1]
            if source["kind"] == "target":
                place = by_hand.column(headers, "target")
                key = source["unit_id"], source["instrument_id"], source["year"]
                targets[key] = float(by_hand.number(row[place]) or 0)  # type: ignore[index]
            else:
                place = by_hand.column(headers, "jumlah")
                people[source["unit_id"], source["year"]].append(by_hand.number(row[place]))  # type: ignore[index]
    assert targets and people
    for row in mart("mart_score"):
        own = targets.get((row["unit_id"], row["instrument_id"], row["year"]))
        city = targets.get((None, row["instrument_id"], row["year"]))
        assert row["target_value"] == (city if own is None else own), row
        scope = "kota" if own is None or row["unit_id"] is None else "unit"
        assert row["target_scope"] == (None if row["target_value"] is None else scope), row
        if row["instrument_id"] == "ikm" and row["unit_id"] is not None:
            served = people.get((row["unit_id"], row["year"]))
            assert row["n_population"] == (None if served is None else sum(served)), row


def test_intervals_of_surveys_from_their_answers(mart: Mart, sample_data_dir: Path) -> None:
    """Student's t over the scores of the respondents, with the share of people that was not asked."""
    snapshot = warehouse.current(sample_data_dir)
    reader, sources = Reader(sample_data_dir / "archive", spellings(snapshot)), defaultdict(list)
    for one in mart("mart_lineage"):
        if one["kind"] == "skm_responden" and one["is_used"]:
            about = one["record_key"].split(" | ", 2)
            sources[one["unit_id"], one["year"]].append(one | {"about": about[2] if len(about) > 2 else ""})
    judged = [row for row in mart("mart_score") if row["ci_low"] is not None]
    with_people = [row for row in judged if row["n_population"] is not None]
    assert len(judged) > 50 and with_people
    for row in [*judged[::80], *with_people[:2]]:
        nine = by_hand.answers(
            reader.archive, sources[row["unit_id"], row["year"]], reader.names[row["unit_id"]]
        )
        scores = [25 * sum(one) / 9 for one in nine]
        n, mean = len(scores), math.fsum(scores) / len(scores)
        spread = math.fsum((one - mean) ** 2 for one in scores) / (n - 1)
        asked = 1 - n / row["n_population"] if (row["n_population"] or 0) >= n else 1.0
        half = stats.t.ppf(0.975, n - 1) * math.sqrt(spread / n * asked)
        found = (row["n_respondents"], row["score_variance"], row["ci_low"], row["ci_high"])
        low, high = max(25.0, row["value"] - half), min(100.0, row["value"] + half)
        assert found == (
            n,
            pytest.approx(spread),
            pytest.approx(low, abs=0.006),
            pytest.approx(high, abs=0.006),
        )
        assert 25 <= row["ci_low"] <= row["value"] <= row["ci_high"] <= 100


def months(first: date, last: date) -> int:
    """Full months between two days."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def test_services_are_counted_from_their_components_and_dates(mart: Mart, sample_data_dir: Path) -> None:
    states: dict[Any, dict[str, str]] = defaultdict(dict)
    said = warehouse.read(
        warehouse.current(sample_data_dir),
        "SELECT service_id, year, component_id, state FROM mart_service_component ORDER BY component_order",
    )
    for service, year, component, state in zip(*(said[name] for name in said), strict=True):
        states[service, year][component] = state
    as_of = mart("mart_snapshot")[0]["as_of"].date()
    services = mart("mart_service_standard")
    for row in services:
        fourteen = states[row["service_id"], row["year"]]
        of = {
            state: [name for name, found in fourteen.items() if found == state]
            for state in ("ada", "belum", "tidak_berlaku", "tanpa_data")
        }
        assert len(fourteen) == by_hand.COMPONENTS
        assert (row["n_present"], row["n_missing"], row["n_not_applicable"], row["n_no_data"]) == tuple(
            len(names) for names in of.values()
        ), row
        assert list(row["missing_components"]) == of["belum"]
        n_said = len(of["ada"]) + len(of["belum"])
        assert row["completeness_share"] == (pytest.approx(len(of["ada"]) / n_said) if n_said else None)
        days = [day.date() for day in (row["decree_date"], row["review_date"]) if day is not None]
        end = min(date(row["year"], 12, 31), as_of)
        assert all(day <= end for day in days)
        assert row["review_age_months"] == (months(max(days), end) if days else None), row
        worst = next(
            v for v in WORST_FIRST if v in {row[f"verdict_{d}"] for d in DUTIES_OF_SERVICES.values()}
        )
        assert row["verdict"] == worst
    archive = sample_data_dir / "archive"
    for row in services[:: len(services) // N_SOURCES]:
        rows, headers, _ = by_hand.sheet(archive / row["file_id"], row["sheet"])
        source = rows[row["row_number"] - 1]
        first = by_hand.column(headers, "dasarhukum")
        cells = source[first : first + by_hand.COMPONENTS]  # type: ignore[operator]
        words = {True: "ada", False: "belum", None: "tanpa_data"}
        read = [
            "tidak_berlaku" if str(cell or "").casefold() == "tidak berlaku" else words[by_hand.yes_no(cell)]
            for cell in cells
        ]
        assert list(states[row["service_id"], row["year"]].values()) == read, row
        medium, site = (source[by_hand.column(headers, name)] for name in ("media", "urlsippn"))  # type: ignore[index]
        told = {by_hand.yes_no(medium), by_hand.yes_no(site)}
        published = True if True in told else (False if by_hand.yes_no(medium) is False else None)
        assert row["is_published"] is published, row


def test_the_newest_standard_up_to_the_day_counts(mart: Mart) -> None:
    as_of, sent, n_resubmitted = mart("mart_snapshot")[0]["as_of"].date(), defaultdict(set), 0
    for one in mart("mart_lineage"):
        if one["kind"] == "standar_pelayanan" and one["is_used"]:
            unit, service, day = one["record_key"].rsplit(" | ", 2)
            sent[unit, service.casefold()].add(date.fromisoformat(day))
    for row in mart("mart_service_standard"):
        end = min(date(row["year"], 12, 31), as_of)
        name = (row["service_code"] or row["service_name"]).casefold()
        until = [day for day in sent[row["unit_id"], name] if day <= end]
        if until:
            assert row["submitted_at"].date() == max(until), row
            n_resubmitted += len(until) > 1
    assert n_resubmitted > 100


def test_units_are_counted_from_their_services(mart: Mart) -> None:
    services: dict[Any, list[Row]] = defaultdict(list)
    for one in mart("mart_service_standard"):
        services[one["unit_id"], one["year"]].append(one)
    duties = one_by(mart("mart_duty"), "unit_id", "year", "duty_id")
    for row in mart("mart_unit_compliance"):
        own = services[row["unit_id"], row["year"]]
        active = [one for one in own if one["status"] != "dicabut"]
        is_set = [one for one in own if one["status"] == "ditetapkan"]
        whole = [one for one in active if one["n_missing"] == one["n_no_data"] == 0 < one["n_present"]]
        assert (row["n_services"], row["n_active"], row["n_set"], row["n_complete"]) == (
            len(own), len(active), len(is_set), len(whole),
        )  # fmt: skip
        present, missing, silent = (
            sum(one[name] for one in active) for name in ("n_present", "n_missing", "n_no_data")
        )
        if active:
            assert (row["n_missing_components"], row["n_no_data_components"]) == (missing, silent), row
        assert row["coverage_share"] == (pytest.approx(len(is_set) / len(active)) if active else None)
        share = present / (present + missing) if present + missing else None
        assert row["completeness_share"] == (None if share is None else pytest.approx(share)), row
        verdicts = [duties[row["unit_id"], row["year"], "skm_tahunan"]["verdict"]]
        assert row["survey_verdict"] == verdicts[0]
        for column, duty in DUTIES_OF_SERVICES.items():
            judged = duties[row["unit_id"], row["year"], duty]
            of_services = [one[f"verdict_{duty}"] for one in own]
            worst = next((v for v in WORST_FIRST if v in of_services), "tanpa_data")
            assert judged["verdict"] == row[column] == worst, (row, duty)
            owed = [one for one in of_services if one != "tidak_berlaku"]
            assert judged["n_services"] == len(owed)
            assert judged["n_affected"] == of_services.count(worst)
            verdicts.append(worst)
        assert row["verdict"] == next(v for v in WORST_FIRST if v in verdicts)
        assert (
            row["reporting_state"]
            == ("melapor" if own else row["reporting_state"])
            != ("" if own else "melapor")
        )


def test_surveys_reviews_and_publication_are_judged_by_what_the_marts_say(mart: Mart) -> None:
    as_of = mart("mart_snapshot")[0]["as_of"].date()
    surveys = {(r["unit_id"], r["year"]): r for r in mart("mart_score") if r["instrument_id"] == "ikm"}
    for row in mart("mart_duty"):
        if row["duty_id"] != "skm_tahunan":
            continue
        survey = surveys.get((row["unit_id"], row["year"]))
        if survey is None or survey["reporting_state"] == "tidak_berlaku":
            verdict = "tidak_berlaku"
        elif survey["n_respondents"]:
            verdict = "berisiko" if survey["is_below_minimum_sample"] else "patuh"
        elif survey["value"] is not None:
            verdict = "tanpa_data"
        else:
            verdict = "tidak_patuh" if date(row["year"], 12, 31) < as_of else "tanpa_data"
        assert row["verdict"] == verdict, (row, survey)
    for one in mart("mart_service_standard"):
        withdrawn = one["status"] == "dicabut"
        published = {True: "patuh", False: "tidak_patuh", None: "tanpa_data"}[one["is_published"]]
        assert one["verdict_publikasi"] == ("tidak_berlaku" if withdrawn else published), one
        day = max((d for d in (one["decree_date"], one["review_date"]) if d is not None), default=None)
        if one["status"] == "ditetapkan" and day is not None:
            end = min(date(one["year"], 12, 31), as_of)
            begun = months(day.date(), end) + (day.day != end.day)
            limit = "patuh" if begun <= 12 else "berisiko" if begun <= 24 else "tidak_patuh"
            assert one["verdict_tinjau_ulang"] == limit, one


def test_priorities_are_the_geometric_mean_of_their_terms(mart: Mart) -> None:
    rows, terms = mart("mart_priority"), ("gap", "people", "trend", "duty")
    scores, people = defaultdict(list), {}
    for one in mart("mart_score"):  # people served are those of the unit, whichever index is looked at
        if one["instrument_id"] == "ikm":
            people[one["unit_id"], one["year"]] = one["n_population"]
    for row in rows:
        assert row["n_population"] == people.get((row["unit_id"], row["year"])), row
        known = [
            (row[f"{name}_term"], row[f"{name}_weight"]) for name in terms if row[f"{name}_term"] is not None
        ]
        assert row["n_terms"] == len(known)
        if row["gap_term"] is None:
            assert row["score"] is None and row["priority_rank"] is None
            continue
        product = math.prod(term**weight for term, weight in known) ** (
            1 / sum(weight for _, weight in known)
        )
        assert row["score"] == pytest.approx(100 * product, abs=0.051), row
        assert row["shortfall"] == pytest.approx(max(row["reference_value"] - row["value"], 0), abs=1e-9)
        scores[row["instrument_id"], row["year"]].append(row["score"])
    for row in rows:
        if row["score"] is not None:
            same = scores[row["instrument_id"], row["year"]]
            assert row["priority_rank"] == 1 + sum(one > row["score"] for one in same)
            assert row["n_prioritised"] == len(same)


def test_files_actions_and_units_say_what_their_rows_say(mart: Mart, sample_data_dir: Path) -> None:
    findings: dict[Any, list[str]] = defaultdict(list)
    for one in mart("mart_finding"):
        findings[one["file_id"]].append(one["severity"])
    rows_of: dict[str, int] = defaultdict(int)
    for one in mart("mart_lineage"):
        rows_of[one["file_id"]] += one["n_rows"]
    for row in mart("mart_file"):
        severities = findings[row["file_id"]]
        assert (row["n_error"], row["n_warning"], row["n_advice"]) == tuple(
            severities.count(word) for word in ("Galat", "Peringatan", "Saran")
        ), row
        assert row["n_read"] == row["n_accepted"] + row["n_rejected"]
        assert rows_of[row["file_id"]] == row["n_accepted"], row
        status = "diterima_dengan_catatan" if row["n_warning"] else "diterima"
        status = "diterima_sebagian" if row["n_rejected"] or row["n_error"] else status
        assert row["status"] == ("ditolak" if not row["n_accepted"] and not row["n_waiting"] else status), row
    as_of = mart("mart_snapshot")[0]["as_of"].date()
    overdue = 0
    for row in mart("mart_follow_up"):
        late = (as_of - row["due_date"].date()).days if row["due_date"] is not None else 0
        is_late = row["status"] in ("belum", "berjalan") and late > 0
        assert row["is_overdue"] is (is_late if row["due_date"] is not None else None), row
        assert row["days_overdue"] == (late if is_late else None), row
        assert row["year"] == (row["due_date"].year if row["due_date"] is not None else None)
        overdue += is_late
    assert overdue
    units = one_by(mart("mart_unit"), "unit_id")
    for row in units.values():
        parent = units.get((row["parent_unit_id"],))
        assert row["parent_unit_name"] == (parent["unit_name"] if parent else None)
        after = units.get((row["successor_unit_id"],))
        assert row["successor_unit_name"] == (after["unit_name"] if after else None)
