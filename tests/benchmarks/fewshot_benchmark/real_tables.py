"""Networks from a learned start on real tables of which a few rows are labelled, relatives left out.

Each table is a question of two classes: its own, or its most common class against the others.  Tables of one family are
judged in the same fold, by a start that was learned on the tables of the other folds and on generated ones.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import roc_auc_score
from torch.func import functional_call, grad, vmap
from torch.nn import functional

from fewshot_benchmark.networks import perceptron
from jupyter_metaml.generation import Mixture, Sizes, sample_tasks, task_distributions
from jupyter_metaml.neural import MAML, AnyTable, Encoding, Episode, Episodes, MetaDataset, MetaSGD, TableColumns
from jupyter_metaml.neural.episodes.source import FixedEpisodes
from jupyter_metaml.neural.few_shot.few_shot_learner import FewShotLearner

WIDTH = 20
N_FOLDS = 5
MAX_ROWS = 3000
SHOTS = (20, 50)
ENCODING = Encoding(columns=TableColumns(WIDTH))
# The random start gets the rate that does best on the tables that the learned one is trained on.
RATES = (0.003, 0.01, 0.03)
N_STEPS_FROM_SCRATCH = 60


def two_class_tables(corpus: Path, *, split: str = "kb") -> dict[str, tuple[str, pd.DataFrame, pd.Series]]:
    """Read the tables with classes, at most 3,000 rows of each: family, features and two classes by name."""
    found = {}
    for entry in json.loads((corpus / "tasks.json").read_text(encoding="utf-8")):
        if entry["split"] != split or entry["kind"] == "regression":
            continue
        table = pd.read_csv(corpus / entry["file"], keep_default_na=False, na_values=[""], low_memory=False)
        table = table[table[entry["target"]].notna()]
        table = table.sample(min(MAX_ROWS, len(table)), random_state=0).reset_index(drop=True)
        y = table.pop(entry["target"]).astype(str)
        found[entry["id"]] = (entry.get("family", entry["id"]), table, (y == y.mode()[0]).astype(int))
    return found


def fold_of(families: Sequence[str]) -> dict[str, int]:
    """Deal families to folds."""
    order = np.random.default_rng(0).permutation(sorted(set(families)))
    return {str(family): number % N_FOLDS for number, family in enumerate(order)}


def generated_tables(n: int) -> list[object]:
    """Draw generated tables of two classes."""
    sizes = Sizes(min_rows=100, max_rows=300, max_columns=30)
    parts = [type(part)(kinds=("binary",), sizes=sizes) for part in task_distributions()]
    return list(sample_tasks(Mixture(parts), n, random_state=11))


def drawn(
    tables: Sequence[object], n: int, seed: int, *, n_support: object = (10, 60), n_query: int = 60
) -> list[Episode]:
    """Draw episodes of tables."""
    rng = np.random.default_rng(seed)
    return list(MetaDataset(tables, AnyTable(n_support=n_support, n_query=n_query), ENCODING).sample_episodes(n, rng))


def learners(scale: float = 1.0) -> dict[str, FewShotLearner]:
    """List the learned starts; `scale` shortens the training, for tests."""
    common = {"n_iterations": max(1, round(1500 * scale)), "tasks_per_step": 16, "meta_lr": 2e-3}
    return {
        "MAML": MAML(perceptron(WIDTH, 64, 64, 2), 0.1, n_steps=5, n_adapt_steps=10, **common),
        "Meta-SGD": MetaSGD(perceptron(WIDTH, 64, 64, 2), 0.05, n_steps=3, **common),
    }


def from_random_start(episodes: Episodes, lr: float, *, n_steps: int = N_STEPS_FROM_SCRATCH) -> np.ndarray:
    """Train the same network on each support by AdamW, all at once; return the scores of the second class."""
    network = perceptron(WIDTH, 64, 64, 2)
    n = len(episodes)
    stacked = {name: tensor.detach().repeat(n, *[1] * tensor.ndim) for name, tensor in network.named_parameters()}
    X, y = torch.tensor(episodes.X_support).float(), torch.tensor(episodes.y_support)
    weight = torch.tensor(episodes.weight_support).float()

    def loss(parameters: dict[str, torch.Tensor], X: torch.Tensor, y: torch.Tensor, w: torch.Tensor) -> torch.Tensor:
        losses = functional.cross_entropy(functional_call(network, parameters, (X,)), y, reduction="none")
        return (losses * w).sum() / w.sum()

    optimizer = torch.optim.AdamW(list(stacked.values()), lr=lr)
    for _ in range(n_steps):
        for name, slope in vmap(grad(loss))(stacked, X, y, weight).items():
            stacked[name].grad = slope
        optimizer.step()
    queries = torch.tensor(episodes.X_query).float()
    logits = vmap(lambda parameters, X: functional_call(network, parameters, (X,)))(stacked, queries)
    return logits.detach().softmax(dim=2)[:, :, 1].numpy()


def areas(scores: np.ndarray, episodes: Episodes) -> np.ndarray:
    """Return the area under the ROC curve of each episode, NaN where the query has one class."""
    found = []
    for number in range(len(episodes)):
        is_row = episodes.weight_query[number] > 0
        y = episodes.y_query[number][is_row]
        found.append(roc_auc_score(y, scores[number][is_row]) if len(np.unique(y)) == 2 else np.nan)
    return np.array(found)


def plain_scores(episodes: Episodes) -> dict[str, np.ndarray]:
    """Fit plain models on each support."""
    models = {
        "logistic regression": lambda: LogisticRegressionCV(Cs=(0.01, 0.1, 1.0), cv=2, scoring="neg_log_loss"),
        "random forest": lambda: RandomForestClassifier(100, random_state=0),
    }
    found = {name: np.zeros(episodes.y_query.shape) for name in models}
    for number, episode in enumerate(episodes):
        for name, make in models.items():
            is_even = np.bincount(episode.y_support).min() >= 2
            model = make() if is_even or name == "random forest" else RandomForestClassifier(100, random_state=0)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model.fit(episode.X_support, episode.y_support)
            found[name][number, : len(episode.y_query)] = model.predict_proba(episode.X_query)[:, 1]
    return found


def one_fold(
    tables: dict[str, tuple[str, pd.DataFrame, pd.Series]],
    number: int,
    generated: Sequence[object],
    *,
    only: tuple[str, ...] = (),
    scale: float = 1.0,
    n_draws: int = 6,
) -> pd.DataFrame:
    """Learn on all tables but those of a fold, and judge on those: an area per table, draw, shots and learner."""
    folds = fold_of([family for family, _, _ in tables.values()])
    train = [(X, y) for family, X, y in tables.values() if folds[family] != number]
    n_episodes = max(8, round(3000 * scale))
    pool = drawn(train, n_episodes, seed=number) + (drawn(generated, n_episodes, seed=number) if generated else [])
    starts = {name: learner for name, learner in learners(scale).items() if not only or name in only}
    trained = {name: learner.fit(FixedEpisodes(pool)) for name, learner in starts.items()}
    watched = Episodes.stacked(pool[: max(8, round(200 * scale))])
    rate = max(RATES, key=lambda lr: np.nanmean(areas(from_random_start(watched, lr), watched)))
    rows = []
    for name, (family, X, y) in tables.items():
        if folds[family] != number:
            continue
        for shots in SHOTS:
            episodes = Episodes.stacked(drawn([(X, y)], n_draws, seed=1, n_support=shots, n_query=400))
            scores = {
                **{each: learner.predict_episodes(episodes)[:, :, 1] for each, learner in trained.items()},
                "random start": from_random_start(episodes, rate),
                **plain_scores(episodes),
            }
            rows += [
                {"table": name, "family": family, "shots": shots, "learner": each, "draw": draw, "auc": area}
                for each, found in scores.items()
                for draw, area in enumerate(areas(found, episodes))
            ]
    return pd.DataFrame(rows)
