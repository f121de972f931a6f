"""What the model of a run needs where it predicts, beside public packages."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.pipelines import Family, family
from jupyter_metaml.wording import listed


def what_it_needs(members: Sequence[str]) -> str:
    """Say whether a pipeline predicts only where this package is installed, and how to get one that does not.

    Parameters
    ----------
    members : sequence of str
        Names of the families in the blend.

    Returns
    -------
    str
        One sentence; empty when the pipeline holds public classes only.

    Examples
    --------
    >>> from jupyter_metaml.automl import what_it_needs
    >>> what_it_needs(["linear", "lightgbm"])
    ''
    >>> what_it_needs(["linear", "prior_fitted"]).split(";")[0]
    'The model needs jupyter_metaml where it predicts, for its Pretrained network'
    """
    bound = [found for name in dict.fromkeys(members) if (found := _known(name)) and found.needs_this_package]
    if not bound:
        return ""
    titles = " and ".join(found.title for found in bound)
    return (
        f"The model needs jupyter_metaml where it predicts, for its {titles}; "
        f"exclude {listed(found.name for found in bound)} to get one that does not."
    )


def _known(name: str) -> Family | None:
    """Look a family up; one of a package that is gone says nothing."""
    try:
        return family(name)
    except ConfigurationError:
        return None
