"""The prior-fitted network beside plain models on small tables, by cross-validation."""
