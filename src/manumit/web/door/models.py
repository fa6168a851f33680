"""The door keeps nothing of its own."""
