"""Estimates of the hidden number, as a document, a page, plots and lines on a terminal."""

from manumit.report.estimates.document import estimates_document
from manumit.report.estimates.page import estimates_page, plots
from manumit.report.estimates.terminal import print_estimates

__all__ = ["estimates_document", "estimates_page", "plots", "print_estimates"]
