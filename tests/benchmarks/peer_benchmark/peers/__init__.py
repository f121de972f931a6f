"""One file per peer; each has a class `System`, which keeps the contract."""
