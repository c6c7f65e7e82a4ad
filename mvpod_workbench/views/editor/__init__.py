"""JSON Schemas for editors: completion, hover texts and red marks while a file is being typed."""
