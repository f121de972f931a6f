"""Free text: topics and lengths for the dense view, words for the sparse one."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline

from jupyter_metaml.pipelines.categories import TEXT
from jupyter_metaml.pipelines.layout import PART_MARK
from jupyter_metaml.pipelines.parts import Part, chain, step

if TYPE_CHECKING:
    from jupyter_metaml.profiling import ColumnPlan

MAX_TOPICS = 32
MAX_TOPICS_OF_TABLE = 96
MAX_WORDS = 50_000
N_BUCKETS = 2**14
MAX_CHARACTERS = 5_000
"""Characters of a cell that are read at most."""

WORD = r"(?u)\b\w+\b"
CHARACTERS_PER_SECOND = 4e6
"""Measured on two-year-old cores, words and pairs of words, topics included."""

ROWS_LOOKED_AT = 1_000


def topic_parts(plans: Sequence[ColumnPlan], frame: pd.DataFrame, *, max_seconds: float | None = None) -> list[Part]:
    """Plan a few dense columns per text: topics, and two measures of length.

    Words and pairs of words are hashed, so that no vocabulary has to be kept and none can turn out empty, weighted by
    TF-IDF and reduced by a truncated singular value decomposition.

    Parameters
    ----------
    plans : sequence of ColumnPlan
        Of columns to be used as text.
    frame : DataFrame
        The training table; tells how many rows and characters there are.
    max_seconds : float or None, default=None
        Reduces the work: single words instead of pairs first, then fewer characters per cell.

    Returns
    -------
    list of Part
        One per column.
    """
    n_topics = int(min(MAX_TOPICS, max(4, MAX_TOPICS_OF_TABLE // max(1, len(plans))), max(1, len(frame) // 4)))
    share = None if max_seconds is None else max_seconds / max(1, len(plans))
    parts = []
    for number, plan in enumerate(plans):
        pairs, limit = _affordable(frame[plan.name], share)
        topics = chain(
            words=HashingVectorizer(
                n_features=N_BUCKETS,
                ngram_range=(1, 2 if pairs else 1),
                token_pattern=WORD,
                alternate_sign=False,
                norm=None,
            ),
            weights=TfidfTransformer(sublinear_tf=True),
            topics=TruncatedSVD(n_topics, n_iter=3 if pairs else 1, random_state=0),
        )
        union = FeatureUnion([("topics", topics), ("characters", _count(len)), ("words", _count(_count_gaps()))])
        names = [f"topic {topic}" for topic in range(1, n_topics + 1)] + ["characters", "words"]
        parts.append(
            Part(
                name=f"text_{number}",
                transformer=Pipeline([*_short_texts(limit).steps, ("features", union)]),
                columns=plan.name,
                kind="text",
                outputs=tuple(f"{plan.name}{PART_MARK}{name}" for name in names),
            )
        )
    return parts


def word_parts(plans: Sequence[ColumnPlan], frame: pd.DataFrame, *, max_seconds: float | None = None) -> list[Part]:
    """Plan one sparse column per word and pair of words.

    Parameters
    ----------
    plans, frame, max_seconds
        As for `topic_parts`.

    Returns
    -------
    list of Part
        One per column that has words, with their names known after fitting only.
    """
    share = None if max_seconds is None else max_seconds / max(1, len(plans))
    parts = []
    for number, plan in enumerate(plans):
        pairs, limit = _affordable(frame[plan.name], share)
        vectorizer = TfidfVectorizer(
            ngram_range=(1, 2 if pairs else 1), token_pattern=WORD, sublinear_tf=True, max_features=MAX_WORDS
        )
        if not _has_words(vectorizer, frame[plan.name]):
            continue
        transformer = Pipeline([*_short_texts(limit).steps, ("words", vectorizer)])
        parts.append(Part(name=f"text_{number}", transformer=transformer, columns=plan.name, kind="text"))
    return parts


def _short_texts(limit: int) -> Pipeline:
    """Make the chain from a Series of anything to texts of bounded length, missing ones empty."""
    return chain(
        texts=step(pd.Series.astype, dtype=TEXT),
        present=step(pd.Series.fillna, value=""),
        strings=step(operator.attrgetter("str")),
        short=step(operator.methodcaller("slice", 0, limit)),
    )


def _count(function: object) -> Pipeline:
    return chain(
        counts=step(pd.Series.apply, func=function),
        floats=step(pd.Series.astype, dtype="float64"),
        column=step(pd.Series.to_frame),
        logarithm=step(np.log1p),
    )


def _count_gaps() -> object:
    return operator.methodcaller("count", " ")


def _affordable(column: pd.Series, max_seconds: float | None) -> tuple[bool, int]:
    """Decide whether pairs of words are read, and how many characters of a cell."""
    if max_seconds is None:
        return True, MAX_CHARACTERS
    lengths = _sample(column).str.len().clip(upper=MAX_CHARACTERS)
    mean = float(lengths.fillna(0).mean()) if len(lengths) else 0.0
    seconds = len(column) * mean / CHARACTERS_PER_SECOND
    if seconds <= max_seconds:
        return True, MAX_CHARACTERS
    per_cell = 2 * max_seconds * CHARACTERS_PER_SECOND / max(1, len(column))
    return False, int(min(MAX_CHARACTERS, max(50.0, per_cell)))


def _has_words(vectorizer: TfidfVectorizer, column: pd.Series) -> bool:
    analyze = vectorizer.build_analyzer()
    return any(analyze(text) for text in _sample(column).dropna())


def _sample(column: pd.Series) -> pd.Series:
    if len(column) > ROWS_LOOKED_AT:
        column = column.sample(ROWS_LOOKED_AT, random_state=0)
    return column.astype(TEXT)
