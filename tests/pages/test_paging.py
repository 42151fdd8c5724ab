"""Long lists: a part is shown, and what cannot be paged to is said."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from compliance.ui import paging

SCRIPT = """
import pandas as pd, streamlit as st
from compliance.ui import paging
st.dataframe(paging.one_page(pd.DataFrame({"a": range(48)}), "ke", "Baris", 5))
"""


def test_the_last_part_that_can_be_chosen_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    app = AppTest.from_string(SCRIPT).run()
    assert app.selectbox[0].options[-1] == "46–48"
    assert not app.caption
    monkeypatch.setattr(paging, "MOST_PARTS", 3)
    app = AppTest.from_string(SCRIPT)
    app.query_params["ke"] = "11"
    app.run()
    assert app.selectbox[0].label == "Baris ke (dari 48)"
    assert app.selectbox[0].options == ["1–5", "6–10", "11–15"]
    assert app.dataframe[0].value["a"].tolist() == list(range(10, 15))
    assert "sampai yang ke-15" in app.caption[0].value
