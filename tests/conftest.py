"""What all tests run under.

Hypothesis makes a quarter of the examples in `make test`, and all in `make check-slow`.
"""

import os

from hypothesis import settings

# The tests run on every core already: threads of arrays would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("full", deadline=None, max_examples=100)
settings.load_profile("quick")
