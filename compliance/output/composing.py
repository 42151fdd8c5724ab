"""What a report holds, in which order, and the report itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from compliance import config as settings
from compliance import instruments
from compliance.config import Config
from compliance.errors import PantauError
from compliance.output import (
    actions,
    annexes,
    completeness,
    decrees,
    findings,
    indexes,
    method,
    movement,
    overview,
    quality,
)
from compliance.output.scope import Scope, scope_of
from compliance.paths import data_dir as default_data_dir
from compliance.paths import using
from compliance.reports.document import Report, Section
from compliance.warehouse import Snapshot


class UnknownSection(PantauError):  # noqa: N818 (says what is the case)
    """A section was asked for that no report has."""


@dataclass(frozen=True)
class SectionInfo:
    """One section a reader can choose. build: makes it for a scope."""

    id: str
    title: str
    build: Callable[[Scope], Section]
    is_annex: bool = False
    has_charts: bool = False  # may have some: it depends on the data

    def heading(self, scope: Scope) -> str:
        """The title as it stands in the report of that scope."""
        return overview.title(scope) if self.id == overview.ID else self.title


def sections() -> tuple[SectionInfo, ...]:
    """All sections in their order; one per index of data/standards and of the data folder in use."""
    return (
        SectionInfo(overview.ID, overview.TITLE, overview.section),
        SectionInfo(method.ID, method.TITLE, method.section),
        SectionInfo(completeness.ID, completeness.TITLE, completeness.section, has_charts=True),
        SectionInfo(decrees.ID, decrees.TITLE, decrees.section, has_charts=True),
        *(
            SectionInfo(
                name,
                instruments.index(name).title,
                partial(indexes.section, instrument_id=name),
                has_charts=True,
            )
            for name in instruments.all_ids()
        ),
        SectionInfo(movement.ID, movement.TITLE, movement.section, has_charts=True),
        SectionInfo(findings.ID, findings.TITLE, findings.section, has_charts=True),
        SectionInfo(actions.ID, actions.TITLE, actions.section, has_charts=True),
        SectionInfo(quality.ID, quality.TITLE, quality.section),
        SectionInfo(annexes.VALUES, annexes.VALUES_TITLE, annexes.values, is_annex=True),
        SectionInfo(annexes.DETAILS, annexes.DETAILS_TITLE, annexes.details, is_annex=True),
        SectionInfo(annexes.SERVICES, annexes.SERVICES_TITLE, annexes.services, is_annex=True),
        SectionInfo(annexes.DUTIES, annexes.DUTIES_TITLE, annexes.duties, is_annex=True),
    )


def report(
    snapshot: Snapshot,
    year: int,
    *,
    unit_id: str | None = None,
    sections: Sequence[str] | None = None,
    data_dir: Path | None = None,
    config: Config | None = None,
    dated: date | None = None,
) -> Report:
    """The report of a year, for the city or one unit, ready for a writer.

    sections: ids of `sections()` in any order; None = all. config: pantau.toml of the data folder unless
    given;
    the logo is read from the data folder. dated: the day beside the signature, the as-of date unless given.
    The same snapshot and arguments give the same report. Raises UnknownUnit, UnknownSection, ConfigError.
    """
    folder = data_dir or default_data_dir()
    with using(folder):
        return _report(snapshot, year, unit_id, sections, folder, config or settings.load(folder), dated)


def _report(
    snapshot: Snapshot,
    year: int,
    unit_id: str | None,
    ids: Sequence[str] | None,
    folder: Path,
    config: Config,
    dated: date | None,
) -> Report:
    scope = scope_of(snapshot, year, config, unit_id)
    return Report(
        title="Laporan Kepatuhan Pelayanan Publik",
        subtitle=f"{scope.city if scope.is_city else scope.place} Tahun {year}",
        year=year,
        city=scope.city,
        letterhead=config.letterhead,
        signatory=config.signatory,
        dated=dated or snapshot.as_of,
        as_of=snapshot.as_of,
        snapshot_id=snapshot.id,
        data_hash=str(scope.facts["archive_hash"]),
        filters=scope.text,
        sections=tuple(one.build(scope) for one in chosen(ids)),
        is_sample=scope.is_sample,
        logo=settings.logo(config, folder),
    )


def chosen(ids: Sequence[str] | None) -> list[SectionInfo]:
    """The sections of these ids in the order of a report; None = all. Raises UnknownSection."""
    known = {one.id: one for one in sections()}
    unknown = [name for name in ids or () if name not in known]
    if unknown:
        raise UnknownSection(
            f"Bagian laporan tidak dikenal: {', '.join(unknown)}. Pilih dari: {', '.join(known)}."
        )
    return [one for one in known.values() if ids is None or one.id in ids]
