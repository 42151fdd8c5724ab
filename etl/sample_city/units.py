"""The unit list of the sample city. Names are those of the real city where known, else usual ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etl.sample_city.districts import KECAMATAN, KELURAHAN, PUSKESMAS

# code | name | kind | parent | other names (;)
_OFFICES = """
SETDA | Sekretariat Daerah | Sekretariat | | Setda;Sekretariat Daerah Kota Tidore Kepulauan
SETDA-TAPEM | Bagian Tata Pemerintahan | Bagian | SETDA | Bagian Tapem;Tapem
SETDA-KESRA | Bagian Kesejahteraan Rakyat | Bagian | SETDA | Bagian Kesra;Kesra
SETDA-HUKUM | Bagian Hukum | Bagian | SETDA | Bagian Hukum Setda
SETDA-EKON | Bagian Perekonomian dan Sumber Daya Alam | Bagian | SETDA | Bagian Perekonomian;Bagian Ekonomi
SETDA-ADPEM | Bagian Administrasi Pembangunan | Bagian | SETDA | Bagian Adpem;Adpem
SETDA-PBJ | Bagian Pengadaan Barang dan Jasa | Bagian | SETDA | Bagian PBJ;UKPBJ
SETDA-UMUM | Bagian Umum | Bagian | SETDA | Bagian Umum Setda
SETDA-ORG | Bagian Organisasi | Bagian | SETDA | Bagian Organisasi Setda;Bagian Ortala
SETDA-PROKOPIM | Bagian Protokol dan Komunikasi Pimpinan | Bagian | SETDA | Prokopim;Bagian Prokopim
SETWAN | Sekretariat DPRD | Sekretariat | | Setwan;Sekretariat Dewan
INSPEKTORAT | Inspektorat Daerah | Inspektorat | | Inspektorat Kota
DISDIK | Dinas Pendidikan | Dinas | | Disdik;Dikbud
DINKES | Dinas Kesehatan | Dinas | | Dinkes
DPUPR | Dinas Pekerjaan Umum dan Penataan Ruang | Dinas | | PUPR;Dinas PUPR
DISPERKIM | Dinas Perumahan dan Kawasan Permukiman | Dinas | | Perkim;Disperkim;Dinas Perkim
DINSOS | Dinas Sosial | Dinas | | Dinsos
DISDUKCAPIL | Dinas Kependudukan dan Pencatatan Sipil | Dinas | | Dukcapil;Disdukcapil;Dinas Dukcapil
DPMPTSP | Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu | Dinas | | PTSP;Dinas PMPTSP
DPMD | Dinas Pemberdayaan Masyarakat dan Desa | Dinas | | PMD;Dinas PMD
DISPUSIP | Dinas Perpustakaan dan Kearsipan | Dinas | | Dispusip;Perpustakaan Daerah
DISPERINDAGKOP | Dinas Perindustrian, Perdagangan, Koperasi dan UKM | Dinas | | Perindagkop;Disperindagkop UKM
DISHUB | Dinas Perhubungan | Dinas | | Dishub
DLH | Dinas Lingkungan Hidup | Dinas | | Dinas LH
DISKOMINFO | Dinas Komunikasi, Informatika, Statistik dan Persandian | Dinas | | Kominfo;Diskominfo
NAKERTRANS | Dinas Tenaga Kerja dan Transmigrasi | Dinas | | Disnakertrans;Nakertrans
DP3AKB | Dinas Pemberdayaan Perempuan, Perlindungan Anak dan Keluarga Berencana | Dinas | | DP3A;Dinas P3AKB
DISBUDPAR | Dinas Kebudayaan dan Pariwisata | Dinas | | Disbudpar;Dinas Pariwisata
DISPORA | Dinas Pemuda dan Olahraga | Dinas | | Dispora
DKP | Dinas Kelautan dan Perikanan | Dinas | | Dinas Perikanan
DISDAMKAR | Dinas Pemadam Kebakaran dan Penyelamatan | Dinas | | Damkar;Disdamkar
DISTAN | Dinas Pertanian | Dinas | | Distan
DISHANPAN | Dinas Ketahanan Pangan | Dinas | | Dishanpan
DISTANPAN | Dinas Pertanian dan Ketahanan Pangan | Dinas | | Distanpan
BKPSDM | Badan Kepegawaian dan Pengembangan Sumber Daya Manusia | Badan | | BKD;BKPSDM Kota
BPKAD | Badan Pengelolaan Keuangan dan Aset Daerah | Badan | | Badan Keuangan
BAPENDA | Badan Pendapatan Daerah | Badan | | Bapenda
BAPPEDA | Badan Perencanaan Pembangunan Daerah | Badan | | Bappeda
BAPPERIDA | Badan Perencanaan Pembangunan, Riset dan Inovasi Daerah | Badan | | Bapperida
BPBD | Badan Penanggulangan Bencana Daerah | Badan | | BPBD Kota
KESBANGPOL | Badan Kesatuan Bangsa dan Politik | Badan | | Kesbangpol;Badan Kesbangpol
SATPOLPP | Satuan Polisi Pamong Praja | Satuan | | Satpol PP;Pol PP
RSD | RSD Kota Tidore Kepulauan | Rumah Sakit | DINKES | RSUD Tidore;Rumah Sakit Daerah Kota Tidore Kepulauan
PERUMDA-AM | Perumda Air Minum Ake Mayora | BUMD | | PDAM;Ake Mayora
"""

# code -> (first day, last day, successor): two dinas merge in 2023, the planning body is renamed in 2024.
_LIFE: dict[str, tuple[date | None, date | None, str | None]] = {
    "DISTAN": (None, date(2022, 12, 31), "DISTANPAN"),
    "DISHANPAN": (None, date(2022, 12, 31), "DISTANPAN"),
    "DISTANPAN": (date(2023, 1, 1), None, None),
    "BAPPEDA": (None, date(2023, 12, 31), "BAPPERIDA"),
    "BAPPERIDA": (date(2024, 1, 1), None, None),
}


@dataclass(frozen=True)
class Unit:
    """One row of the unit list; `kind` is the word an office writes ("Dinas", "Kelurahan")."""

    code: str
    name: str
    kind: str
    parent: str | None
    district: str | None
    aliases: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None

    def exists_in(self, year: int) -> bool:
        """True if the unit existed at some day of `year`."""
        started = self.valid_from is None or self.valid_from.year <= year
        return started and (self.valid_to is None or self.valid_to.year >= year)


def _offices() -> list[Unit]:
    units = []
    for line in _OFFICES.strip().splitlines():
        code, name, kind, parent, aliases = (part.strip() for part in line.split("|"))
        units.append(
            Unit(code, name, kind, parent or None, "Tidore", aliases, *_LIFE.get(code, (None, None, None)))
        )
    return units


def _territory() -> list[Unit]:
    units = [
        Unit(
            "PKM-" + name.upper().replace(" ", "-"),
            f"Puskesmas {name}",
            "Puskesmas",
            "DINKES",
            district,
            f"PKM {name}",
        )
        for name, district in PUSKESMAS.items()
    ]
    units += [
        Unit(code, f"Kecamatan {name}", "Kecamatan", None, name, f"Kec. {name};Kantor Camat {name}")
        for code, name in KECAMATAN.items()
    ]
    units += [
        Unit(code, f"Kelurahan {name}", "Kelurahan", code[:8], KECAMATAN[code[:8]], f"Kel. {name}")
        for code, name in KELURAHAN.items()
    ]
    return units


UNITS: dict[str, Unit] = {unit.code: unit for unit in _offices() + _territory()}
