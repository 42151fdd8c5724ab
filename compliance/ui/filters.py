"""The filters all pages share: year, instrument, unit, kind of unit, kecamatan.

A choice is kept for the session, shown as a name and written to the address as an id, so that a
link reopens the same view and a change of page keeps it. An id in the address that does not exist
is ignored with a note. Streamlit's own `bind="query-params"` was not used because it writes the
displayed names to the address and forgets a choice on a page that does not show its widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from compliance import instruments, queries, words
from compliance.ui import session, unit_choice
from compliance.ui.kept import kept

TAHUN, INSTRUMEN, UNIT, JENIS, KECAMATAN = "tahun", "instrumen", "unit", "jenis", "kecamatan"
_STORE, _ADDRESS = "pilihan", "pilihan_alamat"
_LABELS = {
    TAHUN: ("Tahun", "Pilih tahun"),
    INSTRUMEN: ("Instrumen", "Pilih instrumen"),
    UNIT: ("Unit", "Semua unit"),
    JENIS: ("Jenis unit", "Semua jenis"),
    KECAMATAN: ("Kecamatan", "Semua kecamatan"),
}
_WIDTHS = {TAHUN: 1.0, INSTRUMEN: 1.4, UNIT: 2.6, JENIS: 1.5, KECAMATAN: 1.5}


@dataclass(frozen=True)
class Selection:
    """What the reader chose. None means all. Hashable, so it can be part of a cache key."""

    year: int | None = None
    instrument_id: str | None = None
    unit_id: str | None = None
    unit_kind: str | None = None
    district: str | None = None
    unit_name: str | None = None
    kind_label: str | None = None

    @property
    def scope(self) -> dict[str, str | None]:
        """The three unit filters as arguments for compliance.queries."""
        return {"unit_id": self.unit_id, "unit_kind": self.unit_kind, "district": self.district}

    @property
    def is_whole_city(self) -> bool:
        """True if no unit is left out."""
        return not any(self.scope.values())

    @property
    def text(self) -> str:
        """In words: 'Tahun 2025 · Puskesmas · Kecamatan Tidore'."""
        parts = [f"Tahun {self.year}"] if self.year else []
        if self.instrument_id:
            parts.append(instruments.title(self.instrument_id))
        return " · ".join([*parts, self.scope_text])

    @property
    def scope_text(self) -> str:
        """Only the units, in words: 'semua unit', 'Puskesmas · Kecamatan Tidore'."""
        kind = None if self.unit_name else self.kind_label
        district = f"Kecamatan {self.district}" if self.district and not self.unit_name else None
        return " · ".join(part for part in (self.unit_name, kind, district) if part) or "Semua unit"

    def without(self, field: str) -> Selection:
        """The same selection with one unit filter removed."""
        empty: dict[str, dict[str, None]] = {
            UNIT: {"unit_id": None, "unit_name": None},
            JENIS: {"unit_kind": None, "kind_label": None},
            KECAMATAN: {"district": None},
        }
        return replace(self, **empty[field])


def bar(*fields: str, opening: Mapping[str, Any] | None = None) -> Selection:
    """Show the named filters in one row and give what is chosen.

    selection = filters.bar(filters.TAHUN, filters.JENIS, filters.KECAMATAN)
    opening: filters that cannot be empty besides year and instrument, with what to show until the reader
    chooses. What a page opens with is no choice: other pages do not take it over.
    """
    units = session.frame(queries.units)
    with st.container(key="saringan"):
        columns = st.columns([_WIDTHS[field] for field in fields], vertical_alignment="bottom")
    notes: list[str] = []
    chosen: dict[str, Any] = {}
    # Kind and district come before unit, whatever their place in the row: they shorten its list.
    for field in sorted(fields, key=lambda name: name == UNIT):
        must = field in (TAHUN, INSTRUMEN, *(opening or {}))
        wanted = (opening or {}).get(field)
        with columns[fields.index(field)]:
            options, names = _options(field, units, chosen, notes, wanted)
            default = wanted if wanted in options else _default(field, options)
            _seed(field, options, notes, default if must else None, _LABELS[field][0])
            chosen[field] = _widget(field, options, names, must=must)
    _to_address(chosen)
    for note in notes:
        st.caption(note)
    kinds, unit_names = _names(units)
    return Selection(
        year=chosen.get(TAHUN),
        instrument_id=chosen.get(INSTRUMEN),
        unit_id=chosen.get(UNIT),
        unit_kind=chosen.get(JENIS),
        district=chosen.get(KECAMATAN),
        unit_name=unit_names.get(chosen.get(UNIT)),
        kind_label=kinds.get(chosen.get(JENIS)),
    )


def pick(
    field: str,
    label: str,
    options: Sequence[Any],
    *,
    names: Mapping[Any, str] | None = None,
    default: Any = None,
    placeholder: str | None = None,
) -> Any:
    """One more filter of a page, kept and written to the address like the others; place it in a column.

    field: its name in the address. default None: may be empty, shows the placeholder. The value is the
    option itself, or None.
    """
    notes: list[str] = []
    _seed(field, list(options), notes, default, label)
    chosen = st.selectbox(
        label,
        list(options),
        index=None if default is None else 0,  # the session decides (_seed); another index would be warned of
        placeholder=placeholder or "Semua",
        format_func=lambda option: (names or {}).get(option, str(option)),
        key=_key(field),
        on_change=_remember,
        args=(field,),
    )
    _to_address({field: chosen})
    for note in notes:
        st.caption(note)
    return chosen


def choose(field: str, value: Any) -> None:
    """Set a filter from code (in a callback, or before `bar`): choose(filters.UNIT, "PKM01")."""
    st.session_state.setdefault(_STORE, {})[field] = value


def chosen(field: str) -> Any:
    """What the reader chose so far, here or in the address; None if nothing yet. For use before `bar`."""
    raw = _changed_address(field)
    return st.session_state.get(_STORE, {}).get(field) if raw is None else raw


def address(**choices: Any) -> dict[str, str]:
    """Query parameters for st.page_link: address(unit="PKM01", tahun=2025)."""
    return {field: str(value) for field, value in choices.items() if value is not None}


def _options(
    field: str, units: pd.DataFrame, sofar: dict[str, Any], notes: list[str], wanted: Any
) -> tuple[list[Any], dict[Any, str]]:
    if field == TAHUN:
        years = [int(year) for year in session.frame(queries.years)["year"]]
        return years, {year: str(year) for year in years}
    if field == INSTRUMEN:
        present = set(session.frame(queries.instruments)["instrument_id"])
        known = [name for name in instruments.all_ids() if name in present]
        known += sorted(present - set(known))
        return known, {name: instruments.title(name) for name in known}
    if field == JENIS:
        kinds, _ = _names(units)
        return sorted(kinds, key=lambda kind: kinds[kind]), kinds
    if field == KECAMATAN:
        names = _districts(units)
        return list(names), names
    scope = {"kind": sofar.get(JENIS), "district": sofar.get(KECAMATAN)}
    ids, note = unit_choice.offered(units, UNIT, always=(chosen(UNIT), wanted), **scope)
    notes.extend([note] if note else [])
    return ids, _names(units)[1]


@kept
def _names(units: pd.DataFrame) -> tuple[dict[Any, str], dict[Any, str]]:
    """Kinds and units, each with its name."""
    kinds = {kind: words.label("unit_kind", kind) for kind in units["unit_kind"].unique()}
    return kinds, dict(zip(units["unit_id"], units["unit_name"], strict=True))


@kept
def _districts(units: pd.DataFrame) -> dict[Any, str]:
    return {name: name for name in sorted(units["district"].dropna().unique())}


def _seed(field: str, options: list[Any], notes: list[str], default: Any, label: str) -> None:
    """Decide the value before the widget is drawn: the address, if somebody changed it, else the session."""
    store = st.session_state.setdefault(_STORE, {})
    st.session_state.setdefault(_ADDRESS, {})
    raw = _changed_address(field)
    if raw is not None:
        by_text = {str(option): option for option in options}
        if raw in by_text:
            store[field] = by_text[raw]
        else:
            notes.append(f"{label} “{raw[:40]}” pada alamat halaman tidak dikenal dan diabaikan.")
    if store.get(field) not in options:
        store.pop(field, None)
    st.session_state[_key(field)] = store.get(field, default)


def _changed_address(field: str) -> str | None:
    """What stands in the address, if somebody else than this module wrote it there."""
    raw = st.query_params.get(field)
    return None if raw == st.session_state.get(_ADDRESS, {}).get(field) else raw


def _default(field: str, options: list[Any]) -> Any:
    if field == TAHUN:
        # The last year with a value; the running year usually has services but no scores yet.
        latest = session.frame(queries.snapshot_info)["latest_data_year"].iloc[0]
        if not pd.isna(latest) and int(latest) in options:
            return int(latest)
    return options[0] if options else None


def _widget(field: str, options: list[Any], names: dict[Any, str], *, must: bool) -> Any:
    label, placeholder = _LABELS[field]
    tell: Callable[[Any], str] = lambda option: names.get(option, str(option))  # noqa: E731
    common: dict[str, Any] = {
        "format_func": tell,
        "key": _key(field),
        "on_change": _remember,
        "args": (field,),
    }
    return st.selectbox(label, options, index=0 if must else None, placeholder=placeholder, **common)


def _remember(field: str) -> None:
    st.session_state[_STORE][field] = st.session_state[_key(field)]


def _to_address(chosen: Mapping[str, Any]) -> None:
    """Write the filters to the address, in one message: for each the browser renders the page anew."""
    texts = {field: None if value is None else str(value) for field, value in chosen.items()}
    for field, text in texts.items():
        if text is None and field in st.query_params:
            del st.query_params[field]
    written = {field: text for field, text in texts.items() if text is not None}
    if any(st.query_params.get(field) != text for field, text in written.items()):
        st.query_params.update(written)
    st.session_state[_ADDRESS].update(texts)


def _key(field: str) -> str:
    return f"saring_{field}"
