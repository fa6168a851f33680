"""Duplicates in a long file of facilities, and links between two."""

from manumit.supply.duplicates.find import Backend, Duplicates, find_duplicates, find_links

__all__ = ["Backend", "Duplicates", "find_duplicates", "find_links"]
