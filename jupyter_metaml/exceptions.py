"""Everything this package raises on purpose.

::

    MetaMLError
    ├── UsageError (ValueError)         an argument or option is not usable
    ├── DataError (ValueError)          the table or the target is not usable
    ├── MetricError (ValueError)        a metric is unknown, or failed on predictions
    ├── ConfigurationError (ValueError) a configuration or search space is not usable
    ├── EvaluationError (RuntimeError)  a worker process was ended
    ├── SearchError (RuntimeError)      a search cannot start, go on or be resumed
    ├── StorageError (OSError)          a run or a model cannot be written or read
    └── MissingPackageError (ImportError)  an optional package is needed

Each message is one string: what was given, what is allowed, what to do next. Exceptions with constructors of
several arguments do not survive the way back from a worker process, so messages are built in class methods.
"""

from __future__ import annotations


class MetaMLError(Exception):
    """Base of all errors that this package raises on purpose.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml import MetaMLError, profile
    >>> try:
    ...     profile(pd.DataFrame({"age": [30, 40], "sold": [0, 1]}), target="solt")
    ... except MetaMLError as error:
    ...     print(error)
    Target 'solt' is not a column of the table. Did you mean 'sold'? Columns: 'age', 'sold'.
    """


class UsageError(MetaMLError, ValueError):
    """An argument or option is not usable."""


class DataError(MetaMLError, ValueError):
    """The table or the target is not usable."""


class MetricError(MetaMLError, ValueError):
    """A metric is unknown for this kind of task, or failed on given predictions."""


class ConfigurationError(MetaMLError, ValueError):
    """A configuration or search space is not usable."""


class EvaluationError(MetaMLError, RuntimeError):
    """A worker process was ended before it could answer."""


class SearchError(MetaMLError, RuntimeError):
    """A search cannot start, go on, or be resumed."""


class StorageError(MetaMLError, OSError):
    """A run or a model cannot be written or read."""


class MissingPackageError(MetaMLError, ImportError):
    """An optional package is needed and not installed."""

    @classmethod
    def for_extra(cls, package: str, extra: str) -> MissingPackageError:
        """Name the package and the extra that brings it."""
        return cls(f"{package!r} is not installed. Install it with: pip install 'jupyter_metaml[{extra}]'.")

    @classmethod
    def for_package(cls, package: str) -> MissingPackageError:
        """Name a package that no extra brings."""
        return cls(f"{package!r} is not installed. Install it with: pip install {package}.")

    @classmethod
    def for_weights(cls, package: str, reason: str) -> MissingPackageError:
        """Say which weights are missing, and what to do about it; they are never downloaded."""
        return cls(f"{package!r} cannot be used here: {reason}.")
