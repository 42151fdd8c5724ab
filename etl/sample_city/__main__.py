"""`python -m etl.sample_city [OUT]`: write the files of the sample city (default data/sample)."""

from __future__ import annotations

import sys
from pathlib import Path

from etl.sample_city.score_files import write_follow_up, write_ombudsman, write_pekppp, write_targets
from etl.sample_city.standard_files import write_standards, write_unit_list
from etl.sample_city.survey_files import (
    write_answers,
    write_partly_rejected,
    write_people_served,
    write_recaps,
    write_refused,
)

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "data" / "sample"


def write_all(folder: Path) -> None:
    """Write every file of the sample city into `folder`, over those of the same name."""
    folder.mkdir(parents=True, exist_ok=True)
    write_unit_list(folder / "01 daftar perangkat daerah.xlsx")
    write_standards(
        folder,
        {
            "2019-2021": "02 standar pelayanan 2019-2021.xlsx",
            "2022": "03 standar pelayanan 2022.xlsx",
            "2023": "04 standar pelayanan 2023.xlsx",
            "2024": "05 standar pelayanan 2024.xlsx",
            "2025": "06 standar pelayanan 2025.xlsx",
        },
    )
    write_answers(folder)
    write_recaps(folder, {"2019-2021": "rekap SKM 2019-2021.xlsx", "2022-2025": "rekap SKM 2022-2025.xlsx"})
    write_people_served(folder / "jumlah pengguna layanan 2019-2025.xlsx")
    write_refused(folder / "SKM Dinas Perhubungan 2024.xlsx")
    write_partly_rejected(folder / "SKM susulan Oba Utara 2025.xlsx")
    write_pekppp(
        folder,
        {"2019": "PEKPPP 2019.xlsx", "2021": "PEKPPP 2021.xlsx", "2022-2025": "PEKPPP 2022-2025.xlsx"},
    )
    write_ombudsman(folder / "ombudsman.xlsx")
    write_targets(folder / "target 2021-2026.xlsx")
    write_follow_up(folder / "tindak lanjut 2023-2025.xlsx")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER)
