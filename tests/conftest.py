"""What all tests run under, and the database server that they may ask for.

Hypothesis makes a quarter of the examples in `make test`, and all in `make check-slow`.
"""

import gc
import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests.postgres import Cluster, programs

# The tests run on every core already: threads of arrays would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("full", deadline=None, max_examples=100)
settings.load_profile("quick")


def pytest_collection_finish() -> None:
    """Garbage is not looked for among what was imported and collected: it stays to the end."""
    gc.freeze()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A server of this worker's own."""
    installed = programs()
    if installed is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    cluster = Cluster(installed)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def postgres_url(postgres: Cluster) -> Iterator[Callable[[str], str]]:
    """Makes a database anew and gives its address for the superuser."""
    made = list[str]()

    def make(name: str) -> str:
        made.append(name)
        return postgres.database(name)

    yield make
    for name in made:
        postgres.drop(name)
