-- One row per unit (NULL = the city), year, instrument and number that went into a formula without being a measure of
-- its own: a part such as nilai_f02, or the two counts of a share.
SELECT given.unit_id, given.year, given.instrument_id, given.measure_id AS part_id, given.value, given.amount, given.base
FROM int_measure AS given
LEFT JOIN judged_detail AS detail
    ON given.unit_id IS NOT DISTINCT FROM detail.unit_id AND given.year = detail.year
    AND given.instrument_id = detail.instrument_id AND given.measure_id = detail.measure_id
WHERE detail.measure_id IS NULL OR given.base IS NOT NULL
ORDER BY given.instrument_id, given.year, given.unit_id NULLS FIRST, given.measure_id
