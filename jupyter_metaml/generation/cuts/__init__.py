"""Ways to cut a task out of a real table, one per file."""
