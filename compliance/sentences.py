"""Indonesian sentences made from figures: what rose, what fell, how many of how many.

Pure text: every function takes figures and gives a sentence an official could sign. A change is
only worded where two years may be compared; otherwise the sentence says that they may not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compliance import words
from compliance.formatting import angka, bilangan, is_empty, kalimat, persen


def arah(change: Any, *, comparable: Any = True, decimals: int = 2) -> str:
    """Direction of a change after rounding: naik | turun | tetap | tidak_dapat_dibandingkan."""
    if is_empty(change) or is_empty(comparable) or not comparable:
        return "tidak_dapat_dibandingkan"
    rounded = round(float(change), decimals)
    if rounded == 0:
        return "tetap"
    return "naik" if rounded > 0 else "turun"


def perubahan(
    change: Any,
    *,
    comparable: Any = True,
    decimals: int = 2,
    since: Any = None,
    what: str = "poin",
    n_compared: Any = None,
) -> str:
    """'naik 1,20 poin sejak 2024', 'tetap', 'tidak dapat dibandingkan dengan 2024'.

    what: 'poin persen' for the difference of two percentages. n_compared: the units that a mean over units
    changed by, which are said.
    """
    direction = arah(change, comparable=comparable, decimals=decimals)
    if direction == "tidak_dapat_dibandingkan":
        return "tidak dapat dibandingkan" + ("" if is_empty(since) else f" dengan {int(since)}")
    tail = "" if is_empty(since) else f" sejak {int(since)}"
    if not is_empty(n_compared):
        tail += f", dihitung dari {unit_yang_sama(n_compared)}"
    if direction == "tetap":
        return "tetap" + tail
    return f"{direction} {angka(abs(float(change)), decimals)} {what}{tail}"


def unit_yang_sama(n: Any) -> str:
    """'80 unit yang dapat dibandingkan pada kedua tahun': what the change of a mean is taken over."""
    return f"{bilangan(n)} unit yang dapat dibandingkan pada kedua tahun"


def berubah(revised: Mapping[str, Mapping[str, int]]) -> str:
    """'12 nilai dan 1 kesimpulan berubah karena data; 2 kesimpulan berubah karena aturan penilaian.'

    revised: cause -> subject -> how many, with the words of data/words.yaml.
    """
    parts = []
    for cause, counts in revised.items():
        reasons = " dan ".join(words.label("revision_cause", one).lower() for one in cause.split(" dan "))
        told = [
            f"{bilangan(counts[one.id])} {one.label.lower()}"
            for one in words.group("revision_subject")
            if one.id in counts
        ]
        parts.append(f"{_dan(told)} berubah karena {reasons}")
    return kalimat("; ".join(parts) + ".") if parts else "Tidak ada nilai atau kesimpulan yang berubah."


def _dan(texts: list[str]) -> str:
    return ", ".join(texts[:-1]) + (" dan " if len(texts) > 1 else "") + texts[-1]


def n_dari(n: Any, total: Any, what: str = "unit", verb: str = "melapor") -> str:
    """'31 dari 45 unit melapor'; 'tidak ada unit yang diharapkan melapor' if the total is 0."""
    if is_empty(total) or int(total) == 0:
        return f"tidak ada {what} yang diharapkan {verb}"
    return f"{bilangan(n or 0)} dari {bilangan(total)} {what} {verb}"


def cakupan_kurang(title: str, n: Any, total: Any, minimum: float) -> str:
    """A warning beside a mean of the city to which too few units contributed; '' where enough did."""
    if is_empty(n) or not n or is_empty(total) or n / total >= minimum:
        return ""
    return (
        f"⚠ {title}: rata-rata kota hanya dari {bilangan(n)} unit di antara {bilangan(total)} "
        f"({persen(n / total)}), di bawah cakupan minimum {persen(minimum)}; nilai ini belum "
        "menggambarkan seluruh unit."
    )


def judul_indeks(
    title: str,
    value: Any,
    *,
    place: str = "kota",
    year: Any = None,
    change: Any = None,
    comparable: Any = None,
    decimals: int = 2,
    n: Any = None,
    total: Any = None,
    n_compared: Any = None,
) -> str:
    """Title of a chart that says the finding.

    'Ombudsman kota naik 1,20 poin menjadi 83,40'. A mean over units: 'IKM kota 83,40, naik 1,20 poin pada
    28 unit yang dapat dibandingkan pada kedua tahun; 31 dari 45 unit melapor'. Without a comparable year:
    'IKM kota 83,40 pada 2025'. Without a value: 'IKM kota 2025 belum ada; 0 dari 45 unit melapor'.
    """
    tail = "" if is_empty(total) else f"; {n_dari(n, total)}"
    when = "" if is_empty(year) else f" {int(year)}"
    if is_empty(value):
        return f"{title} {place}{when} belum ada{tail}"
    direction = arah(change, comparable=comparable, decimals=decimals)
    number = angka(value, decimals)
    if direction == "tidak_dapat_dibandingkan":
        on = f" pada{when}" if when else ""
        return f"{title} {place} {number}{on}{tail}"
    moved = "tetap" if direction == "tetap" else f"{direction} {angka(abs(float(change)), decimals)} poin"
    if not is_empty(n_compared):
        return f"{title} {place} {number}, {moved} pada {unit_yang_sama(n_compared)}{tail}"
    if direction == "tetap":
        return f"{title} {place} tetap {number}{tail}"
    return f"{title} {place} {moved} menjadi {number}{tail}"


def kategori(category: Any, label: Any = None, *, unverified: bool = False) -> str:
    """'B · Baik'; 'Kualitas cukup' where the label already says the category; '' without one.

    unverified: the name or the bounds of the category come from memory, and it says so.
    """
    if is_empty(category):
        return ""
    text = str(category)
    if not is_empty(label) and str(label):
        known = text.casefold() in str(label).casefold() and len(text) > 2
        text = str(label) if known else f"{text} · {label}"
    return text + (" (belum diverifikasi)" if unverified else "")


def selisih_target(gap: Any, decimals: int = 2) -> str:
    """'1,20 poin di atas target', 'tepat pada target', 'target belum ditetapkan'."""
    if is_empty(gap):
        return "target belum ditetapkan"
    if round(float(gap), decimals) == 0:
        return "tepat pada target"
    return f"{angka(abs(float(gap)), decimals)} poin di {'atas' if gap > 0 else 'bawah'} target"


def kepastian(significant: Any, *, untested: str = "") -> str:
    """'perubahan nyata', 'dalam rentang ketidakpastian'; `untested` where it cannot be told."""
    if is_empty(significant):
        return untested
    return "perubahan nyata" if significant else "dalam rentang ketidakpastian"


def ringkas_arah(n_up: int, n_down: int, n_same: int, n_incomparable: int, what: str = "unit") -> str:
    """'12 unit naik, 5 turun, 2 tetap; 8 tidak dapat dibandingkan'; zero counts are left out."""
    parts = [(n_up, "naik"), (n_down, "turun"), (n_same, "tetap")]
    told = [f"{bilangan(n)} {name}" for n, name in parts if n]
    tail = f"; {bilangan(n_incomparable)} tidak dapat dibandingkan" if n_incomparable else ""
    if not told:
        return f"tidak ada {what} yang dapat dibandingkan{tail}"
    told[0] = told[0].replace(" ", f" {what} ", 1)
    return ", ".join(told) + tail


def bagian(n: Any, total: Any, what: str) -> str:
    """'120 dari 300 layanan (40%)'; 'belum ada layanan' if the total is 0."""
    if is_empty(total) or int(total) == 0:
        return f"belum ada {what}"
    return f"{bilangan(n or 0)} dari {bilangan(total)} {what} ({persen((n or 0) / total)})"


def judul_kewajiban(counts: Any) -> str:
    """The duty most units do not meet; counts: rows of queries.duty_counts."""
    if counts.empty:
        return "Belum ada kewajiban yang dapat dinilai"
    breach = counts[counts["verdict"] == "tidak_patuh"]
    if breach.empty:
        known = counts[~counts["verdict"].isin(["tanpa_data", "tidak_berlaku"])]
        if known.empty:
            return "Belum ada data untuk menilai kewajiban"
        unknown = known["n_units"].sum() < counts["n_units"].sum()
        tail = "; sebagian belum ada datanya" if unknown else ""
        return f"Tidak ada kewajiban yang dinyatakan tidak patuh{tail}"
    worst = breach.sort_values("n_units").iloc[-1]
    total = counts.loc[counts["duty_id"] == worst["duty_id"], "n_units"].sum()
    return f"{worst['duty_label']}: {bilangan(worst['n_units'])} dari {bilangan(total)} unit tidak patuh"


def jadi_kalimat(text: str) -> str:
    """Capital first letter and a full stop, if it has none."""
    text = kalimat(text.strip())
    return text if not text or text[-1] in ".!?" else text + "."
