-- One row per unit, as of the snapshot.
SELECT
    unit.unit_id,
    unit.unit_name,
    unit.unit_kind,
    unit.parent_unit_id,
    parent.unit_name AS parent_unit_name,
    unit.district,
    unit.valid_from,
    unit.valid_to,
    unit.successor_unit_id,
    successor.unit_name AS successor_unit_name,
    list_filter(unit.successor_unit_ids, lambda one: one <> unit.unit_id) AS successor_unit_ids,
    (SELECT list(earlier.unit_id ORDER BY earlier.unit_id) FROM int_unit AS earlier
        WHERE list_contains(earlier.successor_unit_ids, unit.unit_id) AND earlier.unit_id <> unit.unit_id
    ) AS predecessor_unit_ids,
    unit.aliases
FROM int_unit AS unit
LEFT JOIN int_unit AS parent ON unit.parent_unit_id = parent.unit_id
LEFT JOIN int_unit AS successor ON unit.successor_unit_id = successor.unit_id
ORDER BY unit.unit_id
