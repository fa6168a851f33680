"""Changes of the tables of the log."""
