"""Grids of cells -> typed rows, rejected rows and findings: a function of bytes, options, contract."""

from __future__ import annotations

from etl.staging.contract import KINDS, Contract, ContractError, Kind, contract_version, load_contract
from etl.staging.findings import SURVEY
from etl.staging.schema import arrow_schema, column_types, empty_table
from etl.staging.stage import Staged, stage_file, stage_path

__all__ = [
    "KINDS",
    "SURVEY",
    "Contract",
    "ContractError",
    "Kind",
    "Staged",
    "arrow_schema",
    "column_types",
    "contract_version",
    "empty_table",
    "load_contract",
    "stage_file",
    "stage_path",
]
