"""Calculators beside the rules: numbers in, results out. They know the model alone; titles and sources are the experts'."""
