"""Networks trained across tasks: one that predicts a table in context, and learners that adapt in a few shots."""

from __future__ import annotations
