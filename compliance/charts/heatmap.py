"""A matrix of cells, each with a symbol or number: unit x unsur, unit x 14 components.

A cell is never told by colour alone: it carries a number, a share or the symbol of its state.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go

from compliance.charts import style
from compliance.charts.style import Caption, records
from compliance.formatting import angka, bilangan, is_empty
from compliance.words import tone, word

ROW = 30
# The order of the codes of the cells' colours; a code is only a place in the colour scale.
_TONES = ("buruk", "kurang", "cukup", "baik", "sangat_baik", "netral", "kosong")


def matrix(
    cells: pd.DataFrame,
    caption: Caption,
    *,
    legend: list[tuple[str, str]],
    text_size: int = 12,
    row_space: int = 24,
) -> go.Figure:
    """Cells in rows and columns, in the order in which they first appear.

    cells: row, column, tone, text, hover (one row per cell; a missing cell stays white).
    legend: (label, tone) pairs.
    """
    if cells.empty:
        return style.empty_figure("Tidak ada data pada pilihan ini.", caption)
    rows, columns = list(dict.fromkeys(cells["row"])), list(dict.fromkeys(cells["column"]))
    at = {(cell.row, cell.column): cell for cell in records(cells)}
    codes = {name: code for code, name in enumerate(_TONES)}

    def table(read: Callable[..., object]) -> list[list[object]]:
        return [[read(at[row, col]) if (row, col) in at else None for col in columns] for row in rows]

    names = [style.wrap(row, row_space) for row in rows]
    heads = [style.wrap(column, 22, 2) for column in columns]
    lines = max(name.count("<br>") + 1 for name in names)
    trace = {
        "type": "heatmap",
        "z": table(lambda cell: codes.get(cell.tone, codes["netral"])),
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "zmin": -0.5,
        "zmax": len(_TONES) - 0.5,
        "colorscale": _colorscale(),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hovertext": table(lambda cell: cell.hover),
        "hoverinfo": "text",
    }
    # The text is a trace of its own per ink colour: a heatmap has one font colour for all cells.
    inks: dict[str, list[tuple[int, int, str]]] = {}
    for y, row in enumerate(rows):
        for x, column in enumerate(columns):
            cell = at.get((row, column))
            if cell is not None and cell.text:
                inks.setdefault(tone(cell.tone).ink, []).append((x, y, cell.text))
    texts = [
        {
            "type": "scatter",
            "mode": "text",
            "x": [x for x, _, _ in items],
            "y": [y for _, y, _ in items],
            "text": [text for _, _, text in items],
            "textfont": {"size": text_size, "color": ink},
            "hoverinfo": "skip",
            "showlegend": False,
            "cliponaxis": False,
        }
        for ink, items in inks.items()
    ]
    squares = [style.legend_square(name, role, rank=index) for index, (name, role) in enumerate(legend)]
    head_space = round(style.label_space(heads) * 0.72) + 12 * max(h.count("<br>") for h in heads) + 16
    layout = {
        "xaxis": {
            "side": "top",
            "tickmode": "array",
            "tickvals": list(range(len(columns))),
            "ticktext": heads,
            "tickangle": -45,
            "range": [-0.5, len(columns) - 0.5],
            "showgrid": False,
            "tickfont": {"size": 12},
        },
        "yaxis": {
            "tickmode": "array",
            "tickvals": list(range(len(rows))),
            "ticktext": names,
            "range": [len(rows) - 0.5, -0.5],
            "showgrid": False,
        },
        "legend": {"y": 0, "yanchor": "top"},
        "showlegend": True,
    }
    row_height = max(ROW, 14 * lines + 6)
    return style.figure(
        [trace, *texts, *squares],
        layout,
        caption,
        plot_height=len(rows) * row_height,
        margins=(style.label_space(names), round(head_space * 0.62), head_space, 44),
        least_width=style.label_space(names) + round(head_space * 0.62) + 40 * len(columns),
        rows=(names, row_height),
    )


def measure_cells(
    details: pd.DataFrame, *, decimals: int = 2, limits: list[tuple[float, str]]
) -> pd.DataFrame:
    """Cells unit x measure from mart_score_detail rows with unit_name.

    limits: (lower bound, tone) from high to low; the first bound the value reaches gives the tone.
    No value: '–' on an empty cell.
    """
    details = details.sort_values(["unit_name", "measure_order"])
    cells = []
    for row in records(details):
        value = None if is_empty(row.value) else float(row.value)
        role = "kosong" if value is None else next((t for low, t in limits if value >= low), limits[-1][1])
        told = "tanpa nilai" if value is None else angka(value, decimals)
        hover = f"<b>{row.unit_name}</b><br>{row.measure_label}: {told}"
        if not is_empty(row.change) and row.is_comparable:
            hover += f"<br>Perubahan: {angka(row.change, decimals, signed=True)}"
        cells.append((row.unit_name, row.measure_label, role, angka(value, decimals), hover))
    return pd.DataFrame(cells, columns=["row", "column", "tone", "text", "hover"])


def component_cells(counts: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Cells unit x component from queries.component_counts.

    The cell says how many services have the component, of those it applies to: ✓ all, ✕ none, '3/5'
    some, '?' no data at all, '–' does not apply. order: component ids in the order of the law.
    """
    position = {component: index for index, component in enumerate(order)}
    counts = counts.assign(place=counts["component_id"].map(position).fillna(99))
    cells = []
    for row in records(counts.sort_values(["unit_name", "unit_id", "place"])):
        applies = row.n_services - row.n_not_applicable
        if applies == 0:
            role, text = "kosong", word("component_state", "tidak_berlaku").symbol
        elif row.n_no_data == applies:
            role, text = "netral", word("component_state", "tanpa_data").symbol
        elif row.n_present == applies:
            role, text = "sangat_baik", word("component_state", "ada").symbol
        elif row.n_present == 0 and row.n_no_data == 0:
            role, text = "buruk", word("component_state", "belum").symbol
        elif row.n_missing == 0:  # nobody said that it is missing: the rest is not reported
            role, text = "netral", f"{row.n_present}/{applies} {word('component_state', 'tanpa_data').symbol}"
        else:
            role = "cukup" if row.n_present * 2 >= applies else "kurang"
            text = f"{row.n_present}/{applies}"
        hover = (
            f"<b>{row.unit_name}</b><br>{row.component_label}<br>Ada pada {bilangan(row.n_present)} dari "
            f"{bilangan(applies)} layanan<br>Belum ada: {bilangan(row.n_missing)} · "
            f"tanpa data: {bilangan(row.n_no_data)} · tidak berlaku: {bilangan(row.n_not_applicable)}"
        )
        cells.append((row.unit_name, row.component_label, role, text, hover))
    return pd.DataFrame(cells, columns=["row", "column", "tone", "text", "hover"])


