"""Metodologi: how levers, the order of coaching, contradictions and groups of respondents come about."""

from __future__ import annotations

from html import escape

from compliance import instruments, standards
from compliance.config import Config
from compliance.formatting import angka, bilangan, daftar
from compliance.ui import text_table
from compliance.ui.text_table import Markup, badge

LEVER = (
    "Untuk setiap unit di bawah kategori tertinggi dicari kenaikan terkecil (kelipatan 0,01) dari satu "
    "bagian nilai yang, bila bagian lain tetap, membuat nilai mencapai batas bawah kategori berikutnya. Yang "
    "paling ringan ialah kenaikan yang memakai bagian terkecil dari ruang yang tersisa sampai nilai "
    "tertinggi. Bila tidak ada satu bagian pun yang cukup, disebutkan kenaikan yang diperlukan bila semuanya "
    "naik bersama. Kewajiban yang juga ditanyakan oleh formulir PEKPPP ditampilkan bersama poin yang "
    "bergantung padanya."
)
SCORE = (
    "Skor = 100 × rata-rata geometris berbobot dari empat faktor. Setiap faktor bernilai antara batas bawah "
    "dan 1, diukur di antara unit pada tahun yang sama. Faktor yang tidak diketahui tidak ikut dihitung dan "
    "disebutkan. Unit tanpa nilai tidak diberi skor dan tidak diurutkan; itu bukan berarti paling akhir."
)
TERMS = (
    ("gap", "Selisih", "Poin di bawah target, atau di bawah nilai kota bila target belum ditetapkan, dibagi "
     "selisih terbesar."),
    ("people", "Pengguna", "Jumlah pengguna layanan pada skala logaritma, dibagi yang terbesar."),
    ("trend", "Tren", "Penurunan dari tahun sebelumnya, dibagi penurunan terbesar; hanya bila dapat "
     "dibandingkan."),
    ("duty", "Kewajiban", "Bagian kewajiban yang tidak patuh dari yang dapat disimpulkan."),
)  # fmt: skip

HIDDEN = (
    "Kelompok di bawah {smallest} responden disembunyikan (pantau.toml, batas_penyembunyian). Jumlah "
    "seluruhnya diketahui, sehingga yang disembunyikan tidak pernah satu kelompok saja dan bersama-sama "
    "tidak pernah kurang dari batas itu: bila perlu, kelompok terkecil berikutnya ikut disembunyikan. "
    "Rincian kota tidak dibuat, karena dari selisihnya dengan unit lain kelompok yang disembunyikan dapat "
    "dihitung."
)


def show(config: Config) -> None:
    """Levers, order of coaching with the weights in force, and every case of a contradiction."""
    text_table.heading("Kenaikan yang paling ringan")
    text_table.paragraph(LEVER)
    text_table.heading("Urutan pembinaan")
    text_table.paragraph(SCORE)
    text_table.table(
        ("Faktor", "Cara menghitung", "Bobot"),
        [(name, rule, angka(getattr(config.priority, term), trim=True)) for term, name, rule in TERMS],
        caption="Faktor urutan pembinaan",
        right=(2,),
        narrow=(0, 2),
    )
    floor = angka(config.priority.floor, trim=True)
    text_table.paragraph(f"Batas bawah setiap faktor {floor}. Bobot dan batasnya diatur dalam pantau.toml.")
    _respondents(config)
    listed = standards.load().review_list
    if listed is None:
        return
    text_table.heading(listed.title)
    text_table.paragraph(listed.description)
    text_table.table(
        ("Hal", "Instrumen", "Bila", "Yang perlu dilakukan"),
        [
            (
                case.title,
                daftar(instruments.title(name) for name in case.instruments),
                Markup(f"{escape(case.limits_block.note)} {badge('evidence', case.limits_block.evidence)}"),
                case.action,
            )
            for case in listed.cases
        ],
        caption=listed.title,
    )


def _respondents(config: Config) -> None:
    """The groups of respondents, and which of them are hidden."""
    listed = standards.load().respondents
    if listed is None:
        return
    smallest = bilangan(config.display.suppression_threshold)
    text_table.heading(listed.title)
    text_table.paragraph(f"{listed.description} {HIDDEN.format(smallest=smallest)}")
    text_table.table(
        ("Ciri", "Kelompok"),
        [
            (one.label, daftar([*(group.label for group in one.groups), listed.other, listed.unknown]))
            for one in listed.characteristics
        ],
        caption=listed.title,
        narrow=(0,),
    )
    text_table.paragraph(Markup(f"{escape(listed.note)} {badge('evidence', listed.evidence)}"))
