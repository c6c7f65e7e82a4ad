"""The rule author's workbench: check, test, prove, compare, edit and look up rules and knowledge.

Advice never imports it; `mvpod rules` and `mvpod cases` bring it in.
"""
