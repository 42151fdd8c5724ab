-- One row per service, year and component.
SELECT service_id, unit_id, year, component_id, component_label, component_group, component_order, state
FROM int_service_component
ORDER BY unit_id, service_id, year, component_order
