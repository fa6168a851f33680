"""What tests of the office share."""

import pytest

from tests.web.office.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """An agency and a person of each role."""
    return make_world()
