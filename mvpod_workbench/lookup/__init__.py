"""Looking things up: by name, by kind, by what touches what, and as a picture."""
