"""The page Tindak lanjut puts what is late first, and claims no effect it cannot show."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from compliance import deadlines
from compliance.charts import progress
from compliance.charts.style import Caption
from compliance.ui import action_lists, follow_up, session
from compliance.ui.filters import Selection
from tests.pages.conftest import ROOT, TIMEOUT, OpenPage, markup
from tests.pages.test_standar import ask, options, plain


def test_full_city_counts_every_state(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("tindak_lanjut", sample_data_dir)
    assert not app.exception
    text = plain(app)
    rows = ask(
        sample_data_dir,
        "SELECT count(*), count(*) FILTER (is_overdue), max(days_overdue) FROM mart_follow_up",
    )
    n, late, longest = rows[0]
    assert late
    assert f"{late} dari {n} tindak lanjut melewati tenggat; paling lama {longest} hari" in text
    counts = ask(
        sample_data_dir,
        "SELECT CASE WHEN is_overdue THEN 'terlambat' ELSE status END, count(*) "
        "FROM mart_follow_up GROUP BY 1",
    )
    names = {"terlambat": "Terlambat", "selesai": "Selesai", "batal": "Dibatalkan"}
    told = options(app, "Status")
    assert all(f"{names[state]} ({count})" in told for state, count in counts if state in names)


def test_longest_overdue_action_is_the_first_row(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("tindak_lanjut", sample_data_dir)
    unit, days = ask(
        sample_data_dir,
        "SELECT unit_name, days_overdue FROM mart_follow_up WHERE is_overdue "
        "ORDER BY due_date, unit_name LIMIT 1",
    )[0]
    first = next(row for row in re.findall(r"<tr>.*?</tr>", markup(app), flags=re.DOTALL) if "<td" in row)
    assert f"{days}\N{NO-BREAK SPACE}hari" in first
    assert unit in first
    assert "✕ Terlambat" in first


def test_effect_says_that_it_proves_nothing(open_page: OpenPage, sample_data_dir: Path) -> None:
    text = plain(open_page("tindak_lanjut", sample_data_dir))
    assert action_lists.NO_CAUSE in text
    assert "IKM tahun berikutnya" in text


def test_state_without_actions_is_said(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("tindak_lanjut", sample_data_dir, jenis="rumah_sakit", status="batal")
    assert not app.exception
    assert "Tidak ada tindak lanjut berstatus dibatalkan." in plain(app)


def test_too_narrow_filter_is_named(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("tindak_lanjut", sample_data_dir, jenis="bumd", kecamatan="Oba")
    assert not app.exception
    assert "Saringan yang terlalu sempit" in plain(app)


def test_unit_list_alone_says_what_to_load(open_page: OpenPage, unit_list_dir: Path) -> None:
    app = open_page("tindak_lanjut", unit_list_dir)
    assert not app.exception
    assert "dimuat pada halaman Data" in plain(app)


def test_without_warehouse_the_gate_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "berkas").write_bytes(b"x")
    monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
    script = "from compliance.ui.first_start import open_gate\nimport runpy\nopen_gate()\n"
    page = ROOT / "pages" / "tindak_lanjut.py"
    app = AppTest.from_string(f"{script}runpy.run_path({str(page)!r})\n", default_timeout=TIMEOUT).run()
    assert not app.exception
    assert "build" in app.code[0].value


def _action(
    status: str, due: date, *, late: int | None = None, finished: date | None = None, unit: str = "A"
) -> dict[str, object]:
    return {
        "action_id": f"{unit}{due}{status}",
        "unit_id": unit,
        "unit_name": unit,
        "plan": "Rencana",
        "status": status,
        "due_date": pd.Timestamp(due),
        "finished_date": pd.NaT if finished is None else pd.Timestamp(finished),
        "is_overdue": late is not None,
        "days_overdue": late,
    }


@pytest.fixture
def marts(monkeypatch: pytest.MonkeyPatch):
    """Give the rows that a query would."""

    def give(actions: list[dict], scores: list[dict] | None = None) -> None:
        frames = {"follow_up": pd.DataFrame(actions), "values_after_actions": pd.DataFrame(scores or [])}
        frames["instruments"] = pd.DataFrame({"instrument_id": ["ikm"]})
        monkeypatch.setattr(session, "frame", lambda query, **_: frames[query.__name__])
        monkeypatch.setattr(session, "facts", lambda: {"as_of": date(2025, 6, 1)})

    return give


def test_order_is_overdue_then_open_then_closed(marts) -> None:
    marts([
        _action("selesai", date(2024, 1, 1), finished=date(2024, 1, 1)),
        _action("berjalan", date(2025, 9, 1)),
        _action("belum", date(2025, 5, 1), late=31),
        _action("batal", date(2024, 6, 1)),
        _action("belum", date(2025, 1, 1), late=151),
    ])  # fmt: skip
    rows = follow_up.actions(Selection())
    assert rows["action_state"].tolist() == ["terlambat", "terlambat", "berjalan", "batal", "selesai"]
    assert rows["days_overdue"].iloc[0] == 151


def test_empty_quarter_keeps_its_place(marts) -> None:
    marts([_action("selesai", date(2024, 2, 1), finished=date(2024, 2, 1)),
           _action("belum", date(2025, 5, 1), late=31)])  # fmt: skip
    counts = deadlines.periods(follow_up.actions(Selection()))
    labels = counts.drop_duplicates("place")["period"].tolist()
    assert labels == ["TW I 2024", "TW II 2024", "TW III 2024", "TW IV 2024", "TW I 2025", "TW II 2025"]
    assert follow_up.current_period(counts) == 5
    figure = progress.by_period(counts, Caption("Judul"), current=5)
    assert figure.layout.yaxis.ticktext[5] == "<b>TW II 2025</b>"
    assert {trace.name for trace in figure.data} == {"✓ Selesai", "✕ Terlambat"}
    assert deadlines.period_table(counts)["n_actions"].sum() == 2


def test_long_history_is_drawn_per_year(marts) -> None:
    marts(
        [
            _action("selesai", date(2018, 2, 1), finished=date(2018, 2, 1)),
            _action("berjalan", date(2025, 8, 1)),
        ]
    )
    counts = deadlines.periods(follow_up.actions(Selection()))
    assert counts.drop_duplicates("place")["period"].tolist() == [str(year) for year in range(2018, 2026)]


def _score(unit: str, year: int, value: float | None, change: float | None, *, same: bool, **more: object):
    state = "melapor" if value is not None else "belum_melapor"
    return {"unit_id": unit, "year": year, "value": value, "change": change, "is_comparable": same,
            "is_change_significant": None, "reporting_state": state} | more  # fmt: skip


def test_effect_only_counts_comparable_years(marts) -> None:
    done = date(2023, 3, 1)
    marts(
        [_action("selesai", done, finished=done, unit=unit) for unit in "ABC"],
        [_score("A", 2023, 80.0, None, same=False), _score("A", 2024, 82.0, 2.0, same=True),
         _score("B", 2023, 80.0, None, same=False), _score("B", 2024, 70.0, None, same=False),
         _score("C", 2023, 80.0, None, same=False), _score("C", 2024, None, None, same=False)],
    )  # fmt: skip
    found = action_lists.effects(Selection(), follow_up.actions(Selection()))
    outcome = dict(zip(found["unit_id"], found["outcome"], strict=True))
    assert outcome == {"A": "▲ naik", "B": "≠ tidak dapat dibandingkan", "C": "○ Belum melapor"}
    title = action_lists.effect_title(found)
    assert title == (
        "IKM tahun berikutnya: 1 nilai unit naik; 1 tidak dapat dibandingkan; 1 belum ada nilainya"
    )
    assert found.loc[found["unit_id"] == "B", "change"].isna().all()


def test_two_actions_of_a_unit_in_a_year_are_one_effect(marts) -> None:
    marts(
        [_action("selesai", date(2023, month, 1), finished=date(2023, month, 1)) for month in (3, 6)],
        [_score("A", 2024, 82.0, 2.0, same=True)],
    )
    found = action_lists.effects(Selection(), follow_up.actions(Selection()))
    assert found[["finished_year", "n_actions"]].to_numpy().tolist() == [[2023, 2]]
