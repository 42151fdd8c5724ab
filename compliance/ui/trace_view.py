"""The button *Dari mana angka ini?* of every page: the formula of a figure and the rows it came from."""

from __future__ import annotations

import streamlit as st

from compliance import instruments, queries
from compliance.formatting import is_empty
from compliance.output import trace_figure
from compliance.output.trace import QUESTION, Explanation
from compliance.ui import elements, session, text_table, unit_choice
from compliance.ui.filters import Selection

_FIGURE, _UNIT, _YEAR = "asal_angka", "asal_unit", "asal_tahun"


def offer(selection: Selection, figure: str | None = None, *, key: str = "") -> None:
    """A button that explains a figure of this view. figure: the one to begin with, see trace_figure."""
    start = figure or selection.instrument_id or instruments.all_ids()[0]
    if not is_empty(selection.year) and st.button(QUESTION, key=f"asal_{key or start}"):
        # What an earlier dialog was left with is no choice of this reader.
        st.session_state.update({_FIGURE: start, _UNIT: selection.unit_id, _YEAR: int(selection.year or 0)})
        _dialog()


@st.dialog(QUESTION, width="large")
def _dialog() -> None:
    names, units = trace_figure.names(), session.frame(queries.units)
    places = {None: str(session.facts()["city_name"])}
    places |= dict(zip(units["unit_id"], units["unit_name"], strict=True))
    due = session.frame(queries.follow_up)["year"]  # an action may fall due in a year to come
    years = sorted({int(year) for year in (*session.frame(queries.years)["year"], *due)}, reverse=True)
    what, where, when = st.columns([2, 3, 1])
    figure = what.selectbox("Angka", list(names), format_func=names.__getitem__, key=_FIGURE)
    with where:
        ids, note = unit_choice.offered(units, _UNIT, always=(st.session_state.get(_UNIT),))
        unit_id = st.selectbox("Unit", [None, *ids], format_func=places.__getitem__, key=_UNIT)
    year = when.selectbox("Tahun", years, key=_YEAR)
    elements.remarks([note] if note else [])
    # What `python -m etl explain` prints, too.
    show(trace_figure.explain(session.snapshot(), figure=figure, year=year, unit_id=unit_id))


def show(explanation: Explanation | None) -> None:
    """Headings and sentences of an explanation, and the same as a text file."""
    if explanation is None:
        text_table.paragraph("Tidak ada angka untuk pilihan ini. Pilih unit atau tahun lain.")
        return
    elements.section(explanation.title)
    for section in explanation.all_sections():
        text_table.heading(section.title)
        elements.remarks(section.lines)
    name = (
        f"asal_{'_'.join(str(explanation.figures.get(part) or 'kota') for part in ('unit_id', 'year'))}.txt"
    )
    st.download_button("Unduh penjelasan", explanation.text(), file_name=name.replace("/", "-").lower(),
                       mime="text/plain", on_click="ignore")  # fmt: skip
