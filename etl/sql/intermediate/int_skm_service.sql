-- One row per unit, year and service that answers are about; service_key is NULL where they do not say.
SELECT unit_id, year, nullif(service_key, '') AS service_key, n_answers AS n_respondents
FROM int_skm_sum
