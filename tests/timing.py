"""A pytest plugin: the processor time of each folder and of the dearest tests, at the end of a run.

Processor seconds, not wall-clock seconds: they hardly depend on how many workers run and what else the machine does.
The processes that a test started and waited for are included. `--dearest SECONDS` fails a run in which one test costs
more than that.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from features.fork_server import spent_by_runs

if TYPE_CHECKING:
    from collections.abc import Generator

SHOWN = 10
COLLECTION = "collecting, and starting the workers"
SPENT = "cpu_seconds"


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
        self._limit: float | None = config.getoption("dearest")
        self._last = spent()
        self._tests: dict[str, float] = defaultdict(float)
        self._collection = 0.0

    def pytest_collection_finish(self) -> None:
        """Take what collecting cost; a worker hands it to the controller."""
        self._collection += spent()
        if hasattr(self._config, "workeroutput"):
            self._config.workeroutput[SPENT] = self._collection

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add a worker's collection."""
        self._collection += getattr(node, "workeroutput", {}).get(SPENT, 0.0)

    def pytest_runtest_logstart(self) -> None:
        """Start the clock of a test."""
        self._last = spent()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Read it at the end of each phase of a test; the report carries the seconds to the controller."""
        report = yield
        now = spent()
        setattr(report, SPENT, now - self._last)
        self._last = now
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a phase."""
        self._tests[report.nodeid] += getattr(report, SPENT, 0.0)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Fail the run where a test is too dear."""
        if self._too_dear() and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Show time by folder, and the dearest tests."""
        folders = defaultdict(float, {COLLECTION: self._collection})
        for test, seconds in self._tests.items():
            folders[test.split("::")[0].rpartition("/")[0]] += seconds
        terminalreporter.section(f"processor seconds: {sum(folders.values()):.0f}")
        for folder, seconds in _dearest(folders):
            terminalreporter.line(f"{seconds:8.1f}  {folder}")
        terminalreporter.section("the dearest tests")
        for test, seconds in _dearest(self._tests)[:SHOWN]:
            terminalreporter.line(f"{seconds:8.1f}  {test}")
        for test in self._too_dear():
            terminalreporter.line(
                f"{test} costs more than {self._limit:g} processor seconds: make it cheaper, or mark it `thorough`",
                red=True,
            )

    def _too_dear(self) -> list[str]:
        if self._limit is None:
            return []
        return [test for test, seconds in _dearest(self._tests) if seconds > self._limit]


def _dearest(costs: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(costs.items(), key=lambda cost: -cost[1])


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the limit of one test."""
    parser.addoption(
        "--dearest", type=float, metavar="SECONDS", help="fail when one test costs more processor seconds than this"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Measure."""
    config.pluginmanager.register(Timing(config), "timing")
