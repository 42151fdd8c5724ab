"""Sentences made from figures: a change is worded only where two years may be compared."""

from __future__ import annotations

import pandas as pd
import pytest

from compliance.sentences import (
    arah,
    bagian,
    jadi_kalimat,
    judul_indeks,
    kepastian,
    n_dari,
    perubahan,
    ringkas_arah,
    selisih_target,
)


@pytest.mark.parametrize(
    ("change", "comparable", "direction"),
    [
        (1.2, True, "naik"),
        (-0.01, True, "turun"),
        (0.004, True, "tetap"),
        (-22.37, False, "tidak_dapat_dibandingkan"),
        (None, True, "tidak_dapat_dibandingkan"),
        (1.2, pd.NA, "tidak_dapat_dibandingkan"),
    ],
)
def test_arah(change, comparable, direction):
    assert arah(change, comparable=comparable) == direction


def test_perubahan():
    assert perubahan(1.2, since=2024) == "naik 1,20 poin sejak 2024"
    assert perubahan(-0.4) == "turun 0,40 poin"
    assert perubahan(0.0, since=2024) == "tetap sejak 2024"
    assert perubahan(-22.37, comparable=False, since=2024) == "tidak dapat dibandingkan dengan 2024"


def test_judul_indeks_says_the_finding():
    title = judul_indeks("IKM", 83.4, year=2025, change=1.2, comparable=True, n=31, total=45)
    assert title == "IKM kota naik 1,20 poin menjadi 83,40; 31 dari 45 unit melapor"


def test_judul_indeks_does_not_word_a_change_across_a_break():
    title = judul_indeks("Ombudsman", 62.57, year=2025, change=-22.37, comparable=False)
    assert title == "Ombudsman kota 62,57 pada 2025"


def test_judul_indeks_without_a_value_and_without_a_change():
    assert (
        judul_indeks("IKM", None, year=2025, n=0, total=45)
        == "IKM kota 2025 belum ada; 0 dari 45 unit melapor"
    )
    assert judul_indeks("IPP", 3.5, change=0.0, comparable=True) == "IPP kota tetap 3,50"


def test_counts_and_targets():
    assert n_dari(31, 45) == "31 dari 45 unit melapor"
    assert n_dari(0, 0) == "tidak ada unit yang diharapkan melapor"
    assert bagian(120, 300, "layanan") == "120 dari 300 layanan (40%)"
    assert bagian(0, 0, "layanan") == "belum ada layanan"
    assert selisih_target(1.2) == "1,20 poin di atas target"
    assert selisih_target(-0.5) == "0,50 poin di bawah target"
    assert selisih_target(0) == "tepat pada target"
    assert selisih_target(None) == "target belum ditetapkan"


def test_kepastian_and_summary():
    assert kepastian(True) == "perubahan nyata"
    assert kepastian(False) == "dalam rentang ketidakpastian"
    assert kepastian(pd.NA) == ""
    assert ringkas_arah(12, 5, 2, 8) == "12 unit naik, 5 turun, 2 tetap; 8 tidak dapat dibandingkan"
    assert ringkas_arah(0, 5, 0, 0) == "5 unit turun"
    assert ringkas_arah(0, 0, 0, 3) == "tidak ada unit yang dapat dibandingkan; 3 tidak dapat dibandingkan"


def test_jadi_kalimat():
    assert jadi_kalimat("tidak ada nilai tahun 2023") == "Tidak ada nilai tahun 2023."
    assert jadi_kalimat("Sudah.") == "Sudah."
