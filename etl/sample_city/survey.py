"""The satisfaction surveys (SKM): who surveyed when, how many people, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from etl.sample_city.chance import Dice
from etl.sample_city.services import services_of
from etl.sample_city.standards import LAST_YEAR, NEVER_REPORTED
from etl.sample_city.units import UNITS, Unit

UNSUR: dict[str, str] = {
    "persyaratan": "Persyaratan",
    "prosedur": "Sistem, Mekanisme, dan Prosedur",
    "waktu": "Waktu Penyelesaian",
    "biaya": "Biaya/Tarif",
    "produk": "Produk Spesifikasi Jenis Pelayanan",
    "kompetensi": "Kompetensi Pelaksana",
    "perilaku": "Perilaku Pelaksana",
    "pengaduan": "Penanganan Pengaduan, Saran dan Masukan",
    "sarpras": "Sarana dan Prasarana",
}
# How far each unsur lies from the mean of the nine; they add up to 0.
_OFFSET = (0.00, -0.02, -0.24, 0.40, 0.04, 0.06, 0.12, -0.09, -0.27)

# Share of the units that surveyed, offices and kelurahan (which began in 2022); 2020 was the pandemic year.
_SHARE = {2019: 0.82, 2020: 0.40, 2021: 0.70, 2022: 0.86, 2023: 0.92, 2024: 0.95, 2025: 0.97}
_SHARE_KELURAHAN = {2022: 0.35, 2023: 0.48, 2024: 0.60, 2025: 0.68}
_FALLING = frozenset(
    {"DISHUB", "DLH", "PERUMDA-AM", "DISPERINDAGKOP", "PKM-GALALA", "82.72.02", "BAPENDA", "DPUPR"}
)
_ALWAYS = frozenset({"DISDUKCAPIL", "DPMPTSP", "RSD", "DINSOS"})
_EACH_YEAR_SHORT = frozenset({"82.72.07", "NAKERTRANS"})

# These units' survey stands in a file of its own (refused, or partly rejected) and nowhere else.
REFUSED = ("DISHUB", 2024)
PARTLY_REJECTED = (("82.72.02.1002", 2025), ("82.72.02.1003", 2025))

# People served in a year, by unit or kind (small on purpose: the sample has to stay light).
_PEOPLE = {
    "RSD": (1100, 1700),
    "DISDUKCAPIL": (900, 1500),
    "DPMPTSP": (320, 480),
    "PERUMDA-AM": (220, 300),
    "DINSOS": (140, 200),
    "Puskesmas": (150, 260),
    "Kecamatan": (60, 110),
    "Dinas": (45, 90),
    "Badan": (45, 80),
    "Bagian": (25, 40),
    "Kelurahan": (30, 55),
}
_EDUCATION = ("SD", "SMP", "SMA", "SMA", "SMA", "D3", "S1", "S1", "S2")
_WORK = (
    "PNS",
    "Wiraswasta",
    "Petani",
    "Nelayan",
    "Pelajar/Mahasiswa",
    "Ibu rumah tangga",
    "Swasta",
    "Lainnya",
)


@dataclass(frozen=True)
class Answer:
    """One respondent, without anything that could name a person."""

    number: int
    day: date
    service: str
    values: tuple[int, ...]
    age: int
    sex: str
    education: str
    work: str
    disability: str


def has_survey(unit: Unit, year: int) -> bool:
    """True if the unit surveyed in `year`, in whatever file."""
    if unit.code in NEVER_REPORTED or not unit.exists_in(year):
        return False
    if unit.code in _ALWAYS or (unit.code, year) == REFUSED or (unit.code, year) in PARTLY_REJECTED:
        return True
    share = (_SHARE_KELURAHAN if unit.kind == "Kelurahan" else _SHARE).get(year, 0.0)
    readiness = 0.75 * Dice("siap", unit.code).random() + 0.25 * Dice("siap", unit.code, year).random()
    return readiness < share


def people_served(unit: Unit, year: int) -> int:
    low, high = _PEOPLE.get(unit.code) or _PEOPLE.get(unit.kind) or (45, 90)
    return round(
        Dice("orang", unit.code).whole(low, high) * (0.7 if year == 2020 else 1 + 0.02 * (year - 2019))
    )


def knows_people_served(unit: Unit) -> bool:
    """Not every unit keeps count of the people it serves."""
    return (
        Dice("hitung", unit.code).yes(0.25 if unit.kind == "Kelurahan" else 0.75)
        or unit.code in _EACH_YEAR_SHORT
    )


def is_recap_only(unit: Unit, year: int) -> bool:
    """Some units send only the table of means, not the answers."""
    if unit.code in _ALWAYS or (unit.code, year) == REFUSED or (unit.code, year) in PARTLY_REJECTED:
        return False
    return Dice("rekap", unit.code, year).yes(0.12)


def _respondents(unit: Unit, year: int) -> int:
    people = people_served(unit, year)
    # Krejcie & Morgan: 95 % confidence, margin 5 %, share one half.
    needed = 3.841 * people * 0.25 / (0.0025 * (people - 1) + 3.841 * 0.25)
    dice = Dice("sampel", unit.code, year)
    if unit.code in _EACH_YEAR_SHORT or dice.yes(0.07):
        return max(6, int(needed * dice.between(0.25, 0.6)))
    return min(people, int(needed * dice.between(1.03, 1.1)) + 3)


def aimed_ikm(unit: Unit, year: int) -> float:
    """The IKM that the answers of a unit scatter around: slowly rising, for some units falling."""
    dice = Dice("mutu", unit.code)
    slope = dice.between(-1.1, -0.5) if unit.code in _FALLING else dice.between(0.9, 1.9)
    value = 75.1 + dice.bell(9) + slope * (year - 2019) + Dice("mutu", unit.code, year).bell(2.2)
    return max(58.0, min(94.0, value - (2.0 if year == 2020 else 0) + (5 if unit.code in _FALLING else 0)))


@cache
def answers(code: str, year: int) -> tuple[Answer, ...]:
    """The answers of a unit in a year, by date; numbers start at 1 in every survey."""
    unit, dice = UNITS[code], Dice("jawaban", code, year)
    mean = aimed_ikm(unit, year) / 25
    own = [offset * dice.between(0.7, 1.3) + dice.bell(0.12) for offset in _OFFSET]
    shift = sum(own) / 9
    start = date(year, 10, 1) if year < 2025 else date(year, 4, 1)
    count = _respondents(unit, year)
    days = sorted(dice.day(start, date(year, 11, 28)) for _ in range(count))
    names = (services_of(unit) or [unit.name])[:5]
    found = []
    for number, day in enumerate(days, start=1):
        person = dice.bell(0.7)
        values = []
        for offset in own:
            wish = max(1.0, min(4.0, mean + offset - shift + person + dice.bell(0.5)))
            values.append(int(wish) + dice.yes(wish - int(wish)))
        found.append(
            Answer(
                number,
                day,
                dice.one_of(names),
                tuple(values),
                dice.whole(17, 68),
                dice.one_of("LP"),
                dice.one_of(_EDUCATION),
                dice.one_of(_WORK),
                "Ya" if dice.yes(0.02) else "Tidak",
            )
        )
    return tuple(found)


def surveys(year: int, *, recap_only: bool = False) -> list[Unit]:
    """Units whose ordinary survey of `year` is sent as answers (or only as a recap)."""
    apart = {REFUSED, *PARTLY_REJECTED}
    return [
        unit
        for unit in UNITS.values()
        if has_survey(unit, year)
        and (unit.code, year) not in apart
        and is_recap_only(unit, year) == recap_only
    ]


def survey_years() -> range:
    return range(2019, LAST_YEAR + 1)
