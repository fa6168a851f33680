"""The matching server, in the form of yente's API."""
