"""The workbench of the rule authors: checking, testing, proving, comparing, editing, looking up.

A room a question: `checks` (what is wrong), `testing` (what the tests hold), `proofs` (what holds on every profile),
`comparing` (what changed), `editing` and `tables` (changing files), `lookup` (what touches what), `watching` (all of it
on every save). They stand on `trying`: profiles, and quick trials of a changed rule.
"""
