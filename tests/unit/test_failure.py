"""A page that fails shows a sentence and a code, never the error itself."""

from __future__ import annotations

import logging
import re

import pytest
from streamlit.testing.v1 import AppTest


def page_that_fails() -> None:
    from compliance.ui.failure import show_failure

    show_failure(ValueError("kata sandi basis data: rahasia"))


def page_without_data() -> None:
    from compliance.errors import PantauError
    from compliance.ui.failure import show_failure

    show_failure(PantauError("Belum ada data tahun 2031."))


def test_unknown_error_is_shown_as_a_code_that_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        shown = AppTest.from_function(page_that_fails).run().error[0].value
    assert "rahasia" not in shown
    assert "ValueError" not in shown
    code = re.search(r"kode \*\*([0-9A-F]{6})\*\*", shown)
    assert code
    assert f"Kesalahan {code[1]}: ValueError: kata sandi basis data: rahasia" in caplog.text


def test_error_with_a_sentence_is_shown_as_it_is() -> None:
    shown = AppTest.from_function(page_without_data).run().error[0].value
    assert shown == "Belum ada data tahun 2031."
