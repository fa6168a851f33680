"""The look of all pages: layout, fields, pictograms, styles."""
