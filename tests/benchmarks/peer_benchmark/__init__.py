"""Other AutoML systems on the splits, the seconds and the scores of the `dev` benchmark.

::

    run_peers.py -> runner -> one process per task and peer, in the peer's own Python: one_fit -> peers/<name>
                     |                       rows of the task in, predictions out; it never scores itself
                     v
                  dev_benchmark: scoring, ledger -> peers.csv

    results.csv, baselines.csv (run_dev.py), peers.csv -> compare_peers.py: opponents, comparison -> the README's table

What runs in a peer's Python needs NumPy and pandas only: `one_fit`, `contract`, `line_up`, `peers`, and
`dev_benchmark.corpus`.  A new peer is a file in `peers/` and a line in `line_up.py`.
"""
