"""A pytest plugin: the processor time of each folder and of the dearest tests, at the end of a run.

Processor seconds, not wall-clock seconds: they stay the same however many workers run and whatever else the machine
does. The processes that a test started and waited for count as its own, forked ones included.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from features.fork_server import spent_by_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

DEAREST = 10
COLLECTION = "(collection)"
PROPERTY = "cpu_seconds"


def spent() -> float:
    """Return the processor seconds of this process and of the children it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system + spent_by_runs()


class Timing:
    """Adds up what each test costs; in a run with workers, the controller adds up what they report.

    Args:
        config: pytest's configuration.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._limit: float | None = config.getoption("--dearest")
        self._last = spent()
        self._tests: dict[str, float] = defaultdict(float)
        self._collection = 0.0

    def pytest_collection_finish(self) -> None:
        """Take what collecting cost; a worker hands it to the controller."""
        self._collection += spent()
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[PROPERTY] = self._collection

    def pytest_testnodedown(self, node: Any) -> None:
        """Add a worker's collection."""
        self._collection += getattr(node, "workeroutput", {}).get(PROPERTY, 0.0)

    def pytest_runtest_logstart(self) -> None:
        """Start the clock of a test."""
        self._last = spent()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Iterator[None]:
        """Stop it at the end of each phase of a test; the report carries the seconds."""
        report = yield
        now = spent()
        report.cpu_seconds, self._last = now - self._last, now
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a phase."""
        self._tests[report.nodeid] += getattr(report, PROPERTY, 0.0)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Show time by folder, and the dearest tests."""
        folders: dict[str, float] = defaultdict(float)
        for test, seconds in self._tests.items():
            folders[test.split("::")[0].rpartition("/")[0] or "."] += seconds
        folders[COLLECTION] = self._collection
        terminalreporter.section(f"processor seconds: {sum(folders.values()):.0f}")
        for folder, seconds in sorted(folders.items(), key=lambda each: -each[1]):
            terminalreporter.line(f"{seconds:8.1f}  {folder}")
        terminalreporter.line(f"the {DEAREST} dearest tests:")
        for test, seconds in self.dearest()[:DEAREST]:
            terminalreporter.line(f"{seconds:8.1f}  {test}")
        path = os.environ.get("TIMING_FILE")
        if path:
            with open(path, "w") as f:
                for test, seconds in self.dearest():
                    f.write(f"{seconds:.3f} {test}\n")

    def dearest(self) -> list[tuple[str, float]]:
        """Return all tests with their seconds, the dearest first."""
        return sorted(self._tests.items(), key=lambda each: -each[1])


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the limit of one test."""
    parser.addoption("--dearest", type=float, default=None)


def pytest_configure(config: pytest.Config) -> None:
    """Measure."""
    config.pluginmanager.register(Timing(config), "timing")
