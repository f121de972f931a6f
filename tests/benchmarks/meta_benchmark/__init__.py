"""What recommendations are worth, task left out by task left out.

::

    pack -> line_up (policies) -> simulate -> outcomes.csv -> tables, bars, plots
         -> honesty (seconds, intervals, latency), coverage of real tables
"""
