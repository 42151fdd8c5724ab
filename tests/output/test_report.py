"""What a report says: all sections for the city, one unit, and where there are no data; always the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import plotly.graph_objects as go
import pytest

from compliance import instruments, output, warehouse
from compliance.charts import printing
from compliance.formatting import tanggal
from compliance.reports.document import Chart, Paragraph, Report, Table

YEAR = 2025


@pytest.fixture(scope="module")
def city(sample_data_dir: Path) -> Report:
    return output.report(warehouse.current(sample_data_dir), YEAR, data_dir=sample_data_dir)


def charts(report: Report) -> list[Chart]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, Chart)]


def texts(report: Report) -> list[str]:
    return [
        block.text for section in report.sections for block in section.blocks if isinstance(block, Paragraph)
    ]


def test_report_has_every_section_with_its_message(city: Report) -> None:
    assert [section.id for section in city.sections] == [one.id for one in output.sections()]
    assert all(section.blocks and section.message for section in city.sections)


def test_every_chart_says_what_and_from_when_it_is(city: Report) -> None:
    ids = [chart.id for chart in charts(city)]
    assert len(set(ids)) == len(ids)
    for chart in charts(city):
        layout = chart.figure.layout
        inside = layout.title.text + layout.annotations[0].text
        for part in (str(YEAR), city.snapshot_id, tanggal(city.as_of), "DATA CONTOH", "Sumber: "):
            assert part in inside, (chart.id, part)
        assert chart.title in chart.alt
        assert len(chart.table.rows), chart.id


def test_unknown_unit_and_section_are_refused_in_a_sentence(sample_data_dir: Path) -> None:
    snapshot = warehouse.current(sample_data_dir)
    with pytest.raises(Exception, match="Unit dengan kode 'XYZ' tidak ada"):
        output.report(snapshot, YEAR, unit_id="XYZ", data_dir=sample_data_dir)
    with pytest.raises(Exception, match="Bagian laporan tidak dikenal: xyz"):
        output.report(snapshot, YEAR, sections=["xyz"], data_dir=sample_data_dir)


def test_chosen_sections_keep_the_order_of_the_report(sample_data_dir: Path) -> None:
    snapshot = warehouse.current(sample_data_dir)
    report = output.report(snapshot, YEAR, sections=["ikm", "ringkasan"], data_dir=sample_data_dir)
    assert [section.id for section in report.sections] == ["ringkasan", "ikm"]


def test_city_without_data_gives_a_report_that_says_so(unit_list_dir: Path) -> None:
    snapshot = warehouse.current(unit_list_dir)
    year = snapshot.as_of.year  # the only one it has
    report = output.report(snapshot, year, data_dir=unit_list_dir)
    assert any(f"Belum ada data kota untuk tahun {year}" in text for text in texts(report))
    assert [chart.id for chart in charts(report)] == ["kewajiban"], "which shows that all is unknown"


def test_column_of_a_table_is_in_its_rows(city: Report) -> None:
    tables = [block for section in city.sections for block in section.blocks if isinstance(block, Table)]
    for table in [*tables, *(chart.table for chart in charts(city))]:
        assert [column.name for column in table.columns] == list(table.rows.columns)
        assert set(table.states) <= set(table.rows.columns)


def test_same_snapshot_gives_the_same_report(city: Report, sample_data_dir: Path) -> None:
    again = output.report(warehouse.current(sample_data_dir), YEAR, data_dir=sample_data_dir)
    assert texts(again) == texts(city)
    assert [chart.figure.to_json() for chart in charts(again)] == [
        chart.figure.to_json() for chart in charts(city)
    ]
    assert again.dated == again.as_of


def test_city_report_has_charts_enough_and_none_of_them_leaves_the_page(city: Report) -> None:
    assert len(charts(city)) >= 20
    for chart in charts(city):
        layout = chart.figure.layout
        width = max(printing.PRINT_WIDTH, layout.meta["least_width"])
        assert layout.height / width < 24 / 16, f"{chart.id} is higher than the text of a page"
    drawn_by_hand = {"komponen", "peta_ikm", "peta_ipp"}
    assert {chart.id for chart in charts(city) if chart.native is None} == drawn_by_hand


def test_charts_are_valid_and_only_in_sections_that_may_have_some(city: Report) -> None:
    for chart in charts(city):
        made = chart.figure.to_plotly_json()  # put together without being validated, which takes long
        assert go.Figure(made).to_plotly_json() == made, chart.id
    with_charts = {section.id for section in city.sections if charts(replace(city, sections=(section,)))}
    assert with_charts == {one.id for one in output.sections() if one.has_charts}


def test_lines_that_may_not_be_joined_are_two_series(city: Report) -> None:
    native = next(chart.native for chart in charts(city) if chart.id == "tren_ombudsman")
    assert native is not None and native.categories[-2:] == ("2024", "2025")
    joined = [one for one in native.series if one.name != "Target" and None not in one.values[-2:]]
    assert joined == [], "84,94 and 62,57 are joined across a change of method"
    assert {one.name for one in native.series} >= {"Kota Tidore Kepulauan (2022–2024)"}


def test_year_without_values_says_so(sample_data_dir: Path) -> None:
    chosen = ["ringkasan", "metode", *instruments.all_ids(), "perubahan", "lampiran_nilai"]
    snapshot = warehouse.current(sample_data_dir)
    report = output.report(snapshot, 2026, sections=chosen, data_dir=sample_data_dir)
    assert "IKM kota 2026: belum jatuh tempo." in texts(report)
    assert not any("naik" in text for text in texts(report))
    with pytest.raises(Exception, match="Tahun 2010 tidak ada"):
        output.report(snapshot, 2010, data_dir=sample_data_dir)


def test_unit_that_sent_nothing_gets_a_report_that_says_so(sample_data_dir: Path) -> None:
    snapshot = warehouse.current(sample_data_dir)
    report = output.report(snapshot, 2025, unit_id="DISDAMKAR", data_dir=sample_data_dir)
    assert any("Dinas Pemadam Kebakaran dan Penyelamatan" in text for text in texts(report))
    assert any(
        "IKM Dinas Pemadam Kebakaran dan Penyelamatan 2025: belum melapor" in text for text in texts(report)
    )
