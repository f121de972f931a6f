"""How the shipped base is made: many configurations, measured on many tasks, in pieces that survive a restart.

::

    sources (real tables) + generation -> tasks      what to measure on
    published + drawn                  -> candidates what to measure
    task x candidate -> isolated worker -> pieces    one folder per task, a line per configuration
    pieces -> distil -> a pack                       what is shipped

``python -m jupyter_metaml.knowledge.campaign --help`` runs it.
"""
