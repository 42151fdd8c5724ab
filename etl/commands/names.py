"""`names`: names that wait with their nearest units, and accepting or revoking one.

`names --json`, `names accept ... --json` and `names revoke ... --json` give this document, after the change:

    {"data_dir": str, "snapshot": str | null,
     "waiting":  [{"kind": "unit", "text": str, "rule_code": str, "n_rows": int, "n_files": int,
                   "unit_id": null, "unit_name": null, "service_name": null,
                   "proposals": [{"id": str, "name": str, "score": 0-100}, ...]}, ...],
     "proposed": [{"kind": "layanan", the same, "unit_id": str, "unit_name": str, ...}, ...],
     "accepted": [{"kind": "unit" | "layanan", "text": str, "unit_id": str, "unit_name": str | null,
                   "service_name": str | null, "n_rows": int, "n_files": int,
                   "accepted_at": ISO time, "accepted_by": str}, ...]}

At most three proposals, best first; `rule_code` says why the name waits. `proposed`: services that resemble
an earlier one of their unit; both count until a person says that they are one. The `id` of what is proposed
there is a code, or the name where there is none. The same rows stand in `mart_name`.
"""

from __future__ import annotations

from typing import Any

import click

from compliance.formatting import angka, tanggal
from etl import naming
from etl.commands.usage import json_option, say
from etl.folder import DataFolder
from etl.progress import Steps

by_option = click.option("--by", metavar="NAMA", help="Siapa yang memutuskan (baku: nama pengguna komputer).")


@click.group(
    invoke_without_command=True,
    help="Tampilkan nama yang menunggu beserta unit yang mirip, dan nama yang sudah diterima.",
)
@json_option
@click.pass_context
def names(context: click.Context, as_json: bool) -> None:
    """List names, unless a subcommand follows."""
    if context.invoked_subcommand is None:
        _say(context.obj, as_json)


@names.command(
    help='Terima "TEKS" sebagai nama unit KODE di semua berkas, atau dengan --service sebagai nama lain satu '
    "layanan unit itu, lalu terbitkan."
)
@click.argument("text", metavar="TEKS")
@click.argument("unit", metavar="KODE")
@click.option("--service", metavar="LAYANAN", help="Nama atau kode layanan yang dimaksud.")
@by_option
@json_option
@click.pass_obj
def accept(
    folder: DataFolder, text: str, unit: str, service: str | None, by: str | None, as_json: bool
) -> None:
    """Remember a name and take its rows."""
    with Steps() as steps:
        if service is None:
            naming.accept(folder, text, unit, steps, by=by)
        else:
            naming.accept_service(folder, text, unit, service, steps, by=by)
    _say(folder, as_json)


@names.command(help='Cabut "TEKS" sebagai nama yang diterima, lalu terbitkan; barisnya menunggu lagi.')
@click.argument("text", metavar="TEKS")
@click.option("--unit", metavar="KODE", help="TEKS adalah nama layanan unit ini.")
@by_option
@json_option
@click.pass_obj
def revoke(folder: DataFolder, text: str, unit: str | None, by: str | None, as_json: bool) -> None:
    """Forget a name."""
    with Steps() as steps:
        naming.revoke(folder, text, steps, unit=unit, by=by)
    _say(folder, as_json)


def _say(folder: DataFolder, as_json: bool) -> None:
    say(naming.listing(folder), as_json, _describe)


def _describe(answer: dict[str, Any]) -> str:
    lines = []
    for name in answer["waiting"]:
        lines.append(f"Menunggu: '{name['text']}' ({angka(name['n_rows'], 0)} baris).")
        lines += [
            f"  mirip {angka(near['score'], 1)}: {near['name']} ({near['id']})" for near in name["proposals"]
        ]
    for name in answer["proposed"]:
        lines.append(f"Layanan yang mirip: '{name['text']}', {name['unit_name']} ({name['unit_id']}).")
        lines += [f"  mirip {angka(near['score'], 1)}: {near['name']}" for near in name["proposals"]]
    for name in answer["accepted"]:
        meant = f"{name['service_name']}, " if name["service_name"] else ""
        lines.append(
            f"Diterima: '{name['text']}' = {meant}{name['unit_name'] or name['unit_id']} "
            f"({angka(name['n_rows'], 0)} baris), oleh {name['accepted_by']} "
            f"pada {tanggal(name['accepted_at'])}."
        )
    if answer["waiting"]:
        lines.append('Terima satu nama dengan: python -m etl names accept "TEKS" KODE')
    if answer["proposed"]:
        lines.append(
            'Terima nama layanan dengan: python -m etl names accept "TEKS" KODE --service "NAMA LAYANAN"'
        )
    return "\n".join(lines) or "Tidak ada nama yang menunggu, dan belum ada nama yang diterima."
