"""A network that was fitted to many tables beforehand and predicts a new one in context.

::

    frame -> TableReader -> views (rows, columns, order) -> ColumnEncoder -> Network.remember -> members
                                                            new rows     -> Network.predict  -> blended answers

``train`` makes the weights, and needs torch; nothing else here does.
"""
