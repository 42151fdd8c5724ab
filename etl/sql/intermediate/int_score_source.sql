-- One row per score and kind of file that it came from: the newest rows behind it, of records of one score those
-- that say what was published.
SELECT unit_id, year, instrument_id, kind, file_id, sheet, row_number, published_column AS column_name
FROM stg_result
QUALIFY row_number() OVER (
    PARTITION BY unit_id, year, instrument_id, kind ORDER BY published_value IS NOT NULL DESC, source_order DESC
) = 1
UNION ALL
SELECT unit_id, year, instrumen, 'indeks', file_id, sheet, row_number, 'nilai'
FROM stg_indeks
UNION ALL
SELECT unit_id, year, 'ikm', 'skm_rekap', file_id, sheet, row_number, 'ikm_terbit'
FROM stg_skm_rekap
QUALIFY row_number() OVER (PARTITION BY unit_id, year ORDER BY source_order DESC) = 1
UNION ALL
SELECT lineage.unit_id, lineage.year, 'ikm', 'skm_responden', lineage.file_id, lineage.sheet, NULL, NULL
FROM int_lineage AS lineage
INNER JOIN receipt ON lineage.file_id = receipt.file_id
WHERE lineage.kind = 'skm_responden'
QUALIFY row_number() OVER (
    PARTITION BY lineage.unit_id, lineage.year ORDER BY receipt.load_id DESC, receipt.file_name DESC, lineage.file_id, lineage.sheet
) = 1
