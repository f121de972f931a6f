"""Families of generated tasks, one mechanism per file."""
