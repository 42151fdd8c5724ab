-- One row per unit with its parent and successor resolved.
SELECT
    unit.* EXCLUDE (parent_text, successor_text),
    unit.parent_text,
    parent.unit_id AS parent_unit_id,
    successor.unit_id AS successor_unit_id
FROM stg_unit AS unit
LEFT JOIN unit_text AS parent ON unit.parent_text = parent.unit_text
LEFT JOIN unit_text AS successor ON unit.successor_text = successor.unit_text
