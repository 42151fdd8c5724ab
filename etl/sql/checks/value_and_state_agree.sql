-- A value comes only with `melapor`, and a change only between comparable years.
SELECT unit_id, year, instrument_id, value, reporting_state, change, is_comparable
FROM mart_score
WHERE (value IS NOT NULL AND reporting_state <> 'melapor') OR (change IS NOT NULL AND NOT is_comparable)
