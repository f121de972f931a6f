"""A network with what was learned across tasks, ready to be adapted to any number of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.func import vmap

from jupyter_metaml.neural.episodes.encoding import Encoding, FittedEncoding
from jupyter_metaml.neural.episodes.episode import Episodes
from jupyter_metaml.neural.few_shot.losses import of_the_task
from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.rule import Rule
from jupyter_metaml.neural.few_shot.tensors import Batch, Rows, Tensors, batch_of
from jupyter_metaml.typing import AnyArray, FloatArray

# Tasks that are adapted to at once; more take memory, and save no time.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LearnedNetwork:
    """A rule, a network, and what was learned across tasks.

    Attributes
    ----------
    rule : Rule
    network : Network
    tensors : dict of Tensor
        What was learned.
    encoding : Encoding
        How tables become numbers.
    """

    rule: Rule
    network: Network
    tensors: Tensors
    encoding: Encoding

    def __repr__(self) -> str:
        return f"<{type(self.network.module).__name__} that adapts by {type(self.rule).__name__}>"

    def adapted_to(self, X: Any, y: AnyArray, n_classes: int) -> AdaptedNetwork:
        """Adapt to one task.

        Parameters
        ----------
        X : table or array of shape (n_rows, ...)
        y : array of shape (n_rows,)
            Codes or numbers.
        n_classes : int
            0 in regression.

        Raises
        ------
        DataError
            If the rows are no numbers, and `encoding` does not turn them into some.
        UnadaptableModelError
            If the module cannot take them.
        """
        encoding = self.encoding.fitted_on(X, y, is_classification=n_classes > 0)
        network = self.network.for_tasks_of(n_classes)
        like = network.like
        rows = torch.as_tensor(encoding.rows(X), dtype=like.dtype, device=like.device)
        network.check_rows(rows)
        target = torch.as_tensor(encoding.target(y), device=like.device)
        support = Rows(
            X=rows,
            y=target if n_classes else target.to(like.dtype),
            weight=torch.ones(len(rows), dtype=like.dtype, device=like.device),
            n_classes=torch.tensor(n_classes, device=like.device),
        )
        with torch.no_grad():
            tensors = self.rule.adapted(network, self.tensors, support)
        return AdaptedNetwork(rule=self.rule, network=network, tensors=tensors, encoding=encoding)

    def predicted(self, episodes: Episodes) -> FloatArray:
        """Adapt to each episode's support and predict its query, many episodes at once.

        Returns
        -------
        array of shape (n_episodes, n_query, n_classes), in regression (n_episodes, n_query)
            Probabilities, or numbers.
        """
        network = self.network.for_tasks_of(int(episodes.n_classes.max()))
        batch = batch_of(episodes, network.like)
        network.check_rows(batch.support.X[0])

        def predict(support: Rows, X: torch.Tensor) -> torch.Tensor:
            adapted = self.rule.adapted(network, self.tensors, support)
            return _readable(self.rule.outputs(network, adapted, X), support.n_classes, network)

        with torch.no_grad():
            parts = [vmap(predict)(support, query.X) for support, query in _chunks(batch, len(episodes))]
        return np.asarray(torch.cat(parts).cpu().numpy(), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class AdaptedNetwork:
    """A network that is adapted to one task.

    Attributes
    ----------
    rule, network, tensors
        As for `LearnedNetwork`, the tensors adapted.
    encoding : FittedEncoding
        With what it learned on the support.
    """

    rule: Rule
    network: Network
    tensors: Tensors
    encoding: FittedEncoding

    def predicted(self, X: Any) -> FloatArray:
        """Predict rows.

        Parameters
        ----------
        X : table or array of shape (n_rows, ...)

        Returns
        -------
        array of shape (n_rows, n_classes), in regression (n_rows,)
            Probabilities, or numbers on the scale of the target.
        """
        like = self.network.like
        rows = torch.as_tensor(self.encoding.rows(X), dtype=like.dtype, device=like.device)
        self.network.check_rows(rows)
        n_classes = torch.tensor(self.network.n_classes, device=like.device)
        with torch.no_grad():
            outputs = _readable(self.rule.outputs(self.network, self.tensors, rows), n_classes, self.network)
        found = np.asarray(outputs.cpu().numpy(), dtype=np.float64)
        return found if self.network.n_classes else self.encoding.restored(found)


def _readable(outputs: torch.Tensor, n_classes: torch.Tensor, network: Network) -> torch.Tensor:
    """Turn logits into probabilities of the classes there are, and numbers into one axis."""
    if not network.n_classes:
        return outputs.reshape(outputs.shape[0])
    return of_the_task(outputs, n_classes).softmax(dim=-1)[:, : network.n_classes]


def _chunks(batch: Batch, n_tasks: int) -> list[tuple[Rows, Rows]]:
    return [
        (
            Rows(*(part[at : at + _AT_ONCE] for part in batch.support)),
            Rows(*(part[at : at + _AT_ONCE] for part in batch.query)),
        )
        for at in range(0, n_tasks, _AT_ONCE)
    ]
