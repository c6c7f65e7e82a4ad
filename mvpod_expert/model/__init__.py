"""The nouns: frozen, checked on construction, no input or output."""
