import pytest

from linli.governance.reads import forget
from tests.people import street
from tests.people.street import Street


@pytest.fixture
def here(db: None) -> Street:
    forget()  # rule books that a test before had in force
    return street.build()
