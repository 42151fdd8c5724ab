-- int_skm_copy, added up from the parts.
SELECT copies.file_id, copies.sheet, unit_id, year, min(copies.first_row) AS first_row, sum(copies.n_rows)::BIGINT AS n_rows
FROM (
    SELECT part.unit_id, part.year, unnest(kept.copies) AS copies
    FROM skm_part AS part INNER JOIN skm_kept AS kept ON part.part_key = kept.part_key
)
GROUP BY copies.file_id, copies.sheet, unit_id, year
