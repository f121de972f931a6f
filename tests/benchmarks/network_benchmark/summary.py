"""Tables for people from outcomes."""

from __future__ import annotations

import pandas as pd

TIE = 0.0005


def summary(outcomes: pd.DataFrame) -> str:
    """Write means, ranks and wins by kind, and the score of each table, as Markdown.

    Parameters
    ----------
    outcomes : DataFrame
        Columns of `cross_validation.Outcome`; tables that not every contestant has are left out of the means.
    """
    text = []
    for title, kinds in (("Classification", ("binary", "multiclass")), ("Regression", ("regression",))):
        part = outcomes[outcomes["kind"].isin(kinds)]
        scores = part.pivot_table(index="task", columns="contestant", values="score", sort=False).dropna()
        if len(scores):
            names = ("AUC", "log loss") if title == "Classification" else ("R2", "RMSE / SD")
            text += [f"## {title}: {len(scores)} tables", "", _means(part, scores, names), "", _per_table(scores), ""]
    return "\n".join(text)


def _means(part: pd.DataFrame, scores: pd.DataFrame, names: tuple[str, str]) -> str:
    full = part[part["task"].isin(scores.index)]
    ranks = scores.rank(axis=1, ascending=False).mean()
    lines = [
        f"| | mean {names[0]} | mean {names[1]} | mean rank | wins against: | s per fold |",
        "|---|---|---|---|---|---|",
    ]
    for name in scores.columns:
        own = full[full["contestant"] == name]
        others = [other for other in scores.columns if other != name]
        wins = ", ".join(f"{other} {int((scores[name] > scores[other] + TIE).sum())}" for other in others)
        lines.append(
            f"| {name} | {scores[name].mean():.4f} | {own['loss'].mean():.4f} | {ranks[name]:.2f} | {wins} | "
            f"{own['seconds'].mean():.2f} |"
        )
    return "\n".join(lines)


def _per_table(scores: pd.DataFrame) -> str:
    lines = ["| table | " + " | ".join(scores.columns) + " |", "|---" * (1 + len(scores.columns)) + "|"]
    lines += [
        f"| {task} | " + " | ".join(f"{value:.4f}" for value in row) + " |"
        for task, row in zip(scores.index, scores.to_numpy(), strict=True)
    ]
    return "\n".join(lines)
