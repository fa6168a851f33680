"""Agencies, the accounts of their people, and how they sign in."""
