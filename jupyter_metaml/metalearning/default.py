"""Which recommender is used when nobody says otherwise."""

from __future__ import annotations

from jupyter_metaml.metalearning.adaptive_portfolio import AdaptivePortfolio


def default_recommender() -> AdaptivePortfolio:
    """Return the recommender that the simulation on the shipped base found best; it has to be fitted.

    Examples
    --------
    >>> from jupyter_metaml.metalearning import default_recommender
    >>> default_recommender().name
    'adaptive portfolio'
    """
    return AdaptivePortfolio()
