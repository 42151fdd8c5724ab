"""The components of the services of one unit, on the page Profil unit."""

from __future__ import annotations

import pandas as pd

from compliance import queries
from compliance.charts import heatmap
from compliance.formatting import bilangan, daftar
from compliance.ui import session
from compliance.ui.filters import Selection
from compliance.ui.kept import kept
from compliance.words import group

MATRIX_COLUMNS = ["service_name", "component_label", "component_group", "state"]


@kept
def components(selection: Selection) -> pd.DataFrame:
    """Components of the active services, in the order of the law; equal names of services are numbered."""
    rows = session.frame(queries.components, year=selection.year, unit_id=selection.unit_id)
    active = session.frame(queries.standard_gaps, year=selection.year, unit_id=selection.unit_id)
    rows = rows[rows["service_id"].isin(active["service_id"])]
    rows = rows.sort_values(["service_name", "service_id", "component_order"])
    place = rows.groupby(["service_name", "component_id"]).cumcount() + 1
    return rows.assign(
        service_name=rows["service_name"].where(
            place == 1, rows["service_name"] + " (" + place.astype(str) + ")"
        )
    )


@kept
def component_title(rows: pd.DataFrame) -> str:
    """'Jaminan keamanan paling sering belum ada: 4 dari 10 layanan'."""
    n_services = rows["service_name"].nunique()
    missing = rows.loc[rows["state"] == "belum", "component_label"].value_counts()
    if missing.empty:
        n_unknown = int((rows["state"] == "tanpa_data").sum())
        tail = f"; {bilangan(n_unknown)} isian belum dilaporkan" if n_unknown else ""
        return f"Tidak ada komponen yang dinyatakan belum ada pada {bilangan(n_services)} layanan{tail}"
    first = missing[missing == missing.iloc[0]].index
    names = daftar(first, limit=3)
    return f"{names} paling sering belum ada: {bilangan(missing.iloc[0])} dari {bilangan(n_services)} layanan"


@kept
def component_cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Cells service x component with the symbol of each state."""
    return heatmap.state_cells(
        rows,
        row_column="service_name",
        column_column="component_label",
        state_column="state",
        group="component_state",
    )


def component_legend() -> list[tuple[str, str]]:
    """The four states of a component."""
    return [(entry.text, entry.tone.id) for entry in group("component_state")]
