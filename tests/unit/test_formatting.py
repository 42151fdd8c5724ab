"""Numbers and dates as an Indonesian official writes them."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from compliance.formatting import (
    angka,
    bilangan,
    daftar,
    is_empty,
    kalimat,
    persen,
    round_half_up,
    tanggal,
    tanggal_waktu,
    ya_tidak,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (87.5, 2, "87,50"),
        (1234567.891, 2, "1.234.567,89"),
        (0, 2, "0,00"),
        (-3.4, 1, "−3,4"),
        (88.305, 2, "88,31"),
        (2.675, 2, "2,68"),
        (-0.001, 2, "0,00"),
        (np.float64(4.06), 2, "4,06"),
        (None, 2, "–"),
        (float("nan"), 2, "–"),
        (pd.NA, 2, "–"),
    ],
)
def test_angka(value, decimals, text):
    assert angka(value, decimals) == text


def test_angka_with_sign_has_a_real_minus_and_none_for_zero():
    assert [angka(v, 2, signed=True) for v in (1.2, -0.4, 0, 0.001)] == ["+1,20", "−0,40", "0,00", "0,00"]


def test_angka_trim():
    assert [angka(v, 2, trim=True) for v in (87.5, 87.0, 100.25)] == ["87,5", "87", "100,25"]


def test_persen_and_bilangan():
    assert persen(0.875, 1) == "87,5%"
    assert persen(0.005) == "1%"
    assert persen(None) == "–"
    assert bilangan(12345) == "12.345"


@pytest.mark.parametrize(
    "value", [date(2024, 1, 12), datetime(2024, 1, 12, 9, 5), pd.Timestamp("2024-01-12"), "2024-01-12"]
)
def test_tanggal(value):
    assert tanggal(value) == "12 Januari 2024"


def test_tanggal_short_time_and_nothing():
    assert tanggal(date(2024, 8, 7), short=True) == "7 Agu 2024"
    assert tanggal_waktu(datetime(2024, 8, 7, 9, 5)) == "7 Agustus 2024 pukul 09.05"
    assert tanggal(pd.NaT) == "–"
    assert tanggal_waktu(None) == "–"


def test_is_empty_knows_all_missing_values_and_nothing_else():
    assert all(is_empty(v) for v in (None, float("nan"), pd.NA, pd.NaT, np.nan))
    assert not any(is_empty(v) for v in (0, "", False, [], np.array([1.0, np.nan]), "NaN"))


def test_daftar():
    assert daftar(["A"]) == "A"
    assert daftar(["A", "B"]) == "A dan B"
    assert daftar(["A", "B", "C"]) == "A, B, dan C"
    assert daftar(list("ABCDE"), limit=2) == "A, B, dan 3 lainnya"
    assert daftar([]) == "–"


def test_small_helpers():
    assert kalimat("iKM naik") == "IKM naik"
    assert [ya_tidak(v) for v in (True, False, None)] == ["Ya", "Tidak", "–"]
    assert str(round_half_up(0.125, 2)) == "0.13"
