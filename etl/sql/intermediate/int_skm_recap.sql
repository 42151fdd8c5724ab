-- One row per unit and year with recaps, weighted by respondents. A row for the whole unit stands before rows of its
-- services, and a row for the whole year before rows of its periods: else people would count twice. An unsur that one
-- of the rows lacks is missing, not 0.
WITH counted AS (
    SELECT *, service_key IS NULL AS is_whole_unit, period_key IS NULL AS is_whole_year
    FROM stg_skm_rekap
    QUALIFY is_whole_unit = bool_or(is_whole_unit) OVER (PARTITION BY unit_id, year, period_key)
),

chosen AS (
    SELECT * FROM counted
    QUALIFY is_whole_year = bool_or(is_whole_year) OVER (PARTITION BY unit_id, year)
),

weighted AS (
    -- A single row needs no weight, so it counts even where its respondents were not stated.
    SELECT
        *,
        CASE WHEN count(*) OVER (PARTITION BY unit_id, year) = 1 THEN 1 ELSE nullif(jumlah_responden, 0) END AS weight
    FROM chosen
)

SELECT
    unit_id,
    year,
    nullif(sum(jumlah_responden), 0)::BIGINT AS n_respondents,
    CASE WHEN bool_and(is_whole_unit) AND count(ikm_terbit) = count(*) THEN
        sum(weight * ikm_terbit ORDER BY source_order) / sum(weight)
    END AS published_value,
    CASE WHEN count(persyaratan) = count(*) THEN
        sum(weight * persyaratan ORDER BY source_order) / sum(weight)
    END AS persyaratan,
    CASE WHEN count(prosedur) = count(*) THEN
        sum(weight * prosedur ORDER BY source_order) / sum(weight)
    END AS prosedur,
    CASE WHEN count(waktu) = count(*) THEN
        sum(weight * waktu ORDER BY source_order) / sum(weight)
    END AS waktu,
    CASE WHEN count(biaya) = count(*) THEN
        sum(weight * biaya ORDER BY source_order) / sum(weight)
    END AS biaya,
    CASE WHEN count(produk) = count(*) THEN
        sum(weight * produk ORDER BY source_order) / sum(weight)
    END AS produk,
    CASE WHEN count(kompetensi) = count(*) THEN
        sum(weight * kompetensi ORDER BY source_order) / sum(weight)
    END AS kompetensi,
    CASE WHEN count(perilaku) = count(*) THEN
        sum(weight * perilaku ORDER BY source_order) / sum(weight)
    END AS perilaku,
    CASE WHEN count(pengaduan) = count(*) THEN
        sum(weight * pengaduan ORDER BY source_order) / sum(weight)
    END AS pengaduan,
    CASE WHEN count(sarpras) = count(*) THEN
        sum(weight * sarpras ORDER BY source_order) / sum(weight)
    END AS sarpras
FROM weighted
GROUP BY unit_id, year
