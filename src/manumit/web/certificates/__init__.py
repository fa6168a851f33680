"""Certificates of residence: issued to a worker, verified by immigration."""
