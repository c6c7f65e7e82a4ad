"""The commands of the workbench, one a file."""
