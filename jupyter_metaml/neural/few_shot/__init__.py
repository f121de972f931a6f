"""Learners that adapt to a small task: by gradients, by class means, by a ridge head.

::

    episodes -> learner.fit     the rule's tensors (weights, rates, ...) are learned across tasks
    X, y     -> learner.adapt   the rule makes adapted tensors of them -> a fitted scikit-learn estimator

A learner is a thin scikit-learn shell; its *rule* is a pure function of tensors, which is what `vmap` runs over many
tasks and what `grad` goes through.
"""

from __future__ import annotations
