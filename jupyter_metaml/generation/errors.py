"""What can go wrong while tasks are drawn."""

from __future__ import annotations

from jupyter_metaml.exceptions import DataError, MetaMLError


class SamplingError(MetaMLError, RuntimeError):
    """No usable task was found within the tries allowed."""

    @classmethod
    def after(cls, name: str, n_tries: int, reason: str) -> SamplingError:
        """Say what was drawn from, how often, and why the last draw was refused."""
        return cls(
            f"{name!r} gave no usable task in {n_tries} draws; the last was refused because {reason}. Allow more rows "
            "or columns with Sizes, more kinds of task, or give other sources."
        )


class DraftError(DataError):
    """A draft is no task worth learning from; another one is drawn."""
