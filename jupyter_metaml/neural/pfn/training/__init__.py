"""Train the network on generated and real tables: ``python -m jupyter_metaml.neural.pfn.train --out DIR --hours 2``."""
