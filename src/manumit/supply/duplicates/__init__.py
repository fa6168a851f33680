"""Duplicates in a file of facilities."""

from manumit.supply.duplicates.find import Backend, Duplicates, find_duplicates

__all__ = ["Backend", "Duplicates", "find_duplicates"]
