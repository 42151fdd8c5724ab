"""Sending files on the page Data: drop them, see what is found, load what is good, take the answers away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from compliance import queries
from compliance.formatting import bilangan
from compliance.paths import data_dir
from compliance.ui import answer_files, elements, intake, sender, session, text_table, unit_choice, uploads
from compliance.ui import upload_words as words
from compliance.ui.commands import Outcome
from compliance.ui.first_start import active_data_dir
from compliance.ui.uploads import File, Upload

STYLE = Path(__file__).resolve().parent / "assets" / "unggah.css"
_ADDRESS = "kiriman"
_CURRENT, _ROUND, _NOTE = "kiriman_ini", "unggah_ke", "unggah_catatan"
_POLL_SECONDS = 1.0


def panel() -> None:
    """Where files are dropped, below it the upload that is open, then templates and the command line."""
    st.html(STYLE)
    elements.section(
        "Kirim berkas",
        "Seret satu atau beberapa berkas ke sini. Setiap berkas diperiksa lebih dahulu; belum ada yang "
        "dimuat sebelum Anda menekan Muat.",
    )
    number = st.session_state.setdefault(_ROUND, 0)
    st.file_uploader(
        "Berkas yang dikirim (boleh beberapa sekaligus)",
        accept_multiple_files=True,
        key=f"unggah_{number}",
        on_change=_receive,
        args=(f"unggah_{number}",),
    )
    _show_note()
    upload = _current()
    _others(upload)
    if upload is not None:
        # Only while something runs does this part of the page ask again on its own.
        every = _POLL_SECONDS if upload.is_active else None
        st.fragment(_draw, run_every=every)(upload.id, is_polling=every is not None)
    elements.section(
        "Templat", "Berkas kosong dengan judul kolom, pilihan isian, dan catatan, untuk diisi oleh unit."
    )
    answer_files.template_choice()
    with st.expander("Memuat berkas dengan perintah"):
        text_table.paragraph(
            "Di komputer tempat aplikasi ini dipasang, jalankan perintah berikut di folder aplikasi; "
            "beberapa berkas dapat disebut sekaligus."
        )
        st.code("python -m etl load BERKAS...", language=None)


def _show_note() -> None:
    if note := st.session_state.pop(_NOTE, None):
        st.error(note)


def _current() -> Upload | None:
    """The upload that the address names (it survives a reload), else the one this session worked on."""
    name = st.query_params.get(_ADDRESS) or st.session_state.get(_CURRENT)
    upload = uploads.find(data_dir(), name)
    _open(upload.id if upload else None)
    return upload


def _open(name: str | None) -> None:
    st.session_state[_CURRENT] = name
    if name is None:
        st.query_params.pop(_ADDRESS, None)
    elif st.query_params.get(_ADDRESS) != name:
        st.query_params[_ADDRESS] = name


def _receive(key: str) -> None:
    """Copy what arrived into the data folder, start the checks, and let the browser's copy go."""
    arrived = st.session_state[key]
    if not arrived:
        return
    limit = int(st.get_option("server.maxUploadSize"))
    try:
        upload = uploads.find(data_dir(), st.session_state.get(_CURRENT))
        if upload is None or upload.load_step.outcome().state in ("berjalan", "selesai"):
            upload = uploads.start(data_dir(), sender.kept())
        for file in arrived:
            upload = uploads.add(upload, file.name, file.getbuffer(), limit)
        _open(upload.id)
    except OSError as error:
        st.session_state[_NOTE] = (
            f"Berkas tidak dapat disimpan ({error.strerror or error}). Periksa ruang dan izin folder data, "
            "lalu kirim lagi."
        )
    _forget(arrived)
    st.session_state[_ROUND] += 1


def _forget(arrived: list[Any]) -> None:
    """Streamlit would keep the bytes in memory until the visitor leaves."""
    context = get_script_run_ctx()
    remove = getattr(context.uploaded_file_mgr, "remove_file", None) if context else None
    if context and remove:
        for file in arrived:
            remove(context.session_id, file.file_id)


