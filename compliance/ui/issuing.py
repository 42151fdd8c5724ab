"""Issuing on the page Laporan: make the document, keep it, give it; and what was issued before."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from compliance import warehouse
from compliance.errors import PantauError
from compliance.formatting import angka, bilangan, daftar, tanggal, tanggal_waktu
from compliance.output import issued, produce
from compliance.output.issued import Issued
from compliance.paths import CONFIG_NAME
from compliance.ui import elements, filters, paging, session, settings, text_table
from compliance.ui.document_choice import Choice
from compliance.ui.first_start import active_data_dir
from compliance.words import label

_NAME, _NEW = "nama_pengirim", "terbitan_baru"  # the name is the one that the page Data asks for
_HEADERS = ("Waktu", "Oleh", "Dokumen", "Lingkup", "Keadaan per", "Cuplikan data", "Sidik", "Ukuran")


def panel(choice: Choice) -> None:
    """Name, button, progress, download."""
    left, right = st.columns([1.4, 1], vertical_alignment="bottom")
    with left:
        by = st.text_input("Nama penerbit", value=st.session_state.get(_NAME, ""), max_chars=60).strip()
    with right:
        pressed = st.button("Terbitkan", type="primary", disabled=bool(choice.problem), width="stretch")
    if choice.problem:
        st.info(choice.problem)
    if choice.order.kind != "grafik":
        _form_lines()
    if pressed and not by:
        st.warning("Isi nama penerbit lebih dahulu; nama itu dicatat dalam riwayat penerbitan.")
    elif pressed:
        st.session_state[_NAME] = by
        _issue(choice, by)
    newest = st.session_state.get(_NEW)
    if newest is not None:
        made = _find(newest)
        if made is not None:
            st.success(f"{_what(made)} ({made.scope}) tercatat sebagai terbit.")
            _download(made, "Unduh dokumen", "unduh_baru")


def _form_lines() -> None:
    """Says which lines of letterhead and signature are dotted, and where to write them once for all."""
    config, wrong = settings.current()
    missing = config.unfilled
    if wrong or not missing:
        return
    what = daftar(text for keys in missing.values() for text in keys.values())
    with st.expander(f"Dikosongkan sebagai titik-titik pada dokumen: {what}"):
        text_table.paragraph(
            f"Isi sekali untuk semua dokumen, dalam berkas {active_data_dir() / CONFIG_NAME} "
            "(buat bila belum ada, simpan sebagai UTF-8):"
        )
        st.code(
            "\n".join(
                f"[{section}]\n" + "\n".join(f'{key} = "{text}"' for key, text in keys.items())
                for section, keys in missing.items()
            ),
            language="toml",
        )
        elements.remarks(['Baris pangkat, NIP, atau alamat yang memang tidak dipakai: tulis "-".'])


def _issue(choice: Choice, by: str) -> None:
    """Make and keep the document; what cannot be made is said, and nothing is recorded."""
    st.session_state.pop(_NEW, None)
    bar = st.progress(0.0, text="Mulai")
    shot, folder = session.snapshot(), active_data_dir()

    def tell(share: float, text: str) -> None:
        bar.progress(min(share, 1.0), text=text)

    try:
        content = produce(shot, choice.order, folder, tell)
        made = issued.issue(
            folder,
            shot,
            choice.order,
            content,
            by=by,
            at=datetime.now().replace(microsecond=0),
            scope=choice.scope,
            is_sample=bool(session.facts()["is_sample"]),
        )
    except PantauError as error:
        st.error(str(error))
    else:
        st.session_state[_NEW] = made.id
    bar.empty()


def history() -> None:
    """What was issued, newest first; one of them can be had again and compared."""
    found, broken = issued.history(active_data_dir())
    if broken:
        st.warning(
            f"{bilangan(len(broken))} catatan penerbitan tidak dapat dibaca: {', '.join(broken)}. Pulihkan "
            f"berkas itu di folder {issued.FOLDER} dari cadangan; catatan lain tidak terpengaruh."
        )
    if not found:
        text_table.paragraph("Belum ada dokumen yang diterbitkan.")
        return
    shown = paging.one_page(pd.DataFrame({"one": found}), "terbitan_ke", "Terbitan")
    text_table.table(_HEADERS, [_cells(one) for one in shown["one"]], caption="Riwayat penerbitan", right=[7])
    kept = bilangan(len(found))
    elements.remarks([f"{kept} penerbitan tersimpan, seluruhnya {_size(issued.size(active_data_dir()))}."])
    names = {one.id: f"{tanggal_waktu(one.at)} · {_what(one)} · {one.scope}" for one in found}
    chosen = filters.pick("terbitan", "Ambil lagi", list(names), names=names, placeholder="Pilih terbitan")
    if chosen:
        _again(next(one for one in found if one.id == chosen))


def _again(one: Issued) -> None:
    """The bytes as issued, and whether the snapshot still gives the same."""
    with st.container(horizontal=True):
        _download(one, "Unduh lagi", "unduh_lagi")
        shot = warehouse.kept(active_data_dir(), one.snapshot_id)
        compare = shot is not None and st.button("Susun ulang dan bandingkan", key="banding")
    if shot is None:
        elements.remarks(
            [f"Cuplikan {one.snapshot_id} tidak disimpan lagi, jadi dokumen ini tidak dapat disusun ulang."]
        )
    elif compare:
        with st.spinner("Menyusun ulang"):
            _, told = issued.built_again(active_data_dir(), shot, one)
        st.info(told)


def _download(one: Issued, text: str, key: str) -> None:
    """The button, if the kept bytes are still those that were issued; else what is wrong."""
    try:
        content = issued.content(active_data_dir(), one)
    except issued.IssueLost as error:
        st.error(str(error))
        return
    st.download_button(text, content, file_name=one.order.file_name, key=key, on_click="ignore")


def _find(name: str) -> Issued | None:
    return next((one for one in issued.history(active_data_dir())[0] if one.id == name), None)


def _what(one: Issued) -> str:
    """'Laporan tahun 2025 (Word)'."""
    kind, form = label("document_kind", one.order.kind), label("file_format", one.order.format)
    return f"{kind} tahun {one.order.year} ({form})"


def _cells(one: Issued) -> tuple[str, ...]:
    what = _what(one)
    if one.order.sections is not None:
        what += f"\n{bilangan(len(one.order.sections))} bagian"
    if one.is_sample:
        what += "\nDATA CONTOH"
    return (
        tanggal_waktu(one.at),
        one.by,
        what,
        one.scope,
        tanggal(one.as_of, short=True),
        one.snapshot_id,
        one.sha256[:12],
        _size(one.n_bytes),
    )


def _size(n_bytes: int) -> str:
    """'1,2 MB' or '85 KB'."""
    return (
        f"{angka(n_bytes / 1e6, 1)} MB" if n_bytes >= 1e6 else f"{bilangan(max(round(n_bytes / 1e3), 1))} KB"
    )
