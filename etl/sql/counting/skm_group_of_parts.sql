-- int_skm_group, added up from the parts.
SELECT
    unit_id,
    year,
    respondents.characteristic_id,
    respondents.group_text,
    sum(respondents.n_respondents)::BIGINT AS n_respondents,
    sum(respondents.total_sum)::BIGINT AS total_sum,
    sum(respondents.total_square_sum)::BIGINT AS total_square_sum
FROM (
    SELECT part.unit_id, part.year, unnest(kept.respondents) AS respondents
    FROM skm_part AS part INNER JOIN skm_kept AS kept ON part.part_key = kept.part_key
)
GROUP BY unit_id, year, respondents.characteristic_id, respondents.group_text
