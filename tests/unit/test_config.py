"""pantau.toml: a default for everything, and a sentence for every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance import config, paths
from compliance.config import ConfigError


def write(folder: Path, text: str) -> Path:
    (folder / paths.CONFIG_NAME).write_text(text, encoding="utf-8")
    return folder


def test_everything_has_a_default(tmp_path: Path) -> None:
    found = config.load(tmp_path)
    assert found.city.name == "Kota Tidore Kepulauan"
    assert found.signatory.position and found.letterhead.division == "Bagian Organisasi"
    assert (found.duty_limits, found.exempt_units, found.targets) == ({}, {}, {})


def test_what_the_file_says_replaces_the_default(tmp_path: Path) -> None:
    text = """
    [kota]
    nama = "Kota Contoh"
    [tinjau_ulang]
    patuh_bulan = 24
    berisiko_bulan = 36
    [unit_dikecualikan]
    ikm = ["BPKAD", "SETDPRD"]
    [target.ikm]
    2025 = 85.5
    [penyajian]
    batas_penyembunyian = 10
    """
    found = config.load(write(tmp_path, text))
    assert (found.city.name, found.city.province) == ("Kota Contoh", "Maluku Utara")
    assert found.duty_limits == {"tinjau_ulang": {"patuh_bulan": 24, "berisiko_bulan": 36}}
    assert found.exempt_units["ikm"] == ("BPKAD", "SETDPRD")
    assert found.targets == {"ikm": {2025: 85.5}}
    assert found.display.suppression_threshold == 10


def test_file_saved_by_notepad_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / paths.CONFIG_NAME).write_bytes(b"\xef\xbb\xbf[kota]\nnama = 'Kota Contoh'\n")
    assert config.load(tmp_path).city.name == "Kota Contoh"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[kota]\nnama = Tidore\n", "pantau.toml, baris 2: tidak dapat dibaca sebagai TOML"),
        ("[kota]\nnama = 12\n", "kunci kota.nama: isi '12' harus berupa teks"),
        ("[kota]\nnama = ''\n", "kunci kota.nama: isi"),
        ("[kota]\nnamma = 'x'\n", "kunci kota.namma: kunci tidak dikenal"),
        ("[kotta]\nnama = 'x'\n", "kunci kotta: kunci tidak dikenal"),
        ("[tinjau_ulang]\npatuh_bulan = 'dua'\nberisiko_bulan = 3\n", "isi 'dua' harus berupa bilangan"),
        ("[tinjau_ulang]\npatuh_bulan = 0\nberisiko_bulan = 3\n", "terlalu kecil; paling kecil 1"),
        ("[tinjau_ulang]\npatuh_bulan = 12\n", "diisi keduanya atau tidak sama sekali"),
        ("[tinjau_ulang]\npatuh_bulan = 12\nberisiko_bulan = 6\n", "tidak boleh kurang dari `patuh_bulan`"),
        ("[penyajian]\ncakupan_minimum = 50\n", "terlalu besar; paling besar 1"),
        ("[target.ikm]\ntahun = 80\n", "harus berupa bilangan"),
    ],
)
def test_mistake_is_told_with_key_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.load(write(tmp_path, text))
    assert message in str(caught.value)
    assert str(caught.value).endswith(".")


def test_data_folder_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
    assert paths.data_dir() == tmp_path.resolve()
    write(tmp_path, "[kota]\nnama = 'Kota Lain'\n")
    assert config.load().city.name == "Kota Lain"
    monkeypatch.setenv("PANTAU_DATA_DIR", "  ")
    assert paths.data_dir() == paths.ROOT / "data"


def test_what_a_document_leaves_dotted_is_told_by_its_key(tmp_path: Path) -> None:
    assert set(config.load(tmp_path).unfilled["penandatangan"]) == {"nama", "pangkat", "nip"}
    text = '[kop]\nalamat = "Jalan A"\n[penandatangan]\nnama = "B"\npangkat = "-"\nnip = " "'
    assert config.load(write(tmp_path, text)).unfilled == {"penandatangan": {"nip": "NIP"}}
