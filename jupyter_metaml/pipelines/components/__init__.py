"""One family of models per file."""
