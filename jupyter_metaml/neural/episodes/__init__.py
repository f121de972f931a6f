"""Episodes: small tasks in two parts, rows to adapt on and rows to be judged on.

::

    tables -> MetaDataset(tasks, sampling, encoding) -> sample_episodes(n, rng) -> Episodes
    SineWaves(), HiddenNetworkClasses()              -> sample_episodes(n, rng) -> Episodes

NumPy only; the learners in `few_shot` turn episodes into tensors.
"""

from __future__ import annotations
