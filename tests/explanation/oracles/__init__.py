"""Oracles: calculators written a second time by plain means, sharing no code with the product's.

Each goes through what the product told and yields what does not follow; tests hold them against random inputs.
"""
