-- One row per unit, finding and planned action: its newest state.
SELECT *, list(lake_tindak_lanjut) OVER versions AS versions
FROM lake_tindak_lanjut
WHERE unit_id IS NOT NULL
WINDOW versions AS (
    PARTITION BY unit_id, temuan, rencana
    ORDER BY source_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
QUALIFY source_order = last_value(source_order) OVER versions
