"""Explanations of the recorded trace: how, why not, what if, sensitivity, similar cases."""
