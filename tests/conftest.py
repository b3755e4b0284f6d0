"""The option that multiplies the counts of the tests that have such, and the order of the files."""

from __future__ import annotations

import pytest

SOAK = 100
"""What `--soak` alone multiplies the counts by."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--soak",
        nargs="?",
        type=int,
        const=SOAK,
        default=1,
        help="multiply the counts of tests/reliability and tests/learning/episodes"
        f" (by {SOAK} where no number is given)",
    )


@pytest.fixture(scope="session")
def soak(request: pytest.FixtureRequest) -> int:
    """How many times the figures of the ordinary run are wanted."""
    # Without a path on the command line this file may be read too late to add its option.
    return int(request.config.getoption("--soak", default=1) or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the file that takes longest: the tests of one file stay with one worker, and the
    others would have nothing left to do beside it at the end."""
    items.sort(key=lambda item: item.path.name != "test_patterns.py")