def _others(current: Upload | None) -> None:
    """Uploads of other people, or of another day, that were not loaded yet."""
    found = []
    for upload in uploads.all_uploads(data_dir()):
        load = upload.load_step.outcome()
        if (current is None or upload.id != current.id) and load.state != "selesai" and upload.files:
            found.append((upload, words.other(upload, upload.checks(), load)))
    if not found:
        return
    with st.expander(f"Kiriman lain yang belum selesai ({bilangan(len(found))})"):
        for upload, told in found:
            left, right = st.columns([5, 1], vertical_alignment="center")
            with left:
                text_table.paragraph(told)
            right.button("Buka", key=f"buka_{upload.id}", on_click=_open, args=(upload.id,))


def _draw(upload_id: str, *, is_polling: bool) -> None:
    upload = uploads.find(data_dir(), upload_id)
    if upload is None:
        st.rerun()
    is_active = upload.is_active  # asked first: what ends meanwhile is seen at the next look
    load, checks = upload.load_step.outcome(), upload.checks()
    _show_note()
    _state(upload, load, checks)
    told = _told(upload, load, checks)
    rows = [words.row(file, checks.get(file.number), told.get(file.number)) for file in upload.files]
    text_table.table(words.HEADERS, rows, caption="Berkas dalam kiriman ini", right=(2, 3, 4, 5))
    for file in upload.files:
        _file(upload, file, checks.get(file.number), load)
    if is_active != is_polling:
        session.move_on()  # something was started, or has ended and may have brought a new snapshot


def _told(upload: Upload, load: Outcome, checks: dict[int, Outcome]) -> dict[int, dict[str, Any]]:
    """Number of the file -> what the load says of it, else what its check says."""
    in_load = {one["file_id"]: one for one in load.answer.get("files", [])}
    told = {number: result for number, one in checks.items() if (result := uploads.summary(one))}
    return {number: in_load.get(one["file_id"], one) for number, one in told.items()}


def _state(upload: Upload, load: Outcome, checks: dict[int, Outcome]) -> None:
    """How far it is, and the buttons for what can be done now."""
    if load.state == "berjalan":
        st.progress(load.percent, text=intake.plain(f"Memuat: {load.text} ({load.percent}%)"))
        elements.remarks(["Halaman lain tetap dapat dipakai; data lama ditampilkan sampai yang baru terbit."])
        return
    if load.state == "selesai":
        st.success(words.loaded(load))
    elif any(one.state == "berjalan" for one in checks.values()):
        percent, text = words.checking(upload, checks)
        st.progress(percent, text=text)
        return
    else:
        if load.state == "gagal":
            st.error(f"Pemuatan gagal. {load.error} Tekan Muat untuk mengulang.")
        text_table.paragraph(words.checked(upload, checks))
        _load_button(upload, checks)
    with st.container(horizontal=True):
        if any(upload.marked(file).exists() for file in upload.files):
            st.download_button(
                "Unduh semua buku kerja jawaban (.zip)",
                lambda: answer_files.of_upload(upload),
                file_name=f"jawaban_{upload.id}.zip",
                mime="application/zip",
                on_click="ignore",
                key=f"zip_{upload.id}",
            )
        label = "Tutup kiriman ini" if load.state == "selesai" else "Batalkan kiriman ini"
        st.button(label, key=f"tutup_{upload.id}", on_click=_close, args=(upload,))


def _load_button(upload: Upload, checks: dict[int, Outcome]) -> None:
    good = uploads.loadable(upload)
    refused = [
        one for one in checks.values() if (told := uploads.summary(one)) and told["status"] == "ditolak"
    ]
    keep = bool(refused) and st.checkbox(
        f"Catat juga {bilangan(len(refused))} berkas yang ditolak: disimpan dalam arsip dan tercatat pernah "
        "dikirim, tetapi tidak ada barisnya yang dihitung",
        key=f"catat_{upload.id}",
    )
    st.button(
        f"Muat yang dapat dimuat ({bilangan(len(good))} berkas)",
        type="primary",
        key=f"muat_{upload.id}",
        disabled=not (good or keep),
        on_click=_load,
        args=(upload, keep),
    )