COMPONENT_LEGEND = [
    ("✓ ada pada semua layanan", "sangat_baik"),
    ("3/5 ada pada sebagian besar", "cukup"),
    ("1/5 ada pada sebagian kecil", "kurang"),
    ("✕ belum ada sama sekali", "buruk"),
    ("? ada yang tanpa data", "netral"),
    ("– tidak berlaku", "kosong"),
]


def state_cells(
    rows: pd.DataFrame, *, row_column: str, column_column: str, state_column: str, group: str
) -> pd.DataFrame:
    """Cells of states (component states, verdicts, reporting states) with the symbol of each state.

    group: the group in data/words.yaml the states belong to, for example "verdict".
    """
    cells = []
    for row, column, state in zip(rows[row_column], rows[column_column], rows[state_column], strict=True):
        entry = word(group, state)
        hover = f"<b>{row}</b><br>{column}: {entry.label}"
        cells.append((row, column, entry.tone.id, entry.symbol, hover))
    return pd.DataFrame(cells, columns=["row", "column", "tone", "text", "hover"])


def _colorscale() -> list[list[float | str]]:
    steps: list[list[float | str]] = []
    for code, name in enumerate(_TONES):
        fill = tone(name).fill
        steps += [[code / len(_TONES), fill], [(code + 1) / len(_TONES), fill]]
    return steps
