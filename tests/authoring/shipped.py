"""The shipped knowledge, compiled, with its case tests."""

from mvpod_workbench.testing.case_test_files import read_case_tests
from tests.shipped import BASE, HOME, KNOWLEDGE

__all__ = ["BASE", "CASE_TESTS", "HOME", "KNOWLEDGE"]

CASE_TESTS = read_case_tests(HOME, KNOWLEDGE).tests
