"""Files as evidence in a case: added, listed and taken out."""
