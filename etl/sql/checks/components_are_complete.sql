-- Every service has each of the components exactly once a year.
SELECT service_id, year, count(*) AS n
FROM mart_service_component
GROUP BY service_id, year
HAVING count(*) <> (SELECT count(*) FROM component) OR count(DISTINCT component_id) <> count(*)
