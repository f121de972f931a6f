"""Draw until a draw is usable, within bounds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.generation.errors import SamplingError
from jupyter_metaml.tasks import Task

# Of drafts without anything to learn, one in three is seen at worst; forty in a row mean that something is wrong.
MAX_TRIES = 40


def first_usable(draw: Callable[[np.random.Generator], Task], seed: int, name: str) -> Task:
    """Draw with one generator after another until a draw does not refuse.

    Parameters
    ----------
    draw : callable
        Takes a generator, returns a task or raises a `DataError`.
    seed : int
        All generators follow from it and the name, whatever happened before.
    name : str
        Of the distribution, for the message.

    Returns
    -------
    Task
        The first.

    Raises
    ------
    SamplingError
        If all of `MAX_TRIES` draws were refused.
    """
    reason = ""
    for number in range(MAX_TRIES):
        try:
            # The name too, or distributions given the same seed would draw the same sizes and kinds.
            return draw(np.random.default_rng([seed, number, *name.encode()]))
        except DataError as error:
            reason = str(error).partition(". ")[0].rstrip(".")
    raise SamplingError.after(name, MAX_TRIES, reason)
