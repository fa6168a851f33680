"""The Human Trafficking Case Data Standard (HTCDS) 2.0 of IOM: case records in and out.

What is done with each field and value stands in `data/exchange/htcds.yml`. Names, contacts,
addresses and free text are never read and never written. What another organisation determined is
quoted as the source of a case and read by no rule.
"""

from manumit.io.htcds.reading import HtcdsFile, HtcdsRecord, read_htcds
from manumit.io.htcds.standard import looks_like_htcds, standard
from manumit.io.htcds.writing import write_htcds

__all__ = [
    "HtcdsFile",
    "HtcdsRecord",
    "looks_like_htcds",
    "read_htcds",
    "standard",
    "write_htcds",
]
