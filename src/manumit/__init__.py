"""Manumit: from the first signal to full repayment, and every step explains itself."""

__version__ = "0.1.0"
