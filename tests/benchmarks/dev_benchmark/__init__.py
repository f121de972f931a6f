"""The `dev` benchmark: our system and four plain baselines on the same splits of the same tables.

::

    run_dev.py -> runner -> one process per task and system: one_run -> our_system | baselines
                                                                 |  corpus, scoring
                    results.csv, baselines.csv  <-  ledger  <----+
                    results.md  <-  summary
"""
