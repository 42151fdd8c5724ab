-- One row per unit, finding and planned action: its newest state.
SELECT *
FROM lake_tindak_lanjut
WHERE unit_id IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY unit_id, temuan, rencana ORDER BY source_order DESC) = 1
