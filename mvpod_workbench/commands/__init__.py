"""The commands of the workbench, those about the same things in one file."""
