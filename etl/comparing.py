"""Build a snapshot and tell why it differs from the current one: new files, changed rules, or a later day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from etl.build import BuildInput, build
from etl.progress import Silent, Steps
from etl.publish import Pointer
from etl.register import Register


def build_and_compare(
    part: Path,
    source: BuildInput,
    register: Register,
    current: Pointer | None,
    rule_key: str,
    steps: Steps,
) -> pd.DataFrame:
    """Build the snapshot; give what it revises of the current one, and why: data, aturan, or tanggal.

    Where the rules and something else changed, the files of the current snapshot are first judged by the new
    rules, so that what the rules revised is told apart from what the files did.
    """
    if current is None:
        return build(part, source, steps).assign(cause="data").iloc[:0]
    previous = source.folder.warehouse / current.file
    is_other = {
        "data": current.data_key != source.data_key(),
        "aturan": current.rule_key != rule_key,
        "tanggal": current.as_of != source.as_of.isoformat(),
    }
    causes = [cause for cause, changed in is_other.items() if changed]
    ruled = pd.DataFrame()
    as_before = replace(
        source, receipts=register.effective(), as_of=date.fromisoformat(current.as_of), previous=previous
    )
    if is_other["aturan"] and len(causes) > 1 and as_before.data_key() == current.data_key:
        middle = part.with_name(f"aturan.{part.name}")
        steps.report(0.5, "Menilai ulang data sebelumnya menurut aturan baru")
        ruled = build(middle, as_before, Silent()).assign(cause="aturan")
        previous = middle
        causes.remove("aturan")
    revised = build(part, replace(source, previous=previous), steps).assign(
        cause=" dan ".join(causes) or "aturan"
    )
    if previous.name.endswith(".part"):
        previous.unlink()
    return pd.concat([ruled, revised], ignore_index=True)


def counted(revised: pd.DataFrame) -> dict[str, dict[str, int]]:
    """How many values, categories, states and verdicts were revised, by cause."""
    counts = revised.groupby(["cause", "subject"]).size()
    return {
        cause: {str(subject): int(n) for subject, n in counts[cause].items()}
        for cause in counts.index.unique("cause")
    }
