-- One row per unit (NULL = the city), year and contradiction between figures that somebody has to look at.
SELECT
    review.unit_id,
    coalesce(unit.unit_name, (SELECT city_name FROM build_context)) AS unit_name,
    unit.unit_kind,
    unit.district,
    review.year,
    review.review_id,
    review.review_label,
    review.instrument_ids,
    review.sentence,
    review.action
FROM judged_review AS review
LEFT JOIN int_unit AS unit ON review.unit_id = unit.unit_id
ORDER BY review.year, review.unit_id NULLS FIRST, review.review_id, review.instrument_ids
