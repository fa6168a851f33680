"""Screened suppliers on every surface: JSON, CSV, terminal, and a page with a map."""

from manumit.report.screen.document import screen_document
from manumit.report.screen.files import matches_written, write_screen_page
from manumit.report.screen.findings import Findings
from manumit.report.screen.page import screen_page
from manumit.report.screen.terminal import print_screen

__all__ = [
    "Findings",
    "matches_written",
    "print_screen",
    "screen_document",
    "screen_page",
    "write_screen_page",
]
