-- Every row that was read was taken or refused.
SELECT file_id, sheet, n_read, n_accepted, n_rejected
FROM lake_sheet
WHERE n_read <> n_accepted + n_rejected
