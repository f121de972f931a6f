"""Which libraries did the work of a trial: experience ages with them."""

from __future__ import annotations

from functools import cache
from importlib import metadata

# Families whose work is done by a library other than scikit-learn; the network's weights come with this package.
_LIBRARIES = {
    "lightgbm": "lightgbm",
    "catboost": "catboost",
    "xgboost": "xgboost",
    "prior_fitted": "jupyter_metaml",
    "tabicl": "tabicl",
    "tabpfn": "tabpfn",
}


@cache
def versions_of(family_name: str) -> str:
    """Name the library behind a family of models and its version.

    Parameters
    ----------
    family_name : str
        Name of a family; families of other packages are taken for scikit-learn's.

    Returns
    -------
    str
        Such as ``"lightgbm 4.6.0"``; empty where it is not installed.
    """
    library = _LIBRARIES.get(family_name, "scikit-learn")
    try:
        return f"{library} {metadata.version(library)}"
    except metadata.PackageNotFoundError:
        return ""
