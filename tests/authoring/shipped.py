"""The shipped knowledge, compiled, with its case tests."""

from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.resources import find_home
from mvpod_workbench.testing.case_test_files import read_case_tests

HOME = find_home()
KNOWLEDGE = load_knowledge(HOME)
BASE = compile_rules(KNOWLEDGE)
CASE_TESTS = read_case_tests(HOME, KNOWLEDGE).tests
