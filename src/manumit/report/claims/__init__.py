"""Wage claims as pages, printed statements and lines on a terminal."""

from manumit.report.claims.files import Written, write_statements
from manumit.report.claims.page import index_page, statement_page
from manumit.report.claims.pdf import statement_pdf

__all__ = ["Written", "index_page", "statement_page", "statement_pdf", "write_statements"]
