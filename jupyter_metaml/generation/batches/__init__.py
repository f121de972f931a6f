"""Many small tables at once, cheap enough to train a network on: a million cells per second and core.

::

    random graph -> shown columns -> categories, marginals -> target -> hidden cells -> TableBatch
    drivers of a rule --------------^                           ^

The tables of a batch have one shape. Groups of a few share the graph and its kinds of function and differ in all
weights, so that each call of NumPy does enough work. `generation.families` draws single tasks with named columns for
everything else.
"""

from __future__ import annotations

from jupyter_metaml.generation.batches.table_batch import TableBatch, draw_tables

__all__ = ["TableBatch", "draw_tables"]
