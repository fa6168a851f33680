"""Cases, their tracks, parties, tasks and pages."""
