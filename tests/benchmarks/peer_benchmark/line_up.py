"""Who is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from peer_benchmark.contract import FitRequest, Peer


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A peer, and how it is used.

    Parameters
    ----------
    title : str
        As readers know it.
    how : str, default=""
        What tells it from its default, in words.
    module : str
        The file in `peers/`; also the name of the environment that has the system.
    settings : mapping of str to object
        Beyond its defaults.
    """

    title: str
    module: str
    how: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)

    def named(self, versions: Iterable[str]) -> str:
        """Return its name with the versions that were measured."""
        return ", ".join(filter(None, (" ".join((self.title, *versions)), self.how)))

    def make(self, request: FitRequest) -> Peer:
        """Return the peer for a table; nothing of the system is imported yet."""
        return import_module(f"peer_benchmark.peers.{self.module}").System(request, **self.settings)


VARIANTS: Mapping[str, Variant] = {
    "flaml": Variant(title="FLAML", module="flaml"),
    "flaml_data": Variant(title="FLAML", module="flaml", how="learned start", settings={"starting_points": "data"}),
    "autogluon": Variant(title="AutoGluon", module="autogluon"),
    "autogluon_best": Variant(title="AutoGluon", module="autogluon", how="best", settings={"presets": "best_quality"}),
    "h2o": Variant(title="H2O AutoML", module="h2o"),
    "mljar": Variant(title="mljar-supervised", module="mljar"),
    "mljar_compete": Variant(title="mljar-supervised", module="mljar", how="Compete", settings={"mode": "Compete"}),
    "pycaret": Variant(title="PyCaret", module="pycaret"),
}
