"""What is seen: functions from frozen records to HTML and to text.

::

    visible_text -> html -> markup, charts, theme -> *_view -> bundles

A view decides nothing and changes nothing. Text from data becomes text on the screen and nothing else: `html` is the
only module that makes markup.
"""

from __future__ import annotations
