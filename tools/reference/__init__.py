"""The reference pages, made from the data and the code.

python -m tools.reference            writes docs/reference/
python -m tools.reference --check    names the pages that are not up to date, and exits 1
"""
