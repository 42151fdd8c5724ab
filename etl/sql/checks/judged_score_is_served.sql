-- Every judged value reaches the mart: a join that loses one fails here.
SELECT judged.unit_id, judged.year, judged.instrument_id, judged.value
FROM judged_score AS judged
ANTI JOIN mart_score AS served
    ON judged.unit_id IS NOT DISTINCT FROM served.unit_id AND judged.year = served.year
    AND judged.instrument_id = served.instrument_id AND judged.value IS NOT DISTINCT FROM served.value
