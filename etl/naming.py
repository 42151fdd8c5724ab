"""Names that wait, and what a person says of them: accept a name as a unit's, or take that back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd

from compliance import warehouse
from compliance.errors import PantauError
from etl import checking, loading
from etl.accepted import UNIT, AcceptedNames
from etl.answers import records
from etl.folder import DataFolder
from etl.names import clean_text, unit_key
from etl.progress import Steps
from etl.receive import user_name
from etl.resolve import FIRST_DAY, LAST_DAY, UnitNames


def listing(folder: DataFolder) -> dict[str, Any]:
    """The answer of `names`: waiting names with proposals, and accepted names, of the current snapshot."""
    answer: dict[str, Any] = {"data_dir": str(folder.root), "snapshot": None, "waiting": [], "accepted": []}
    try:
        snapshot = warehouse.current(folder.root)
    except warehouse.WarehouseMissing:
        return answer
    answer["snapshot"] = snapshot.id
    for row in records(_named(warehouse.read(snapshot, "SELECT * FROM mart_name"))):
        name = {key: row[f"name_{key}"] for key in ("kind", "text")}
        name |= {key: row[key] for key in ("unit_id", "unit_name", "service_name", "n_rows", "n_files")}
        if row["name_state"] == "menunggu":
            proposals = zip(row["proposed_ids"], row["proposed_names"], row["proposed_scores"], strict=True)
            name["rule_code"] = row["rule_code"]
            name["proposals"] = [
                {"id": proposed, "name": title, "score": float(score)} for proposed, title, score in proposals
            ]
            answer["waiting"].append(name)
        else:
            name |= {"accepted_at": row["accepted_at"].isoformat(), "accepted_by": row["accepted_by"]}
            answer["accepted"].append(name)
    return answer


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """With plain lists, as JSON wants them."""
    plain = rows.copy()
    for name in ("proposed_ids", "proposed_names", "proposed_scores"):
        plain[name] = [list(values) for values in rows[name]]
    return plain


def accept(folder: DataFolder, text: str, unit: str, steps: Steps, *, by: str | None = None) -> None:
    """Take `text` for a name of a unit in all files from now on, and publish. The same again changes nothing.

    Raises PantauError where the unit is not known, the unit list already says what the text means, or the
    text was accepted for another unit.
    """
    shown, key = clean_text(text), unit_key(text)
    if key is None:
        raise PantauError("Nama yang diterima masih kosong. Tulis nama seperti tertulis di berkas.")
    with loading.writing(folder, steps, by) as register:
        names = UnitNames(checking.known_units(folder, []))
        unit_id = _unit(names, unit)
        spans = names.spans(key)
        if [span[:2] for span in spans] == [(FIRST_DAY, LAST_DAY)]:
            raise PantauError(
                f"'{shown}' sudah tertulis dalam daftar perangkat daerah sebagai kode atau nama unit "
                f"{spans[0][2]}, jadi tidak perlu diterima."
            )
        memory = AcceptedNames(folder.register)
        before = _accepted(memory, key)
        if before is not None and before["unit_id"] != unit_id:
            raise PantauError(
                f"'{shown}' sudah diterima sebagai nama unit {before['unit_id']}. Cabut dahulu dengan: "
                f'python -m etl names revoke "{shown}"'
            )
        if before is None:
            now = datetime.now()
            name_id = memory.accept(UNIT, shown, key, unit_id, None, by=by or user_name(), now=now)
            try:
                loading.republish(folder, register, steps)
            except Exception:
                memory.undo(name_id, was_revoked=False)
                raise


def revoke(folder: DataFolder, text: str, steps: Steps, *, by: str | None = None) -> None:
    """From now on the text is no accepted name any more: its rows wait again. Publishes.

    Raises PantauError where the text is not an accepted name.
    """
    with loading.writing(folder, steps, by) as register:
        memory = AcceptedNames(folder.register)
        before = _accepted(memory, unit_key(text))
        if before is None:
            raise PantauError(
                f"'{clean_text(text)}' bukan nama yang diterima. Lihat daftarnya dengan: python -m etl names"
            )
        memory.revoke(before["name_id"], by=by or user_name(), now=datetime.now())
        try:
            loading.republish(folder, register, steps)
        except Exception:
            memory.undo(before["name_id"], was_revoked=True)
            raise


def _unit(names: UnitNames, text: str) -> str:
    """The unit that a person named by code or name. PantauError if there is none, or more than one."""
    key = unit_key(text) or ""
    owners = names.owners(key)
    if len(owners) == 1:
        return owners[0]
    near = [f"{title} ({unit})" for unit, title, _ in names.nearest(key)] if key else []
    hint = f" Nama yang mirip: {'; '.join(near)}." if near else ""
    problem = "dipakai lebih dari satu unit" if owners else "tidak ada dalam daftar perangkat daerah"
    raise PantauError(f"Unit '{text}' {problem}.{hint} Sebut kode unitnya.")


def _accepted(memory: AcceptedNames, key: str | None) -> dict[str, Any] | None:
    names: pd.DataFrame = memory.effective()
    found = names[(names["kind"] == UNIT) & (names["name_key"] == key)]
    return None if found.empty else {str(name): value for name, value in found.iloc[0].to_dict().items()}
