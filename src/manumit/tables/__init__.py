"""People's tables: CSV, XLSX and Parquet in, as columns of text; rows that cannot be read aside."""

from manumit.tables.files import whole_file
from manumit.tables.model import Batch, Score, Table
from manumit.tables.reader import open_sheets, open_table
from manumit.tables.rejects import Reject, safe_cell, write_rejects

__all__ = [
    "Batch",
    "Reject",
    "Score",
    "Table",
    "open_sheets",
    "open_table",
    "safe_cell",
    "whole_file",
    "write_rejects",
]
