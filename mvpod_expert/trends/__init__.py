"""Metrics over time: robust trends, forecasts, the health of each line, and what follows."""
