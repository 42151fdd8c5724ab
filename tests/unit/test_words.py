"""Every state has a word, a symbol and colours that can be read."""

from __future__ import annotations

import pytest
import yaml

from compliance import words
from compliance.paths import WORDS_FILE

STATES = {
    "reporting_state": ["melapor", "belum_melapor", "ditolak", "tidak_berlaku", "belum_jatuh_tempo"],
    "verdict": ["patuh", "berisiko", "tidak_patuh", "tanpa_data", "tidak_berlaku"],
    "component_state": ["ada", "belum", "tidak_berlaku", "tanpa_data"],
    "service_status": ["belum", "draf", "diajukan", "ditetapkan", "dicabut"],
    "action_status": ["belum", "berjalan", "selesai", "batal"],
    "file_status": ["diterima", "diterima_dengan_catatan", "diterima_sebagian", "ditolak"],
    "severity": ["Galat", "Peringatan", "Saran"],
}


@pytest.mark.parametrize("group", STATES)
def test_every_state_of_the_contract_has_its_own_word_and_symbol(group):
    known = [words.word(group, state) for state in STATES[group]]
    assert all(entry.label and entry.symbol for entry in known)
    assert all("_" not in entry.label for entry in known)
    assert len({entry.label for entry in known}) == len(known)
    assert len({entry.symbol for entry in known}) == len(known)


def test_every_kind_of_input_has_a_label():
    kinds = (
        "unit standar_pelayanan skm_responden skm_rekap pengguna pekppp ombudsman indeks target tindak_lanjut"
    )
    assert all(words.label("kind", kind) != kind for kind in kinds.split())


def test_unknown_state_is_readable_and_neutral():
    entry = words.word("verdict", "sedang_dinilai")
    assert (entry.label, entry.tone.id) == ("Sedang dinilai", "netral")
    assert words.word("verdict", None).label == "–"


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["sangat_baik", "baik", "cukup", "kurang", "buruk", "netral", "kosong"])
def test_text_on_a_tone_and_the_tone_on_white_can_be_read(name):
    role = words.tone(name)
    assert _contrast(role.fill, role.ink) >= 3.6
    assert _contrast(role.strong, "#FFFFFF") >= 4.5


def test_tones_keep_their_order_in_greyscale():
    fills = [_luminance(words.tone(n).fill) for n in ("sangat_baik", "baik", "cukup", "kurang", "buruk")]
    steps = [(a + 0.05) / (b + 0.05) for a, b in zip(fills, fills[1:], strict=False)]
    assert min(steps) >= 1.15


def test_no_header_for_ids_and_every_tone_of_the_file_exists():
    content = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    assert not [name for name in content["columns"] if name.endswith("_id")]
    used = {
        entry["tone"]
        for group in content.values()
        for entry in group.values()
        if isinstance(entry, dict) and "tone" in entry
    }
    assert used <= set(content["tones"])
    assert words.header("unit_name") == "Unit"
    assert words.header("unit_id") is None
