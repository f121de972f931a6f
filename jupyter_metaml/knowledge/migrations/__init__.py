"""How the tables of the store came to be: one file per schema number, forward only.

A file is never changed after its release: stores of every released version open for ever.  To change the tables, write
the file with the next number, add it to `sequence.py`, and change `jupyter_metaml.knowledge.tables` to the result.
"""
