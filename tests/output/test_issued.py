"""Issued documents: the button's bytes are the command's, and what was issued can be had again unchanged."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from filelock import FileLock

from compliance import warehouse
from compliance.output import Order, issued, produce
from compliance.warehouse import Snapshot
from etl import cli

YEAR = datetime.now().year  # the only one that a list of units has
AT = datetime(2026, 11, 24, 9, 30)


@pytest.fixture
def snapshot(unit_list_dir: Path) -> Snapshot:
    return warehouse.current(unit_list_dir)


def keep(folder: Path, snapshot: Snapshot, content: bytes = b"isi", kind: str = "docx") -> issued.Issued:
    order = Order("laporan", YEAR, kind, "A", ("ringkasan",))
    return issued.issue(folder, snapshot, order, content, by="Siti", at=AT, scope="Dinas A", is_sample=False)


@pytest.mark.parametrize("kind", ["docx", "pdf", "pptx", "xlsx"])
def test_command_writes_the_bytes_of_the_button(
    unit_list_dir: Path, snapshot: Snapshot, tmp_path: Path, kind: str
) -> None:
    output = tmp_path / f"laporan.{kind}"
    arguments = ["--data-dir", str(unit_list_dir), "export", "report", "--year", str(YEAR), "--format", kind]
    assert cli.main([*arguments, "--unit", "A", "-o", str(output)]) == 0
    assert output.read_bytes() == produce(snapshot, Order("laporan", YEAR, kind, "A"), unit_list_dir)


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (["--year", "2001"], 1, "Tahun 2001 tidak ada dalam data"),
        (["--unit", "ZZ"], 1, "Unit dengan kode 'ZZ' tidak ada"),
        (["--format", "doc"], 2, "docx, pdf, pptx, xlsx"),
        (["-o", "laporan.xls"], 2, "harus berakhiran .docx"),
    ],
)
def test_wrong_order_is_told_in_a_sentence(
    unit_list_dir: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: list[str],
    code: int,
    said: str,
) -> None:
    given = ["--year", str(YEAR), "--format", "docx", "-o", str(tmp_path / "laporan.docx"), *change]
    assert cli.main(["--data-dir", str(unit_list_dir), "export", "report", *given]) == code
    assert said in capsys.readouterr().err


def test_what_was_issued_comes_back_unchanged(snapshot: Snapshot, tmp_path: Path) -> None:
    first, second = keep(tmp_path, snapshot), keep(tmp_path, snapshot)
    assert issued.history(tmp_path) == ([second, first], [])
    assert first.id != second.id and first.order.sections == ("ringkasan",)
    assert issued.content(tmp_path, first) == b"isi"
    assert len(list((tmp_path / "laporan").glob("*.docx"))) == 1, "the same document takes room once"


def test_changed_and_lost_documents_are_refused(snapshot: Snapshot, tmp_path: Path) -> None:
    one = keep(tmp_path, snapshot)
    path = next((tmp_path / "laporan").glob("*.docx"))
    path.write_bytes(b"isi lain")
    with pytest.raises(issued.IssueLost, match="berubah sejak diterbitkan"):
        issued.content(tmp_path, one)
    path.unlink()
    with pytest.raises(issued.IssueLost, match="tidak ada lagi"):
        issued.content(tmp_path, one)


def test_broken_record_hides_no_other(snapshot: Snapshot, tmp_path: Path) -> None:
    one = keep(tmp_path, snapshot)
    for name, text in (("a.json", "{"), ("b.json", "{}"), ("c.json", '{"order": 1}'), ("d.json", "[]")):
        (tmp_path / "laporan" / name).write_text(text, encoding="utf-8")
    assert issued.history(tmp_path) == ([one], ["d.json", "c.json", "b.json", "a.json"])


def test_locked_or_closed_folder_issues_nothing(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issued, "_LOCK_SECONDS", 0.05)
    (tmp_path / "laporan").mkdir()
    with (
        FileLock(tmp_path / "laporan" / "laporan.lock"),
        pytest.raises(issued.IssueFailed, match="sedang disimpan"),
    ):
        keep(tmp_path, snapshot)
    (tmp_path / "berkas").write_text("", encoding="utf-8")
    with pytest.raises(issued.IssueFailed, match="belum tercatat"):
        keep(tmp_path / "berkas", snapshot)
    assert issued.history(tmp_path) == ([], [])


def test_built_again_is_compared_and_a_difference_explained(
    unit_list_dir: Path, snapshot: Snapshot, tmp_path: Path
) -> None:
    order = Order("laporan", YEAR, "docx", "A")
    made = produce(snapshot, order, tmp_path)
    one = issued.issue(tmp_path, snapshot, order, made, by="Siti", at=AT, scope="Dinas A", is_sample=False)
    assert warehouse.kept(unit_list_dir, one.snapshot_id) == snapshot
    assert warehouse.kept(unit_list_dir, "20200101-000000000000-abcdef") is None
    again, told = issued.built_again(tmp_path, snapshot, one)
    assert again == made and "sama persis" in told
    (tmp_path / "pantau.toml").write_text('[penandatangan]\nnama = "Orang lain"\n', encoding="utf-8")
    again, told = issued.built_again(tmp_path, snapshot, one)
    assert again != made and "pengaturan kantor" in told
