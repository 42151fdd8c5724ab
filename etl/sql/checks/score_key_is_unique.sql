-- A unit has one row per year and instrument.
SELECT unit_id, year, instrument_id, count(*) AS n
FROM mart_score
GROUP BY unit_id, year, instrument_id
HAVING count(*) > 1
