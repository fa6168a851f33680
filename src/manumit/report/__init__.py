"""Assessments as pages that people read."""

from manumit.report.html import case_page, index_page, write_report

__all__ = ["case_page", "index_page", "write_report"]
