"""What holds for every staged file, whatever it held."""

from __future__ import annotations

import re

from etl import staging


def counted(staged: staging.Staged) -> None:
    """Each sheet: read = accepted + rejected, and the tables hold just as many."""
    found = staged.sheets
    assert (found["n_read"] == found["n_accepted"] + found["n_rejected"]).all()
    assert found["n_accepted"].sum() == sum(len(table) for table in staged.tables.values())
    assert found["n_rejected"].sum() == len(staged.rejected)
    assert staged.tables or "Galat" in set(staged.findings["severity"])


def named_as_no_data(staged: staging.Staged, sheet: str) -> set[int]:
    """Rows that a finding of the sheet names as no data, or as standing above the header."""
    here = staged.findings[staged.findings["sheet"] == sheet]
    told = here[here["rule_code"].isin({"BARIS_BUKAN_DATA", "BARIS_DI_ATAS_JUDUL"})]
    rows: set[int] = set()
    for message in told["message"]:
        for first, last in re.findall(r"(\d+)(?:–(\d+))?", message.partition(": ")[2]):
            rows |= set(range(int(first), int(last or first) + 1))
    return rows
