"""The log of who opened what, its checkpoints, and the pages that show it."""
