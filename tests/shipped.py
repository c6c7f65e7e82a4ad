"""The shipped rules and knowledge: read once in a process, and shared by every test that changes nothing of them."""

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.resources import find_home

HOME = find_home()
KNOWLEDGE = load_knowledge(HOME)
BASE = compile_rules(KNOWLEDGE)
ADVISER = Adviser(KNOWLEDGE, BASE, BitsetEngine(BASE))
