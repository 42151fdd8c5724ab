"""Every question the pages and reports ask, as one SELECT each, on mart_* tables only.

Every function takes the snapshot first and gives a DataFrame; all values are bound parameters. `**scope` are
the filters of units, `unit_id`, `unit_kind` and `district`; left out or None they mean "all". Shares are 0-1.
"""

from compliance.queries.about import instruments, snapshot_info, units, years
from compliance.queries.advice import levers, measure_gaps, priorities, respondent_groups, reviews
from compliance.queries.duties import (
    component_counts,
    components,
    duties,
    duty_counts,
    follow_up,
    most_unmet,
    services,
    standard_gaps,
    standard_totals,
    unit_compliance,
)
from compliance.queries.scores import (
    city_details,
    city_scores,
    reporting_counts,
    score_details,
    scores,
    unit_line,
    unit_values,
)
from compliance.queries.sources import files, findings, lineage, names, revisions, snapshots, versions
from compliance.queries.trace import score, score_measures, score_parts, source_files, source_rows

__all__ = [
    "city_details",
    "city_scores",
    "component_counts",
    "components",
    "duties",
    "duty_counts",
    "files",
    "findings",
    "follow_up",
    "instruments",
    "levers",
    "lineage",
    "measure_gaps",
    "most_unmet",
    "names",
    "priorities",
    "reporting_counts",
    "respondent_groups",
    "reviews",
    "revisions",
    "score",
    "score_details",
    "score_measures",
    "score_parts",
    "scores",
    "services",
    "snapshot_info",
    "snapshots",
    "source_files",
    "source_rows",
    "standard_gaps",
    "standard_totals",
    "unit_compliance",
    "unit_line",
    "unit_values",
    "units",
    "versions",
    "years",
]
