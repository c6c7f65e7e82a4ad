"""Vendors at their gates, held against the must-haves of the plan, and side by side."""
