"""What a person types and sees: magics, settings, completion, live view and settled report.

::

    line, body --read_request--> Request --ask--> Asked --fit--> Run --report_view--> one output, two names
                                                    events --search_state--> search_view
"""

from __future__ import annotations

from jupyter_metaml.notebook.extension import load_ipython_extension, unload_ipython_extension

__all__ = ["load_ipython_extension", "unload_ipython_extension"]
