-- One row per unit, year, characteristic of respondents and group. Figures of hidden groups are NULL. There are none of
-- the city: from its groups and those of all other units a hidden group could be computed.
SELECT
    judged.unit_id,
    unit.unit_name,
    unit.unit_kind,
    unit.district,
    judged.* EXCLUDE (unit_id)
FROM judged_respondent AS judged
INNER JOIN int_unit AS unit ON judged.unit_id = unit.unit_id
ORDER BY judged.year, judged.unit_id, judged.characteristic_order, judged.group_order
