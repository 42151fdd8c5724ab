-- The blocks whose answers do not share one fate: their unit was called otherwise on some of the days, or the as-of date
-- lies between. They are told apart by day.
SELECT DISTINCT kept.file_id, kept.sheet_number, kept.unit_key, kept.year
FROM skm_block AS kept
CROSS JOIN build_context AS context
LEFT JOIN unit_match
    ON kept.unit_key = unit_match.unit_key
    AND (unit_match.first_day > kept.first_day AND unit_match.first_day <= kept.last_day
        OR unit_match.last_day >= kept.first_day AND unit_match.last_day < kept.last_day)
WHERE unit_match.unit_key IS NOT NULL OR context.as_of >= kept.first_day AND context.as_of < kept.last_day
