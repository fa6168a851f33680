"""Referrals from one agency to another."""
