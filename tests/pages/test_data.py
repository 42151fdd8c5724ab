"""The page Data says what came in, what was taken, what not and why, and how fresh it is."""

from __future__ import annotations

import csv
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from compliance.ui import elements, intake
from compliance.ui.elements import Card
from etl import loading, withdrawal
from etl.folder import DataFolder
from etl.progress import Silent
from tests.pages.conftest import ROOT, TIMEOUT, OpenPage, markup, shown

HOSTILE = ("<b>x</b>", "=1+1", "[a](b)", ":red[merah] $x^2$ **tebal**")
UNSUR = "persyaratan;prosedur;waktu;biaya;produk;kompetensi;perilaku;pengaduan;sarpras"


@pytest.fixture(scope="module")
def hostile_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Survey answers whose unit names try to be markup, a formula, a link; read only."""
    tmp_path = tmp_path_factory.mktemp("usil")
    units = tmp_path / "unit.csv"
    units.write_text("kode_unit;nama_unit;jenis_unit\nA;Dinas A;dinas\n", encoding="utf-8")
    answers = tmp_path / "skm [a](b) *q*.csv"
    rows = [f"{name};12/01/2025;" + ";".join("4" * 9) for name in ("A", *HOSTILE)]
    answers.write_text("\n".join([f"unit;tanggal;{UNSUR}", *rows, ""]), encoding="utf-8")
    loading.load(DataFolder(tmp_path / "data"), [units, answers], Silent())
    return tmp_path / "data"


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Name -> figure of the cards the page shows."""
    found: dict[str, str] = {}
    original = elements.metric_cards

    def note(given: list[Card]) -> None:
        found.update({card.name: card.value for card in given})
        original(given)

    monkeypatch.setattr(elements, "metric_cards", note)
    return found


def test_sample_city_shows_files_findings_and_waiting_rows(
    open_page: OpenPage, sample_data_dir: Path, cards: dict[str, str]
) -> None:
    app = open_page("data", sample_data_dir, bagian=intake.FINDINGS)
    assert not app.exception
    rows = {name: int(value.replace(".", "")) for name, value in cards.items()}
    taken = rows["Baris diambil"] + rows["Baris ditolak"] + rows["Baris menunggu"]
    assert rows["Baris dibaca"] == taken
    assert min(rows.values()) > 0
    text = shown(app)
    for word in ("✕ Galat: ", "Kelurahan Guarping", "1 nama menunggu keputusan Anda; 3 baris belum dihitung"):
        assert word in text
    app.button(key=f"ke_{intake.NAMES}").click().run()
    assert app.button(key="terima_Kelurahan Guarping_82.72.02.1002").label == (
        r"Kelurahan Guraping \(mirip 94,4\)"
    )
    text += shown(open_page("data", sample_data_dir, bagian=intake.FILES))
    for word in ("✕ Ditolak: 1", "◔ Diterima sebagian: 1", "Jawaban survei (SKM)"):
        assert word in text
    assert "skm_responden" not in text
    assert "nama_unit" not in text


def test_findings_come_by_rule_the_worst_first(open_page: OpenPage, sample_data_dir: Path) -> None:
    labels = [
        expander.label for expander in open_page("data", sample_data_dir, bagian=intake.FINDINGS).expander
    ]
    order = [next(level for level in ("Galat", "Peringatan", "Saran") if level in label) for label in labels]
    assert order == sorted(order)
    assert set(order) == {"Galat", "Peringatan", "Saran"}
    assert len(labels) == len(set(labels))


def test_city_with_only_a_unit_list(open_page: OpenPage, unit_list_dir: Path) -> None:
    for part, sentence in (
        (intake.SEND, "python -m etl load BERKAS..."),
        (intake.NAMES, "Tidak ada nama yang menunggu."),
        (intake.FINDINGS, "Tidak ada temuan."),
        (intake.FILES, "unit.csv"),
        (intake.VERSIONS, "Tidak ada data yang dikirim lebih dari sekali"),
        (intake.SNAPSHOTS, "Tidak ada pembanding (data pertama)."),
    ):
        app = open_page("data", unit_list_dir, bagian=part)
        assert not app.exception
        assert sentence in shown(app)
        assert "menunggu keputusan" not in shown(app)


def test_empty_filter_is_named_and_can_be_removed(open_page: OpenPage, unit_list_dir: Path) -> None:
    app = open_page("data", unit_list_dir, bagian=intake.FILES, status_berkas="ditolak")
    assert "Saringan yang terlalu sempit: status berkas “✕ Ditolak”." in shown(app)
    app.button(key="hapus_status_berkas_berkas").click().run()
    assert "terlalu sempit" not in shown(app)
    assert "unit.csv" in shown(app)


