"""The worker's own pages: the file, consent, and who looked at it."""
