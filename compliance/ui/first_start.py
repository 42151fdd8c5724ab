"""The gate before every page: no page runs without a snapshot that can be read.

On a first start there is none; then the sample city is loaded, and each visitor sees how far it is.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import NoReturn

import streamlit as st

from compliance.paths import ROOT, data_dir
from compliance.ui import uploads
from compliance.ui.frame import snapshot_facts
from compliance.ui.sample_load import SampleLoad, shared_load
from compliance.warehouse import POINTER, Snapshot, WarehouseMissing, WarehouseUnreadable, current

SAMPLE_FOLDER = "contoh"
_POLL_SECONDS = 0.3


def active_data_dir() -> Path:
    """The data folder on show: the city's own as soon as it holds something, else the sample's.

    The sample has a folder of its own, so that it never mixes with what a city loads later.
    """
    own = data_dir()
    archive = own / "archive"
    has_files = archive.is_dir() and any(archive.iterdir())
    # While the first upload is loaded, or if that failed, the pages stay: one of them tells it.
    is_uploaded = any((own / uploads.FOLDER).glob("*/muat.log"))
    return own if (has_files and not is_uploaded) or (own / POINTER).exists() else own / SAMPLE_FOLDER


def open_gate() -> Snapshot:
    """The snapshot to show. Where there is none, load the sample or say what is wrong and end there."""
    folder = active_data_dir()
    try:
        return _readable_snapshot(folder)
    except WarehouseMissing:
        if folder == data_dir():
            _stop_with("Berkas sudah diterima, tetapi datanya belum dibangun.", folder, "build")
        _load_sample(folder)
    except WarehouseUnreadable as error:
        _stop_with(str(error), folder, "build")


def _readable_snapshot(folder: Path) -> Snapshot:
    snapshot = current(folder)
    snapshot_facts(snapshot)  # opens the file; a pointer alone does not show that it is whole
    return snapshot


def _is_readable(folder: Path) -> bool:
    try:
        _readable_snapshot(folder)
    except (WarehouseMissing, WarehouseUnreadable):
        return False
    return True


def _stop_with(sentence: str, folder: Path, command: str, lines: list[str] | None = None) -> NoReturn:
    """Say what is wrong and which command to type in the application's folder, then end the page."""
    st.error(sentence)
    st.markdown("Jalankan perintah ini di folder aplikasi, lalu muat ulang halaman:")
    option = "" if folder == ROOT / "data" else f'--data-dir "{folder}" '
    st.code(f"python -m etl {option}{command}", language=None)
    if lines:
        st.markdown("Keluaran terakhir:")
        st.code("\n".join(lines), language=None)
    st.stop()


def _load_sample(folder: Path) -> NoReturn:
    load = shared_load(folder)
    if load.succeeded and not _is_readable(folder):
        load = shared_load(folder, again=True)  # the folder was emptied while the server ran
    if load.exit_code is None:
        _wait_for(load)
    if load.succeeded and _is_readable(folder):
        st.rerun()
    if st.button("Coba lagi"):
        shared_load(folder, again=True)
        st.rerun()
    _stop_with("Data contoh gagal dimuat.", folder, "sample", list(load.lines))


def _wait_for(load: SampleLoad) -> None:
    st.title("Menyiapkan data contoh")
    st.markdown(
        "Folder data masih kosong. Aplikasi memuat data contoh, sehingga setiap halaman dapat dicoba. Semua "
        "angkanya rekaan, bukan capaian daerah mana pun. Proses ini hanya terjadi sekali."
    )
    bar = st.progress(0)
    while load.exit_code is None:
        bar.progress(load.percent, text=f"{load.text} ({load.percent}%)")
        time.sleep(_POLL_SECONDS)
