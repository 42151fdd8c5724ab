"""Files as officials and attackers send them: each has the outcome that its sender may expect.

Three tables of files, none of them stored: `tables` (workbooks), `texts` (CSV) and `hostile`.
"""

from __future__ import annotations

import time

import pandas as pd
import pytest

from etl import staging
from tests.intake import hostile, tables, texts
from tests.intake.case import SECRETS, Case, status_of
from tests.intake.rows import counted

try:
    import resource
except ImportError:  # Windows does not tell the peak of a process
    resource = None  # type: ignore[assignment]

CASES = [*tables.CASES, *texts.CASES, *hostile.CASES]
# A hostile file is answered, not waited for. Far above what any case needs, so that a busy computer passes.
SECONDS, MEGABYTES = 20, 2_000


def test_names_of_the_corpus_are_unique_and_many():
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) >= 100


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_file_of_the_corpus(case: Case):
    content = case.build()
    before, start = peak_megabytes(), time.perf_counter()
    staged = staging.stage_file(content, case.file_name, **case.options)
    assert time.perf_counter() - start < SECONDS
    assert peak_megabytes() - before < MEGABYTES

    told = staged.findings[["rule_code", "row_number", "message"]].head(30).to_string()
    codes = set(staged.findings["rule_code"])
    assert (status_of(staged), sum(map(len, staged.tables.values())), len(staged.rejected)) == (
        case.status,
        case.accepted,
        case.rejected,
    ), told
    assert set(case.codes) <= codes, told
    assert not set(case.absent) & codes, told
    said = " ".join([*staged.findings["message"], *staged.findings["action"]])
    assert [piece for piece in case.says if piece not in said] == [], told
    for (kind, column), values in case.values.items():
        found = staged.tables[kind][column].astype(object)
        assert [None if pd.isna(value) else value for value in found] == values
    counted(staged)
    messages_are_readable(staged)
    if case.has_secrets:
        assert traces(staged) == []


def peak_megabytes() -> float:
    """The most memory that this process ever had, native code included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024 if resource else 0.0


def messages_are_readable(staged: staging.Staged) -> None:
    for message, action in zip(staged.findings["message"], staged.findings["action"], strict=True):
        assert message.endswith((".", '."')) and action.strip().endswith("."), message
        assert len(message) < 2_000, message[:200]
        assert not any(ord(letter) < 32 for letter in message + action), message


def traces(staged: staging.Staged) -> list[str]:
    """Which of the secrets stand in any table that staging gives."""
    frames = [staged.findings, staged.rejected, staged.sheets, staged.columns, *staged.tables.values()]
    everything = "".join(frame.to_csv() for frame in frames).replace("-", "").replace(" ", "")
    return [secret for secret in SECRETS if secret in everything]
