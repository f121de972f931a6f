"""What was promised beside what was found."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

RAW = "prototypes of raw columns"


def markdown(found: Mapping[str, pd.DataFrame]) -> str:
    """Write the tables and bars of all parts that were run."""
    parts = {"sinusoid": waves_text, "hidden_classes": classes_text, "real_tables": tables_text}
    lines = ["# Learners that adapt in a few shots"]
    for name, text in parts.items():
        if name in found:
            lines += ["", *text(found[name])]
    return "\n".join(lines) + "\n"


def waves_text(table: pd.DataFrame) -> list[str]:
    """Judge waves from ten points."""
    errors = table.set_index("learner")["mse"]
    lines = [
        "## Waves, 10 points, 10 steps",
        "",
        "| learner | mean squared error | processor seconds |",
        "|---|---|---|",
    ]
    lines += [f"| {row.learner} | {row.mse:.3f} | {row.seconds:.0f} |" for row in table.itertuples()]
    bars = []
    if {"MAML", "joint pre-training"} <= set(errors.index):
        bars.append(bar("MAML at most 0.35", errors["MAML"] <= 0.35))
        is_quarter = errors["MAML"] <= errors["joint pre-training"] / 4
        bars.append(bar("MAML at most a quarter of joint pre-training, by its best rate", is_quarter))
    if "Reptile" in errors:
        bars.append(bar("Reptile at most 0.6", errors["Reptile"] <= 0.6))
    return [*lines, "", *bars]


def classes_text(table: pd.DataFrame) -> list[str]:
    """Judge classes seen through one network."""
    wide = 100 * table.pivot_table(index="learner", columns="shots", values="accuracy", sort=False)
    shots = list(wide.columns)
    head = "".join(f" {n} shot |" for n in shots)
    lines = [
        "## Five classes seen through one network, accuracy in %",
        "",
        f"| learner |{head}",
        "|---|" + "---|" * len(shots),
    ]
    for name, row in wide.iterrows():
        lines.append(f"| {name} |" + "".join(f" {value:.1f} |" for value in row))
    bars = []
    for name in ("MAML", "ANIL", "prototypes"):
        if {RAW, name} <= set(wide.index) and 1 in shots:
            gain = wide.loc[name, 1] - wide.loc[RAW, 1]
            bars.append(bar(f"{name} at least 6 points above raw prototypes: {gain:+.1f}", gain >= 6))
    return [*lines, "", *bars]


def tables_text(table: pd.DataFrame, *, n_boot: int = 2000) -> list[str]:
    """Judge starts on real tables; families are what is drawn for the intervals."""
    lines = ["## Real tables, mean area under the curve in points", ""]
    # Plain models and the random start are run beside every learned start; the same numbers count once.
    table = table.drop_duplicates(["table", "shots", "learner", "draw"])
    wide = 100 * table.pivot_table(index="learner", columns="shots", values="auc")
    lines += ["| learner |" + "".join(f" {n} rows |" for n in wide.columns), "|---|" + "---|" * len(wide.columns)]
    lines += [f"| {name} |" + "".join(f" {value:.2f} |" for value in row) for name, row in wide.iterrows()]
    by_table = table.pivot_table(index=["shots", "family", "table"], columns="learner", values="auc").reset_index()
    bars = []
    for name in ("MAML", "Meta-SGD"):
        if name not in by_table:
            continue
        for shots, part in by_table.groupby("shots"):
            gains = 100 * (part[name] - part["random start"]).dropna()
            low, high = interval(gains, part.loc[gains.index, "family"], n_boot=n_boot)
            text = (
                f"{name} at least 1 point above a random start at {shots} rows: {gains.mean():+.2f} ({low:+.2f} to "
                f"{high:+.2f}), better on {(gains > 0).sum()} of {len(gains)} tables"
            )
            bars.append(bar(text, gains.mean() >= 1))
    return [*lines, "", *bars]


def interval(gains: pd.Series, families: pd.Series, *, n_boot: int) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean over tables, whole families drawn."""
    rng = np.random.default_rng(0)
    groups = [group.to_numpy() for _, group in gains.groupby(families)]
    means = [
        np.concatenate([groups[place] for place in rng.integers(len(groups), size=len(groups))]).mean()
        for _ in range(n_boot)
    ]
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def bar(text: str, is_reached: bool) -> str:
    """Write one promise."""
    return f"- {'reached' if is_reached else 'MISSED'}: {text}"
