"""Programs that answer over HTTP: the office of the agencies, the intake, the matching server."""
