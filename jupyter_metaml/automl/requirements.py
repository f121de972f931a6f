"""What the model of a run needs where it predicts, beside public packages, and under which licence."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.pipelines import Family, family
from jupyter_metaml.wording import listed


def what_it_needs(members: Sequence[str]) -> str:
    """Say what a pipeline needs where it predicts, under which licence, and how to get one that does not.

    That is this package, or a trained network of others.

    Parameters
    ----------
    members : sequence of str
        Names of the families in the blend.

    Returns
    -------
    str
        A sentence each; empty when the pipeline needs nothing but public packages.

    Examples
    --------
    >>> from jupyter_metaml.automl import what_it_needs
    >>> what_it_needs(["linear", "lightgbm"])
    ''
    >>> what_it_needs(["linear", "prior_fitted"]).split(";")[0]
    'The model needs jupyter_metaml where it predicts, for its Pretrained network'
    >>> what_it_needs(["linear", "tabicl"]).split(";")[0]
    'The model needs tabicl and its weights where it predicts (BSD-3-Clause)'
    """
    bound = [found for found in _families(members) if found.needs_this_package]
    said = [_of_this_package(bound)] if bound else []
    return " ".join([*said, *(_of_others(found) for found in with_weights(members))])


def with_weights(members: Sequence[str]) -> list[Family]:
    """Return those families of a blend whose models are trained networks of others.

    Parameters
    ----------
    members : sequence of str
        Names of the families in the blend.
    """
    return [found for found in _families(members) if found.weights is not None]


def _of_others(found: Family) -> str:
    licence = "" if found.weights is None else found.weights.licence
    return (
        f"The model needs {found.requires} and its weights where it predicts ({licence}); "
        f"exclude {found.name!r} to get one that does not."
    )


def _of_this_package(bound: Sequence[Family]) -> str:
    titles = " and ".join(found.title for found in bound)
    return (
        f"The model needs jupyter_metaml where it predicts, for its {titles}; "
        f"exclude {listed(found.name for found in bound)} to get one that does not."
    )


def _families(members: Sequence[str]) -> list[Family]:
    return [found for name in dict.fromkeys(members) if (found := _known(name)) is not None]


def _known(name: str) -> Family | None:
    """Look a family up; one of a package that is gone says nothing."""
    try:
        return family(name)
    except ConfigurationError:
        return None
