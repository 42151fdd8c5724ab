-- One row per name that waits until a person says what it means, per name of a service that resembles another one of its
-- unit (both count until a person says that they are one), and per name that a person accepted.
WITH waiting AS (
    SELECT
        unit_key,
        min(value) AS name_text,
        min(rule_code) AS rule_code,
        sum(n_rows)::BIGINT AS n_rows,
        count(DISTINCT file_id) AS n_files
    FROM int_waiting
    WHERE unit_key IS NOT NULL
    GROUP BY unit_key
),

proposal AS (
    SELECT
        unit_key,
        list(unit_id ORDER BY place) AS proposed_ids,
        list(unit_name ORDER BY place) AS proposed_names,
        list(score ORDER BY place) AS proposed_scores
    FROM name_proposal
    GROUP BY unit_key
),

service_use AS (
    SELECT unit_id, trim(regexp_replace(lower(nama_layanan), '[^a-z0-9]+', ' ', 'g')) AS name_key, count(*) AS n_rows,
        count(DISTINCT file_id) AS n_files
    FROM lake_standar_pelayanan GROUP BY ALL
),

name AS (
    SELECT
        'unit' AS name_kind, waiting.name_text, 'menunggu' AS name_state, waiting.rule_code, NULL AS unit_id,
        NULL AS service_name, waiting.n_rows, waiting.n_files, proposal.proposed_ids, proposal.proposed_names,
        proposal.proposed_scores, NULL::TIMESTAMP AS accepted_at, NULL AS accepted_by
    FROM waiting
    LEFT JOIN proposal ON waiting.unit_key = proposal.unit_key
    UNION ALL
    SELECT
        'layanan', service.name_text, 'diusulkan', 'LAYANAN_MIRIP', service.unit_id, NULL, service.n_rows,
        service.n_files, proposal.proposed_ids, proposal.proposed_names, proposal.proposed_scores, NULL, NULL
    FROM service_proposal AS service
    LEFT JOIN proposal ON service.service_id = proposal.unit_key
    UNION ALL
    SELECT
        accepted.kind, accepted.text, 'diterima', NULL, accepted.unit_id, accepted.service,
        coalesce(name_use.n_rows, service_use.n_rows, 0), coalesce(name_use.n_files, service_use.n_files, 0), NULL, NULL, NULL, accepted.accepted_at,
        accepted.accepted_by
    FROM accepted_name AS accepted
    LEFT JOIN name_use ON accepted.name_key = name_use.unit_key AND accepted.kind = 'unit'
    LEFT JOIN service_use
        ON accepted.name_key = service_use.name_key AND accepted.unit_id = service_use.unit_id
        AND accepted.kind = 'layanan'
)

SELECT
    name.name_kind,
    name.name_text,
    name.name_state,
    name.rule_code,
    name.unit_id,
    unit.unit_name,
    name.service_name,
    name.n_rows,
    name.n_files,
    coalesce(name.proposed_ids, []) AS proposed_ids,
    coalesce(name.proposed_names, []) AS proposed_names,
    coalesce(name.proposed_scores, []) AS proposed_scores,
    name.accepted_at,
    name.accepted_by
FROM name
LEFT JOIN int_unit AS unit ON name.unit_id = unit.unit_id
ORDER BY name.name_kind DESC, name.name_state DESC, name.n_rows DESC, name.name_text
