-- No unit drops out of the compliance mart.
SELECT unit_id, year FROM int_unit_year WHERE is_alive
EXCEPT
SELECT unit_id, year FROM mart_unit_compliance
