-- One row per unit (NULL = the city), year and instrument (or `standar_pelayanan`) of which something was sent and not
-- taken. A rejected row without a readable year is of the most plausible one: the year told when the file was loaded,
-- else the most frequent year of the other rows of its file, else the year in which the file was received.
WITH file_year AS (
    SELECT file_id, year
    FROM (
        SELECT file_id, year, count(*) AS n_rows FROM lake_rejected GROUP BY file_id, year
        UNION ALL
        SELECT file_id, year, n_rows FROM int_lineage WHERE kind <> 'unit'
    )
    WHERE year IS NOT NULL
    GROUP BY file_id, year
    QUALIFY row_number() OVER (PARTITION BY file_id ORDER BY sum(n_rows) DESC, year DESC) = 1
),

refused AS (
    SELECT
        rejected.file_id, rejected.kind, rejected.unit_id, rejected.unit_text, rejected.year,
        CASE rejected.kind
            WHEN 'indeks' THEN rejected.instrument
            WHEN 'standar_pelayanan' THEN 'standar_pelayanan'
            ELSE kind_instrument.instrument_id
        END AS instrument_id
    FROM lake_rejected AS rejected
    LEFT JOIN kind_instrument ON rejected.kind = kind_instrument.kind
    UNION ALL
    SELECT file_id, 'indeks', unit_id, unit_text, year, instrumen FROM lake_indeks WHERE NOT is_usable
)

SELECT DISTINCT
    refused.unit_id,
    coalesce(refused.year, receipt.year, file_year.year, year(receipt.received_at)) AS year,
    refused.instrument_id
FROM refused
INNER JOIN receipt ON refused.file_id = receipt.file_id
LEFT JOIN file_year ON refused.file_id = file_year.file_id
WHERE refused.instrument_id IS NOT NULL
    AND (refused.unit_id IS NOT NULL
        OR (refused.unit_text IS NULL AND refused.kind IN (SELECT kind FROM kind_instrument WHERE empty_unit_is_city)))
