-- One row per unit, year and service that answers are about; service_key is NULL where they do not say.
SELECT unit_id, year, nullif(service_key, '') AS service_key, sum(n_answers)::BIGINT AS n_respondents
FROM stg_skm_responden
GROUP BY unit_id, year, service_key
