-- One row per unit with its parent and successors resolved. A unit that is continued by others but tells no last day, or
-- the first day of the next as its own last, ended the day before; one that names itself among them lives on.
WITH successor AS (
    SELECT
        unit.unit_id,
        list(DISTINCT named.unit_id ORDER BY named.unit_id) AS successor_unit_ids,
        CASE WHEN NOT bool_or(named.unit_id = unit.unit_id) THEN min(later.valid_from) END AS next_day
    FROM stg_unit AS unit
    CROSS JOIN unnest(string_split(unit.successor_text, ';')) AS part(code)
    INNER JOIN unit_text AS named ON trim(part.code) = named.unit_text
    INNER JOIN stg_unit AS later ON named.unit_id = later.unit_id
    GROUP BY unit.unit_id
)

SELECT
    unit.* EXCLUDE (parent_text, successor_text) REPLACE (
        CASE WHEN coalesce(unit.valid_to, successor.next_day) = successor.next_day
            THEN successor.next_day - 1 ELSE unit.valid_to
        END AS valid_to
    ),
    unit.parent_text,
    parent.unit_id AS parent_unit_id,
    coalesce(successor.successor_unit_ids, []) AS successor_unit_ids,
    CASE WHEN len(successor.successor_unit_ids) = 1 AND successor.successor_unit_ids[1] <> unit.unit_id
        THEN successor.successor_unit_ids[1]
    END AS successor_unit_id
FROM stg_unit AS unit
LEFT JOIN unit_text AS parent ON unit.parent_text = parent.unit_text
LEFT JOIN successor ON unit.unit_id = successor.unit_id