def test_text_of_a_file_appears_letter_by_letter(open_page: OpenPage, hostile_dir: Path) -> None:
    for part in (intake.FINDINGS, intake.NAMES):
        app = open_page("data", hostile_dir, bagian=part)
        assert not app.exception
        assert "<b>x</b>" not in markup(app)
        assert all(name in shown(app) for name in HOSTILE)
        markdown = [str(one.value) for one in app.markdown]
        markdown += [one.label for one in (*app.expander, *app.button)]
        assert not [name for name in HOSTILE if name in "\n".join(markdown)]


def test_download_holds_all_findings_and_no_formula(
    open_page: OpenPage, hostile_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: dict[str, bytes] = {}
    monkeypatch.setattr(
        elements, "_button", lambda label, name, mime, build, key: built.update({name: build()})
    )
    open_page("data", hostile_dir, bagian=intake.FINDINGS)
    rows = list(csv.DictReader(built["temuan.csv"].decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [row["Isi"] for row in rows] == ["<b>x</b>", "'=1+1", "[a](b)", ":red[merah] $x^2$ **tebal**"]
    assert [row["Baris"] for row in rows] == ["3", "4", "5", "6"]
    assert built["temuan.xlsx"][:2] == b"PK"


def test_files_that_stopped_coming_are_said_to_be_old(
    open_page: OpenPage, unit_list_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not open_page("data", unit_list_dir).warning
    later = date.today() + timedelta(days=91)
    monkeypatch.setattr(intake, "today", lambda: later)
    assert "91 hari yang lalu, lebih dari batas 90 hari" in open_page("data", unit_list_dir).warning[0].value


@pytest.mark.parametrize(("days", "is_old"), [(90, False), (91, True)])
def test_age_counts_from_the_last_file(days: int, is_old: bool) -> None:
    files = pd.DataFrame({"received_at": [datetime(2026, 1, 1, 8), datetime(2025, 1, 1, 8)]})
    facts = {
        "as_of": date(2026, 1, 1),
        "snapshot_id": "x",
        "built_at": datetime(2026, 1, 1),
        "latest_data_year": None,
    }
    fresh = intake.freshness(files, facts, 90, date(2026, 1, 1) + timedelta(days=days))
    assert (fresh.warning is not None) is is_old
    assert f"({days} hari yang lalu)" in fresh.facts[0][1]


def test_wrong_configuration_is_said_and_the_page_still_shows(
    open_page: OpenPage, sample_data_copy: Path
) -> None:
    (sample_data_copy / "pantau.toml").write_text("[penyajian]\nhari_data_usang = 0\n", encoding="utf-8")
    app = open_page("data", sample_data_copy)
    assert not app.exception
    assert "hari_data_usang" in shown(app)
    assert "Kirim berkas" in shown(app)


def test_a_withdrawn_file_is_listed_but_not_counted(
    open_page: OpenPage, hostile_dir: Path, tmp_path: Path, cards: dict[str, str]
) -> None:
    folder = DataFolder(Path(shutil.copytree(hostile_dir, tmp_path / "data")))
    withdrawal.withdraw(folder, "skm [a](b) *q*.csv", Silent(), reason="salah unit", by="Budi")
    text = shown(open_page("data", folder.root, bagian=intake.FILES, status_berkas=intake.WITHDRAWN))
    assert (cards["Berkas diterima"], cards["Baris dibaca"]) == ("1", "1")
    assert "Tidak termasuk 1 berkas yang ditarik." in text
    assert "oleh Budi: salah unit" in text and "skm [a](b) *q*.csv" in text
    assert "unit.csv" not in text


def test_an_original_that_the_archive_lost_is_told_instead_of_offered(
    open_page: OpenPage, unit_list_dir: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(unit_list_dir, tmp_path / "data"))
    (archived,) = (folder / "archive").iterdir()
    page = open_page("data", folder, bagian=intake.FILES, berkas=archived.name[:12])
    assert "Unduh berkas asli" in [button.label for button in page.get("download_button")]
    archived.write_bytes(b"rusak")
    page.run()
    assert "Unduh berkas asli" not in [button.label for button in page.get("download_button")]
    assert "Berkas asli unit.csv hilang dari arsip atau rusak." in shown(page)


def test_files_of_one_name_are_told_apart() -> None:
    files = pd.DataFrame(
        {
            "choice": ["a", "b", "c"],
            "file_name": ["x.csv", "x.csv", "y.csv"],
            "received_at": [datetime(2026, 1, 1)] * 3,
        }
    )
    names = intake.distinct_names(files)
    assert names["a"].startswith("x.csv (1 Januari 2026")
    assert names["c"] == "y.csv"


def test_without_a_snapshot_the_reader_is_told_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "berkas").write_bytes(b"x")
    monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
    app = AppTest.from_file(ROOT / "compliance" / "ui" / "shell.py", default_timeout=TIMEOUT).run()
    assert not app.exception
    assert "belum dibangun" in app.error[0].value
    assert "build" in app.code[0].value
