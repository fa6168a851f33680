"""A fictional office to look at, and a page to choose who one is."""
