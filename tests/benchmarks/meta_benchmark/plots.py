"""Plots: error against evaluations and seconds, and where made-up tasks lie beside real ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.meta_space import MetaSpace
from jupyter_metaml.metalearning.significance import bootstrap_interval
from jupyter_metaml.metalearning.simulation import EVALUATIONS, SECONDS
from meta_benchmark.line_up import DEFAULT, STATIC

mpl.use("Agg")
import matplotlib.pyplot as plt

ORIGINS = {"generated": ("tab:orange", "x"), "derived": ("tab:green", "+"), "real": ("tab:blue", "o")}


def plot_evaluations(table: pd.DataFrame, path: Path) -> None:
    """Plot the normalised test error against the number of evaluations."""
    _plot(table, path, [f"test@{n}" for n in EVALUATIONS], EVALUATIONS, "evaluations")


def plot_seconds(table: pd.DataFrame, path: Path) -> None:
    """Plot the normalised test error against processor seconds."""
    _plot(table, path, [f"test@{s:g}s" for s in SECONDS], SECONDS, "processor seconds")


def _plot(table: pd.DataFrame, path: Path, columns: Sequence[str], x: Sequence[float], label: str) -> None:
    figure, axes = plt.subplots(figsize=(8.0, 5.0), layout="constrained")
    for number, name in enumerate(table["policy"].unique()):
        part = table[table["policy"] == name]
        found = [bootstrap_interval(part[column], part["family"]) for column in columns]
        strong = name in {DEFAULT, STATIC}
        colour = f"C{number % 10}"
        axes.plot(
            x,
            [interval.mean for interval in found],
            label=name,
            color=colour,
            linewidth=2.4 if strong else 1.2,
            linestyle="--" if number >= 10 else "-",
        )
        if strong:
            axes.fill_between(x, [i.low for i in found], [i.high for i in found], color=colour, alpha=0.15, linewidth=0)
    axes.set_xscale("log")
    axes.set_xticks(list(x), [f"{value:g}" for value in x])
    axes.minorticks_off()
    axes.set_xlabel(label)
    axes.set_ylabel("normalised test error (0 best, 1 median)")
    axes.legend(fontsize="small", ncols=2)
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=130)
    plt.close(figure)


def plot_coverage(base: KnowledgeBase, path: Path) -> None:
    """Plot all tasks on the two main axes of the meta-features of the real ones."""
    real = [task for task in base.tasks if task.origin == "real"]
    space = MetaSpace.of(real)
    axes_of_real = PCA(n_components=2, random_state=0).fit(space.points)
    shares = axes_of_real.explained_variance_ratio_
    figure, axes = plt.subplots(figsize=(7.0, 5.5), layout="constrained")
    for origin, (colour, marker) in ORIGINS.items():
        tasks = [task for task in base.tasks if task.origin == origin]
        if tasks:
            x, y = np.transpose(axes_of_real.transform(space.place_all(tasks)))
            axes.scatter(x, y, c=colour, marker=marker, s=28, alpha=0.7, label=f"{origin} ({len(tasks)})")
    axes.set_xlabel(f"first component of real tables ({shares[0]:.0%} of their variance)")
    axes.set_ylabel(f"second component ({shares[1]:.0%})")
    axes.legend()
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=130)
    plt.close(figure)
