"""Every question the pages and reports ask, as one SELECT each, on mart_* tables only.

Every function takes the snapshot first and gives a DataFrame; all values are bound parameters. `**scope` are
the filters of units, `unit_id`, `unit_kind` and `district`; left out or None they mean "all". Shares are 0-1.
"""

from compliance.queries.about import instruments, snapshot_info, units, years
from compliance.queries.advice import (
    levers,
    measure_gap_counts,
    measure_gaps,
    nearest_levers,
    priorities,
    respondent_groups,
    reviews,
)
from compliance.queries.changes import changed_duties, changed_services, changing_scores
from compliance.queries.components import component_counts, component_totals
from compliance.queries.duties import (
    components,
    duties,
    duty_counts,
    follow_up,
    most_unmet,
    service_verdicts,
    services,
    standard_gaps,
    standard_totals,
    unit_compliance,
)
from compliance.queries.scores import (
    city_details,
    city_scores,
    lowest_measures,
    reporting_counts,
    score_details,
    scores,
    unit_line,
    unit_scores,
    unit_values,
    values_after_actions,
)
from compliance.queries.sources import files, findings, lineage, names, revisions, snapshots, versions
from compliance.queries.trace import score, score_measures, score_parts, source_files, source_rows

__all__ = [
    "changed_duties",
    "changed_services",
    "changing_scores",
    "city_details",
    "city_scores",
    "component_counts",
    "component_totals",
    "components",
    "duties",
    "duty_counts",
    "files",
    "findings",
    "follow_up",
    "instruments",
    "levers",
    "lineage",
    "lowest_measures",
    "measure_gap_counts",
    "measure_gaps",
    "most_unmet",
    "names",
    "nearest_levers",
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
    "service_verdicts",
    "services",
    "snapshot_info",
    "snapshots",
    "source_files",
    "source_rows",
    "standard_gaps",
    "standard_totals",
    "unit_compliance",
    "unit_line",
    "unit_scores",
    "unit_values",
    "units",
    "values_after_actions",
    "versions",
    "years",
]
