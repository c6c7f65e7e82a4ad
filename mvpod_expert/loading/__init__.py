"""From files to the model, or to diagnostics with file, line and column: all of them at once."""
