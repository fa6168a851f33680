"""Consent, agreements between agencies, and the exceptions that the law allows."""
