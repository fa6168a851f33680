"""Establishments, recruiters and buyers: a domain without personal data."""
