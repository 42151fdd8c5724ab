"""What may not be compared is not: all marts, pages and the report of the sample, read from end to end.

The Ombudsman measures something else since 2025, so nothing may say that it rose or fell since 2024.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from compliance import output, warehouse
from compliance.output import changes
from compliance.reports.document import Block, Chart, KeyFigures, Paragraph, Report, Table
from compliance.ui import elements, history
from compliance.warehouse import Snapshot
from tests.pages.conftest import OpenPage, markup, open_all, shown

MOVED = re.compile(r"\b(naik|turun|meningkat|menurun)\b|[▲▼]", re.IGNORECASE)
EARLIER = re.compile(r"pada 2022 menjadi [\d,]+ pada 2023")  # both measured the same way
NAME = "Ombudsman"
# Every column of a mart that holds a comparison of two years. A new one has to be walked below.
COMPARISONS = {
    ("mart_score", "change"), ("mart_score", "is_change_significant"), ("mart_score", "n_compared"),
    ("mart_score_detail", "change"), ("mart_priority", "fall"), ("mart_priority", "trend_term"),
}  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(sample_data_dir: Path) -> Snapshot:
    return warehouse.current(sample_data_dir)


def mart(snapshot: Snapshot, name: str) -> pd.DataFrame:
    return warehouse.read(snapshot, f"SELECT * FROM {name}")


def moved(texts: Iterator[str] | list[str], subject: str = "") -> list[str]:
    """The sentences that speak of the subject and say that something rose or fell."""
    parts = [part for text in texts for part in re.split(r"(?<=[.;!?])\s|\n", text)]
    parts = [part for part in parts if subject in part and not EARLIER.search(part)]
    return [part for part in parts if MOVED.search(part)]


def test_every_comparison_of_the_marts_is_walked(snapshot: Snapshot) -> None:
    columns = warehouse.read(
        snapshot,
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_name LIKE 'mart_%'",
    )
    about = r"(?:^|_)(?:change|compared|fall|trend_term|move|shift|delta)(?:_|$)|^previous_(?!value)"
    found = columns[columns["column_name"].str.contains(about)]
    assert set(found.itertuples(index=False, name=None)) == COMPARISONS


@pytest.mark.parametrize("name", ["mart_score", "mart_score_detail"])
def test_no_comparison_in_a_mart_without_leave(snapshot: Snapshot, name: str) -> None:
    rows = mart(snapshot, name)
    keys = ["series", "instrument_id"] + (["measure_id"] if name == "mart_score_detail" else [])
    columns = [column for of, column in sorted(COMPARISONS) if of == name]
    may = rows["is_comparable"].fillna(False).astype(bool)
    assert may.any() and not may.all()
    assert rows.loc[~may, columns].isna().all(axis=None)
    assert rows.loc[may, ["value", "previous_value", "change"]].notna().all(axis=None)
    # The same held against the methods themselves: the year before, of another method or without a value.
    # A unit that only continues another one is of its series.
    series = mart(snapshot, "mart_score")[["unit_id", "year", "instrument_id", "series_id"]]
    rows = rows.drop(columns="series_id", errors="ignore")
    rows = rows.merge(series, on=["unit_id", "year", "instrument_id"], how="left")
    rows["series"] = rows["series_id"].fillna(rows["unit_id"])
    before = rows[rows["value"].notna()][[*keys, "year", "method_id", "value"]]
    before = before.assign(year=before["year"] + 1)
    pairs = rows.merge(before, on=[*keys, "year"], how="left", suffixes=("", "_before"))
    broken = pairs["value_before"].isna() | pairs["method_id"].ne(pairs["method_id_before"]).fillna(True)
    assert broken.any() and pairs.loc[broken, columns].isna().all(axis=None)
    if name == "mart_score":
        unlike = rows["value"].notna() & ~may
        assert rows.loc[unlike, "break_reason"].str.len().gt(20).all()
        assert rows.loc[~unlike, "break_reason"].isna().all()


def test_no_unit_and_no_city_has_a_change_of_ombudsman_in_2025(snapshot: Snapshot) -> None:
    for name in ("mart_score", "mart_score_detail"):
        rows = mart(snapshot, name)
        of_year = rows[(rows["instrument_id"] == "ombudsman") & (rows["year"] == 2025)]
        assert of_year["change"].isna().all() and not of_year["is_comparable"].any()
    scores = mart(snapshot, "mart_score").set_index(["instrument_id", "year"])
    city = scores[scores["unit_id"].isna()].loc[("ombudsman", 2025)]
    assert city[["value", "previous_value"]].notna().all(), "the sample has to have something to refuse"
    assert "61 Tahun 2025" in city["break_reason"]


def test_priorities_and_reviews_use_no_forbidden_change(snapshot: Snapshot) -> None:
    keys = ["unit_id", "year", "instrument_id"]
    scores = mart(snapshot, "mart_score")[[*keys, "is_comparable"]]
    rows = mart(snapshot, "mart_priority").merge(scores, on=keys, validate="one_to_one")
    forbidden = rows[~rows["is_comparable"]]
    assert len(forbidden) and forbidden[["fall", "trend_term"]].isna().all(axis=None)
    assert moved(list(forbidden["sentence"])) == []
    told = mart(snapshot, "mart_review").assign(
        instrument_id=lambda one: one["instrument_ids"].str.split(", ")
    )
    told = told.explode("instrument_id").merge(scores, on=keys, how="left")
    for row in told[~told["is_comparable"].fillna(False).astype(bool)].itertuples():
        own = [part for part in re.split(", ", row.sentence) if row.instrument_id.upper() in part.upper()]
        assert moved(own) == [], row.sentence


@pytest.mark.parametrize(
    ("instrument", "first", "last"),
    [("ombudsman", 2024, 2025), ("ombudsman", 2022, 2025), ("ipp", 2021, 2022), ("ipp", 2019, 2025)],
)
def test_two_chosen_years_across_a_break(snapshot: Snapshot, instrument: str, first: int, last: int) -> None:
    scores = mart(snapshot, "mart_score")
    scores = scores[(scores["instrument_id"] == instrument) & scores["year"].between(first, last)]
    none = mart(snapshot, "mart_duty").head(0), mart(snapshot, "mart_service_standard").head(0)
    told = changes.between(scores, *none, first, last)
    values = told[told["change_kind"] == changes.VALUE]
    assert len(values) and set(values["development"]) == {changes.NEITHER}
    assert moved(list(values["sentence"])) == []
    pairs = history.pairs(scores.astype({"is_comparable": bool}), first, last)
    assert pairs["change"].isna().all() and not pairs["is_comparable"].any()


@pytest.mark.parametrize("page", ["ringkasan", "tren", "kesenjangan", "profil_unit", "perbandingan"])
def test_no_page_says_that_ombudsman_moved_in_2025(
    open_page: OpenPage,
    sample_data_dir: Path,
    snapshot: Snapshot,
    page: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exports: dict[str, bytes] = {}
    keep = lambda label, name, mime, build, key: exports.update({name: build()})  # noqa: E731
    monkeypatch.setattr(elements, "_button", keep)
    scores = mart(snapshot, "mart_score")
    own = scores[(scores["instrument_id"] == "ombudsman") & scores["value"].notna()]
    assessed = own["unit_id"].dropna()
    address = {"unit": assessed.iloc[0]} if page == "profil_unit" else {}
    app = open_page(page, sample_data_dir, tahun="2025", instrumen="ombudsman", pembanding="2024", **address)
    app = open_all(app)
    assert not app.exception and (NAME in shown(app) or page == "perbandingan")  # far down in its list
    assert len(app.dataframe) == len(app.get("plotly_chart"))
    subject = "" if page in ("tren", "kesenjangan") else NAME  # these speak of the chosen instrument only
    assert moved([re.sub(r"<[^>]+>", "\n", unescape(shown(app)))], subject) == []
    cards = re.findall(r'<div class="pl-kartu" .*?</div></div>', markup(app), re.DOTALL)
    assert [card for card in cards if f">{NAME}" in card and re.search("[▲▼]", card)] == []
    for frame in app.dataframe:
        assert moved_rows(frame.value, subject) == []
    sheets = [sheet for name, content in exports.items() for sheet in tables(name, content)]
    assert any(NAME in sheet.to_string() for sheet in sheets) or page in ("ringkasan", "kesenjangan")
    for sheet in sheets:
        assert moved_rows(sheet, subject) == []
    for chart in app.get("plotly_chart"):
        hover = re.findall(r'"(?:[^"\\]|\\.)*"', chart.proto.spec)
        assert [text for text in hover if subject in text and "2025" in text and MOVED.search(text)] == []


def tables(name: str, content: bytes) -> list[pd.DataFrame]:
    """What a reader of a downloaded file sees, sheet by sheet."""
    if name.endswith(".csv"):
        return [pd.read_csv(io.BytesIO(content), sep=";", dtype=str)]
    return list(pd.read_excel(io.BytesIO(content), sheet_name=None, dtype=object, engine="calamine").values())


def moved_rows(rows: pd.DataFrame, subject: str) -> list[str]:
    """The rows of the subject in 2025 that say a difference. A table without years is of the chosen year."""
    wrong = []
    for _, row in rows.astype(object).iterrows():
        text = " ".join(str(cell) for cell in row)
        if subject not in text or ("Tahun" in row and str(row["Tahun"]) != "2025"):
            continue
        change = [row[name] for name in row.index if re.search(r"Perubahan|^change$", str(name))]
        said = any(not pd.isna(one) and re.search(r"\d", str(one)) for one in change)
        wrong += [text] if said or moved([text], subject) else []
    return wrong


def blocks(report: Report) -> Iterator[Block]:
    for section in report.sections:
        yield Paragraph(section.message)
        yield from section.blocks


def test_no_report_says_that_ombudsman_moved_in_2025(snapshot: Snapshot, sample_data_dir: Path) -> None:
    texts = []
    for block in blocks(output.report(snapshot, 2025, data_dir=sample_data_dir)):
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, KeyFigures):
            texts += [f"{item.label}: {item.value} {item.note}" for item in block.items]
        elif isinstance(block, Chart):
            texts += [block.title, block.subtitle, block.alt]
        elif isinstance(block, Table):
            texts += [block.title, block.note]
            assert moved_rows(block.rows, NAME) == []
    assert any(NAME in text and "tidak dapat dibandingkan dengan 2024" in text for text in texts)
    assert moved(texts, NAME) == []


def test_reading_notices_a_forbidden_sentence() -> None:
    assert moved(["Ombudsman kota 62,57, turun 22,37 poin. IKM naik 1 poin."], NAME) != []
    assert moved(["Ombudsman kota 62,57. IKM naik 1 poin; selisih Ombudsman bukan kenaikan."], NAME) == []
    assert moved_rows(pd.DataFrame({"Indeks": [NAME], "Perubahan": [-22.37]}), NAME) != []
