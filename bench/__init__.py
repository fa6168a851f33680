"""Performance claims, each measured beside a peer: `python -m bench`."""
