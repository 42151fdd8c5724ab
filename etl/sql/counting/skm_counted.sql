-- One row per part that was counted just now, as it is kept: the models over answers gave its key for the unit.
SELECT part.part_key, sums.sums, copies.copies, respondents.respondents
FROM skm_wanted AS part
LEFT JOIN (SELECT unit_id, list(int_skm_sum) AS sums FROM int_skm_sum GROUP BY unit_id) AS sums
    ON part.part_key = sums.unit_id
LEFT JOIN (SELECT unit_id, list(int_skm_copy) AS copies FROM int_skm_copy GROUP BY unit_id) AS copies
    ON part.part_key = copies.unit_id
LEFT JOIN (SELECT unit_id, list(int_skm_group) AS respondents FROM int_skm_group GROUP BY unit_id) AS respondents
    ON part.part_key = respondents.unit_id
