"""Wage claims drawn up from the work records of a case."""
