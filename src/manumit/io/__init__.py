"""Formats of the field: case files, interview tables, forms and exchange standards."""
