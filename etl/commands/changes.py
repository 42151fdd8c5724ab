"""`changes`: what a snapshot changed of an earlier one, one sentence per change."""

from __future__ import annotations

from typing import Any

import click

from compliance import warehouse
from compliance.errors import PantauError
from compliance.formatting import bilangan
from compliance.warehouse import Snapshot
from etl.answers import records
from etl.commands.usage import json_option, say
from etl.folder import DataFolder


class NoSnapshotError(PantauError):
    """There is no such snapshot; the message says which there are."""


@click.command(
    "changes",
    help="Tampilkan yang berubah antara dua data terbit, satu kalimat per perubahan, yang terpenting di "
    "atas. Baku: dari data terbit sebelumnya ke data yang berlaku.",
)
@click.option("--from", "first", metavar="KODE", help="Data terbit yang lebih lama.")
@click.option("--to", "last", metavar="KODE", help="Data terbit yang lebih baru.")
@json_option
@click.pass_obj
def changes(folder: DataFolder, first: str | None, last: str | None, as_json: bool) -> int:
    """Values, categories, reporting, duties and standards that differ between two snapshots."""
    from compliance.output import snapshot_changes  # a load need not wait for it

    current = warehouse.current(folder.root)
    ids = [one["snapshot_id"] for one in warehouse.published(current)]
    after = _kept(folder, last or current.id, ids)
    earlier = ids[ids.index(after.id) + 1 :]
    if first is None and not earlier:
        raise NoSnapshotError(f"tidak ada data terbit sebelum {after.id}. Pilih pembandingnya dengan --from.")
    before = _kept(folder, first or earlier[0], ids)
    found = snapshot_changes.between(snapshot_changes.state(before), snapshot_changes.state(after))
    say({"from": before.id, "to": after.id, "changes": records(found)}, as_json, _describe)
    return 0


def _kept(folder: DataFolder, snapshot_id: str, ids: list[str]) -> Snapshot:
    found = warehouse.kept(folder.root, snapshot_id)
    if found is None or found.id not in ids:
        raise NoSnapshotError(
            f"data terbit '{snapshot_id}' tidak ada. Yang tersimpan, dari yang terbaru: {', '.join(ids)}."
        )
    return found


def _describe(answer: dict[str, Any]) -> str:
    listed = answer["changes"]
    title = f"Dari {answer['from']} ke {answer['to']}: {bilangan(len(listed))} perubahan."
    return "\n".join([title, *(one["sentence"] for one in listed)])
