"""What a compensation fund would face, as a document, a page and lines on a terminal."""

from manumit.report.funds.document import fund_document
from manumit.report.funds.page import fund_page
from manumit.report.funds.terminal import print_fund

__all__ = ["fund_document", "fund_page", "print_fund"]
