"""What a new snapshot revises: its values and verdicts compared with those of the snapshot before.

Kept beside the snapshot and not in it, because marts are a function of archive, register and YAML alone.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from compliance.warehouse import Connection, DatabaseError
from etl import models


def revisions(connection: Connection, previous: Path | None) -> pd.DataFrame:
    """`int_revision` of the snapshot that is open against the snapshot file `previous`.

    Empty where there is none, or where it cannot be read: a comparison never stops a build.
    """
    stated, compared = map(models.read_sql, models.REVISIONS)
    connection.execute(f"CREATE TEMP TABLE int_fact AS {stated}")
    connection.execute("CREATE TEMP TABLE before_fact AS SELECT * FROM int_fact")
    if previous is not None and previous.exists():
        _remember(connection, previous, stated)
    return connection.execute(compared).df()


def _remember(connection: Connection, previous: Path, stated: str) -> None:
    """Replace `before_fact` by what the earlier snapshot states."""
    home = connection.execute("SELECT current_database()").fetchall()[0][0]
    path = str(previous).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{path}' AS earlier (READ_ONLY)")
        connection.execute("USE earlier")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE before_fact AS {stated}")
    except DatabaseError:  # a damaged file, or a snapshot of a version that had other columns
        pass
    finally:
        connection.execute(f'USE "{home}"')
        connection.execute("DETACH DATABASE IF EXISTS earlier")