def _load(upload: Upload, with_refused: bool) -> None:
    name = sender.name()
    if name:
        uploads.load(upload, name, with_refused=with_refused)
    else:
        st.session_state[_NOTE] = "Isi nama Anda lebih dahulu, supaya tercatat siapa yang memuat."


def _check_again(upload: Upload, number: int, unit: str | None, year: int | None) -> None:
    uploads.check_again(upload, number, unit, year)


def _close(upload: Upload) -> None:
    uploads.close(upload)
    _open(None)


def _file(upload: Upload, file: File, outcome: Outcome | None, load: Outcome) -> None:
    """Findings of one file with its answer workbook, and the unit and year it may lack."""
    told = uploads.summary(outcome) if outcome else None
    if outcome is None or told is None:
        return
    in_load = {one["file_id"]: one for one in load.answer.get("files", [])}
    is_loaded = told["file_id"] in in_load
    told = in_load.get(told["file_id"], told)
    source = load if is_loaded else outcome
    found = [one for one in source.answer["findings"] if one["file_id"] == told["file_id"]]
    lacks = set() if load.state in ("berjalan", "selesai") else uploads.lacks(outcome)
    if not found and not file.unit and not file.year:
        return
    with st.expander(words.finding_title(file, told), expanded=bool(lacks)):
        if lacks or ((file.unit or file.year) and load.state in ("belum", "gagal")):
            _stand_ins(upload, file, lacks)
        elif file.unit or file.year:
            text_table.paragraph(words.stand_ins(file))
        rows = words.findings(found, str(told["kind"] or "").split(", ")[0])
        text_table.table(
            words.FINDING_HEADERS, rows[: words.FINDINGS_SHOWN], caption="Temuan", right=(2,), narrow=(0,)
        )
        if len(rows) > words.FINDINGS_SHOWN or words.n_findings(told) > len(found):
            elements.remarks(["Temuan lain ada dalam buku kerja jawaban."])
        if load.state != "berjalan":
            file_id = told["file_id"] if is_loaded else None
            answer_files.button(
                file.name, lambda: answer_files.of_file(upload, file, file_id), f"jawaban_{file.number}"
            )


def _stand_ins(upload: Upload, file: File, lacks: set[str]) -> None:
    """Fields for the unit and the year that a file does not tell itself."""
    text_table.paragraph(
        "Berkas ini tidak memuat kolom unit atau tahun. Bila seluruh isinya hanya untuk satu unit atau satu "
        "tahun, pilih di sini."
    )
    unit, year = file.unit, file.year
    left, middle, right = st.columns([3, 1, 1], vertical_alignment="bottom")
    if "unit" in lacks or file.unit:
        with left:
            unit = _unit_field(upload, file)
    if "year" in lacks or file.year:
        years = list(range(intake.today().year, 1999, -1))
        with middle:
            year = st.selectbox(
                "Tahun data",
                years,
                index=years.index(file.year) if file.year in years else None,
                placeholder="Pilih tahun",
                key=f"tahun_{upload.id}_{file.number}",
            )
    right.button(
        "Periksa lagi",
        key=f"periksa_{upload.id}_{file.number}",
        on_click=_check_again,
        args=(upload, file.number, unit, year),
        disabled=(unit, year) == (None, None),
    )


def _unit_field(upload: Upload, file: File) -> str | None:
    """A list of the city's own units; before there is one, a field for the code."""
    key = f"unit_{upload.id}_{file.number}"
    if active_data_dir() != data_dir():
        return st.text_input("Kode unit", value=file.unit or "", key=key).strip() or None
    units = session.frame(queries.units)
    names = dict(zip(units["unit_id"], units["unit_name"], strict=True))
    ids, note = unit_choice.offered(units, key, always=(file.unit, st.session_state.get(key)))
    if note:
        st.caption(note)
    return st.selectbox(
        "Unit pengirim",
        ids,
        index=ids.index(file.unit) if file.unit in ids else None,
        format_func=lambda unit_id: names[unit_id],
        placeholder="Pilih unit",
        key=key,
    )
