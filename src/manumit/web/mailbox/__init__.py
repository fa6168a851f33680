"""Boxes of the intake: what a worker sent and what was answered, sealed."""
