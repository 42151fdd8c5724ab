"""History of the service standards: what each unit submitted, when, and what was in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from etl.sample_city.chance import Dice
from etl.sample_city.services import PAID, service_code, services_of
from etl.sample_city.units import UNITS, Unit

FIRST_YEAR, LAST_YEAR = 2019, 2025
NEVER_REPORTED = frozenset({"DISDAMKAR", "KESBANGPOL", "SETDA-PROKOPIM"})
NEVER_REVIEWED = frozenset({"DISPORA", "DKP", "BPKAD", "DISBUDPAR", "PKM-LIFOFA", "82.72.06", "82.72.07"})
REVOKED_IN_2024 = "NAKERTRANS"

COMPONENTS: dict[str, str] = {
    "dasar_hukum": "Dasar Hukum",
    "persyaratan": "Persyaratan",
    "prosedur": "Sistem, Mekanisme, dan Prosedur",
    "jangka_waktu": "Jangka Waktu Penyelesaian",
    "biaya_tarif": "Biaya/Tarif",
    "produk": "Produk Pelayanan",
    "sarana_prasarana": "Sarana, Prasarana, dan/atau Fasilitas",
    "kompetensi_pelaksana": "Kompetensi Pelaksana",
    "pengawasan_internal": "Pengawasan Internal",
    "pengaduan": "Penanganan Pengaduan, Saran, dan Masukan",
    "jumlah_pelaksana": "Jumlah Pelaksana",
    "jaminan_pelayanan": "Jaminan Pelayanan",
    "jaminan_keamanan": "Jaminan Keamanan dan Keselamatan Pelayanan",
    "evaluasi_kinerja": "Evaluasi Kinerja Pelaksana",
}
# How often a component is missing from a first version.
_MISSING = {
    "dasar_hukum": 0.02,
    "persyaratan": 0.01,
    "prosedur": 0.03,
    "jangka_waktu": 0.04,
    "biaya_tarif": 0.02,
    "produk": 0.02,
    "sarana_prasarana": 0.08,
    "kompetensi_pelaksana": 0.10,
    "pengawasan_internal": 0.34,
    "pengaduan": 0.10,
    "jumlah_pelaksana": 0.14,
    "jaminan_pelayanan": 0.20,
    "jaminan_keamanan": 0.42,
    "evaluasi_kinerja": 0.37,
}
_STEPS = ("belum", "draf", "diajukan", "ditetapkan")
_DURATIONS = (
    "15 menit",
    "30 menit",
    "1 jam",
    "1 hari kerja",
    "3 hari kerja",
    "5 hari kerja",
    "14 hari kerja",
)
_ONLINE = (
    "Subdomain dan Hosting Perangkat Daerah",
    "Tanda Tangan Elektronik",
    "Penelusuran Arsip",
    "Jaringan Dokumentasi dan Informasi Hukum",
    "Informasi Wisata",
    "Layanan Pengadaan Secara Elektronik",
)


@dataclass(frozen=True)
class Submission:
    """One row a unit sent. A component is 'ada', 'belum', 'tidak_berlaku', None, or its own text."""

    unit: Unit
    code: str | None
    service: str
    submitted: date
    status: str
    components: dict[str, str | None]
    decree_number: str | None = None
    decree_date: date | None = None
    review_date: date | None = None
    pledge: str | None = None
    pledge_date: date | None = None
    media: str | None = None
    sippn: str | None = None
    forum_date: date | None = None
    note: str | None = None


@dataclass(frozen=True)
class Habit:
    """How a unit works: its first year, its diligence (0 to 1), the first year of its pledge (maklumat)."""

    start: int
    diligence: float
    pledge_from: int | None
    media: str
    uses_sippn: bool


def habit_of(unit: Unit) -> Habit:
    """The habit of a unit; NEVER_REPORTED units have one too, but send nothing."""
    dice = Dice("habit", unit.code)
    low, high, start = {
        "Kelurahan": (0.15, 0.65, dice.whole(2022, 2023)),
        "Kecamatan": (0.30, 0.80, dice.whole(2019, 2021)),
        "Bagian": (0.30, 0.85, dice.whole(2020, 2022)),
        "Puskesmas": (0.45, 0.90, dice.whole(2019, 2020)),
    }.get(unit.kind, (0.35, 0.95, 2019 if dice.yes(0.7) else dice.whole(2020, 2021)))
    if unit.valid_from:
        start = unit.valid_from.year
    diligence = dice.between(low, high)
    pledges = dice.yes(0.45 if unit.kind == "Kelurahan" else 0.55 + 0.4 * diligence)
    media = dice.one_of(
        (
            "Papan informasi",
            "Papan informasi; banner",
            "Website; papan informasi",
            "Website; media sosial; papan informasi",
        )
    )
    return Habit(
        start,
        diligence,
        start + dice.whole(0, 2) if pledges else None,
        media,
        unit.kind != "Kelurahan" and dice.yes(diligence),
    )


def submissions() -> list[Submission]:
    """Every submission of every unit, by year of submission, then in the order of the unit list."""
    rows = [row for unit in UNITS.values() if unit.code not in NEVER_REPORTED for row in _unit_history(unit)]
    return sorted(rows, key=lambda row: row.submitted.year)


def _unit_history(unit: Unit) -> list[Submission]:
    habit, rows = habit_of(unit), []
    for number, name in enumerate(services_of(unit), start=1):
        rows += _service_history(unit, habit, number, name)
    return rows


def _service_history(unit: Unit, habit: Habit, number: int, name: str) -> list[Submission]:
    dice = Dice("standar", unit.code, number)
    frozen = unit.code in NEVER_REVIEWED
    start = habit.start if frozen or dice.yes(0.8) else min(LAST_YEAR, habit.start + dice.whole(1, 3))
    current: Submission | None = None
    rows = []
    for year in range(start, LAST_YEAR + 1):
        if not unit.exists_in(year):
            continue
        if current is None:
            current = _first(unit, habit, number, name, year, dice)
        elif unit.code == REVOKED_IN_2024:
            if year != 2024:
                continue
            current = replace(
                current, submitted=_day(unit, year), status="dicabut", note="Dicabut, menunggu standar baru"
            )
        elif frozen:
            break
        else:
            following = _next(current, habit, year, dice)
            if following is None:
                continue
            current = following
        rows.append(current)
    return rows


def _day(unit: Unit, year: int) -> date:
    """The day on which a unit sends its standards of a year: one letter for all services."""
    return Dice("hari", unit.code, year).day(date(year, 3, 1), date(year, 11, 20))


def _decree(unit: Unit, year: int) -> tuple[str, date]:
    dice = Dice("sk", unit.code, year)
    short = unit.name.upper() if unit.code.startswith("82.") else unit.code
    return f"065/{dice.whole(3, 180):03d}/{short}/{year}", dice.day(date(year, 1, 8), date(year, 2, 26))


def _first(unit: Unit, habit: Habit, number: int, name: str, year: int, dice: Dice) -> Submission:
    frozen = unit.code in NEVER_REVIEWED or unit.code == REVOKED_IN_2024
    # From a careless to a diligent unit, the share of first versions already set goes from 20 to 55 %.
    draw = dice.random() + 0.35 * habit.diligence
    status = _STEPS[(draw > 0.28) + (draw > 0.55) + (draw > 0.80)]
    row = Submission(
        unit, service_code(unit, number), name, _day(unit, year), "ditetapkan" if frozen else status, {}
    )
    row = replace(row, components=_components(row, habit, dice))
    if row.status == "ditetapkan":
        decreed = dice.whole(2016, 2018) if frozen else year - (dice.whole(0, 2) if year < 2021 else 0)
        row = _decreed(row, decreed)
    return _published(row, habit, year, dice)


def _components(row: Submission, habit: Habit, dice: Dice) -> dict[str, str | None]:
    if row.status == "belum":
        return dict.fromkeys(COMPONENTS)
    factor = (1.25 - 0.8 * habit.diligence) * (1.5 if row.status == "draf" else 1)
    found: dict[str, str | None] = {}
    for component in COMPONENTS:
        missing = dice.yes(min(0.9, _MISSING[component] * factor))
        found[component] = None if dice.yes(0.03) else "belum" if missing else "ada"
    if found["biaya_tarif"] == "ada":
        tariff = f"Rp {dice.one_of((10, 15, 25, 50, 75, 150))}.000"
        found["biaya_tarif"] = tariff if row.service in PAID else "Gratis"
    if found["jangka_waktu"] == "ada" and dice.yes(0.6):
        found["jangka_waktu"] = dice.one_of(_DURATIONS)
    if row.service in _ONLINE:
        found["jaminan_keamanan"] = "tidak_berlaku"
    return found


def _decreed(row: Submission, year: int) -> Submission:
    number, day = _decree(row.unit, year)
    return replace(row, status="ditetapkan", decree_number=number, decree_date=day)


def _published(row: Submission, habit: Habit, year: int, dice: Dice) -> Submission:
    """Adds maklumat, publication and forum, as far as the unit is."""
    has_pledge = habit.pledge_from is not None and habit.pledge_from <= year
    if row.status != "ditetapkan":
        return replace(row, pledge="ada" if has_pledge else None if dice.yes(0.5) else "belum")
    public = dice.yes(0.35 + 0.6 * habit.diligence)
    return replace(
        row,
        pledge="ada" if has_pledge else "belum",
        pledge_date=_decree(row.unit, habit.pledge_from)[1] if has_pledge and habit.pledge_from else None,
        media=habit.media if public else "Belum" if dice.yes(0.6) else None,
        sippn=f"https://sippn.example/{row.code}" if public and habit.uses_sippn and dice.yes(0.8) else None,
        forum_date=row.decree_date - timedelta(days=21)
        if row.decree_date and habit.diligence > 0.6
        else None,
    )


def _next(row: Submission, habit: Habit, year: int, dice: Dice) -> Submission | None:
    """What the unit sends in the next year, or None if nothing changed."""
    pace = 0.35 if year == 2020 else 1.0
    if row.status != "ditetapkan":
        if not dice.yes((0.12 + 0.35 * habit.diligence) * pace):
            return None
        step = min(3, _STEPS.index(row.status) + dice.whole(1, 2))
        moved = replace(row, submitted=_day(row.unit, year), status=_STEPS[step])
        if row.status == "belum":
            moved = replace(moved, components=_components(moved, habit, dice))
        if moved.status == "ditetapkan":
            moved = _decreed(moved, year)
        return _published(moved, habit, year, dice)
    # A review is a matter of the whole unit; now and then one service is left out.
    reviewed = Dice("tinjau", row.unit.code, year).yes(0.85 * habit.diligence * pace) and dice.yes(0.9)
    if not reviewed:
        return None
    better = {
        key: "ada" if value in ("belum", None) and dice.yes(0.4) else value
        for key, value in row.components.items()
    }
    if better["biaya_tarif"] == "ada":
        better["biaya_tarif"] = "Gratis"
    changed = replace(row, submitted=_day(row.unit, year), components=better)
    if Dice("sk baru", row.unit.code, year).yes(0.35):
        changed = _decreed(changed, year)
    else:
        changed = replace(changed, review_date=_decree(row.unit, year)[1])
    return _published(changed, habit, year, dice)
