"""The live panel: one widget that shows a search while it runs, and has the buttons that end it.

::

    Event --follow--> PanelState --payload--> traits of Panel --static/--> what is on the screen
    button --> message --messages--> StopSignal, also while the cell runs (hearing)

The kernel puts everything into words, the browser only places them. At the end the output settles to static HTML and
the widget is closed, so nothing of it stays in the notebook.
"""

from __future__ import annotations
