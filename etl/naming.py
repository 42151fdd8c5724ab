"""Names that wait, and what a person says of them: accept a name as a unit's, or take that back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from compliance import warehouse
from compliance.errors import PantauError
from etl import checking, loading
from etl.accepted import SERVICE, UNIT, AcceptedNames
from etl.answers import records
from etl.folder import DataFolder
from etl.names import clean_text, unit_key
from etl.progress import Steps
from etl.receive import user_name
from etl.register import Register
from etl.resolve import FIRST_DAY, LAST_DAY, N_NEAREST, UnitNames
from etl.service_names import service_key


def listing(folder: DataFolder) -> dict[str, Any]:
    """The answer of `names`: waiting names with proposals, and accepted names, of the current snapshot."""
    answer: dict[str, Any] = {"data_dir": str(folder.root), "snapshot": None, "waiting": [], "proposed": []}
    answer["accepted"] = []
    try:
        snapshot = warehouse.current(folder.root)
    except warehouse.WarehouseMissing:
        return answer
    answer["snapshot"] = snapshot.id
    for row in records(_named(warehouse.read(snapshot, "SELECT * FROM mart_name"))):
        name = {key: row[f"name_{key}"] for key in ("kind", "text")}
        name |= {key: row[key] for key in ("unit_id", "unit_name", "service_name", "n_rows", "n_files")}
        if row["name_state"] != "diterima":
            proposals = zip(row["proposed_ids"], row["proposed_names"], row["proposed_scores"], strict=True)
            name["rule_code"] = row["rule_code"]
            name["proposals"] = [
                {"id": proposed, "name": title, "score": float(score)} for proposed, title, score in proposals
            ]
            answer["waiting" if row["name_state"] == "menunggu" else "proposed"].append(name)
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
            _publish_or_undo(folder, register, memory, name_id, steps, was_revoked=False)


def accept_service(
    folder: DataFolder, text: str, unit: str, service: str, steps: Steps, *, by: str | None = None
) -> None:
    """Take `text` for a name of a service of the unit from now on, and publish; again changes nothing.

    `service`: its name or code. Raises PantauError where the unit has no such service, the text is its name
    already, or one of the two was accepted otherwise.
    """
    shown, key = clean_text(text), service_key(text)
    with loading.writing(folder, steps, by) as register:
        unit_id = _unit(UnitNames(checking.known_units(folder, [])), unit)
        name = _service(folder, unit_id, service)
        memory = AcceptedNames(folder.register)
        taken = memory.effective()
        taken = taken[(taken["kind"] == SERVICE) & (taken["unit_id"] == unit_id)]
        if not key or key == service_key(name):
            raise PantauError(f"'{shown}' sudah nama layanan itu sendiri, jadi tidak perlu diterima.")
        before = taken[taken["name_key"] == key]
        if len(before) and service_key(before["service"].iloc[0]) == service_key(name):
            return
        meant = set(taken["service"].map(service_key))
        if len(before) or key in meant or service_key(name) in set(taken["name_key"]):
            raise PantauError(
                f"'{shown}' atau '{name}' sudah diterima sebagai nama layanan lain. "
                f'Cabut dahulu dengan: python -m etl names revoke "{shown}" --unit {unit_id}'
            )
        now = datetime.now()
        name_id = memory.accept(SERVICE, shown, key, unit_id, name, by=by or user_name(), now=now)
        _publish_or_undo(folder, register, memory, name_id, steps, was_revoked=False)


def revoke(
    folder: DataFolder, text: str, steps: Steps, *, unit: str | None = None, by: str | None = None
) -> None:
    """From now on the text is no accepted name any more: its rows wait again. Publishes.

    `unit`: the text is a name of a service of this unit. Raises PantauError where it is not an accepted name.
    """
    with loading.writing(folder, steps, by) as register:
        memory = AcceptedNames(folder.register)
        if unit is None:
            before = _accepted(memory, unit_key(text))
        else:
            unit_id = _unit(UnitNames(checking.known_units(folder, [])), unit)
            before = _accepted(memory, service_key(text), SERVICE, unit_id)
        if before is None:
            raise PantauError(
                f"'{clean_text(text)}' bukan nama yang diterima. Lihat daftarnya dengan: python -m etl names"
            )
        memory.revoke(before["name_id"], by=by or user_name(), now=datetime.now())
        _publish_or_undo(folder, register, memory, before["name_id"], steps, was_revoked=True)


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


def _service(folder: DataFolder, unit_id: str, text: str) -> str:
    """The name of the service that a person named by name or code. PantauError if the unit has none."""
    known = warehouse.read(
        warehouse.current(folder.root),
        "SELECT service_id, max_by(service_name, year) AS name FROM mart_service_standard"
        " WHERE unit_id = $unit_id GROUP BY service_id ORDER BY service_id",
        {"unit_id": unit_id},
    )
    for service_id, name in zip(known["service_id"], known["name"], strict=True):
        if service_key(name) == service_key(text) or service_id.partition("/")[2] == text.strip().upper():
            return str(name)
    near = process.extract(text, list(known["name"]), scorer=fuzz.WRatio, limit=N_NEAREST)
    hint = f" Yang mirip: {'; '.join(name for name, *_ in near)}." if near else ""
    raise PantauError(
        f"Unit {unit_id} tidak mempunyai layanan '{text}'.{hint} Sebut nama atau kode layanannya."
    )


def _publish_or_undo(
    folder: DataFolder,
    register: Register,
    memory: AcceptedNames,
    name_id: int,
    steps: Steps,
    *,
    was_revoked: bool,
) -> None:
    try:
        loading.republish(folder, register, steps)
    except Exception:
        memory.undo(name_id, was_revoked=was_revoked)
        raise


def _accepted(
    memory: AcceptedNames, key: str | None, kind: str = UNIT, unit_id: str | None = None
) -> dict[str, Any] | None:
    names: pd.DataFrame = memory.effective()
    found = names[(names["kind"] == kind) & (names["name_key"] == key)]
    if unit_id is not None:
        found = found[found["unit_id"] == unit_id]
    return None if found.empty else {str(name): value for name, value in found.iloc[0].to_dict().items()}
