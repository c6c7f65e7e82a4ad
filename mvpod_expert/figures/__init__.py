"""Calculators beside the rules: numbers in, results out. They know the model alone; titles are the experts'."""
