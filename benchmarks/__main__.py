"""`python -m benchmarks NAME`: measure, and print the table as it stands in README.md."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

import click

from benchmarks import growth, load, pages, sessions, start, visit

# Name, what is measured, rows at full size.
BENCHMARKS = {"load": (load.run, 10_000_000), "growth": (growth.run, 100_000_000)}
# Of the dashboard with the sample city.
SERVED = {"visit": visit.run, "start": start.run}


@click.command()
@click.argument("name", type=click.Choice([*BENCHMARKS, "pages", *SERVED, "sessions"]))
@click.option("--rows", type=int, help="answers at the largest size")
@click.option("--repeats", default=5, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="where files are made and left")
@click.option("--only", default="", help="of the tables of `load` that whose reference is called so")
@click.option("--size", type=click.Choice(list(pages.SIZES)), default="sample", help="of the data of `pages`")
@click.option("--sessions", "n_sessions", default=50, show_default=True, help="of `sessions`")
@click.option(
    "--seconds", default=300.0, show_default=True, help="of `sessions`, for each of its two servers"
)
def main(
    name: str,
    rows: int | None,
    repeats: int,
    folder: Path | None,
    only: str,
    size: str,
    n_sessions: int,
    seconds: float,
) -> None:
    """Run one benchmark."""
    place = folder or Path(gettempdir()) / "pantau-benchmarks"
    place.mkdir(parents=True, exist_ok=True)
    if name == "pages":
        click.echo(pages.run(place, size, repeats))
        return
    if name == "sessions":
        click.echo(sessions.run(place, n_sessions, seconds))
        return
    if name in SERVED:
        click.echo(SERVED[name](place, repeats))
        return
    run, full = BENCHMARKS[name]
    click.echo(run(place, rows or full, repeats, only))


if __name__ == "__main__":
    main()
