import pytest

from tests.people import street
from tests.people.street import Street


@pytest.fixture
def here(db: None) -> Street:
    return street.build()
