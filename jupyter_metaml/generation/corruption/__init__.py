"""What happens to real tables, one trouble per file; `recipe` decides how much of each befalls a table."""
