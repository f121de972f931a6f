"""Free text: topics and lengths for the dense view, words for the sparse one."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline

from jupyter_metaml.pipelines.categories import TEXT
from jupyter_metaml.pipelines.layout import PART_MARK
from jupyter_metaml.pipelines.parts import Part, chain, step

if TYPE_CHECKING:
    from jupyter_metaml.profiling import ColumnPlan

MAX_TOPICS = 64
MAX_TOPICS_OF_TABLE = 96
WORDS_OF_TOPICS = 10_000
MAX_WORDS = 50_000
MAX_CHARACTERS = 5_000
"""Characters of a cell that are read at most."""

WORD = r"(?u)\b\w+\b"
CHARACTERS_PER_SECOND = 2e6
"""Measured on one core that is a few years old, words and pairs of words, topics included."""

VOCABULARY_ROWS = 20_000
"""Of longer tables, a sample of so many rows gives the words: all pairs of words of a million texts fill gigabytes."""

ROWS_LOOKED_AT = 1_000


def topic_parts(plans: Sequence[ColumnPlan], frame: pd.DataFrame, *, max_seconds: float | None = None) -> list[Part]:
    """Plan a few dense columns per text: topics, and two measures of length.

    The most frequent words and pairs of words, weighted by TF-IDF, are reduced by a truncated singular value
    decomposition.  On 5,000 reviews, 64 topics of 10,000 words predicted better than 32, and better than topics of
    hashed words.

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
    most = min(MAX_TOPICS, max(4, MAX_TOPICS_OF_TABLE // max(1, len(plans))), len(frame) // 4)
    share = None if max_seconds is None else max_seconds / max(1, len(plans))
    parts = []
    for number, plan in enumerate(plans):
        reading = _Reading.affordable(frame[plan.name], share, max_words=WORDS_OF_TOPICS)
        n_topics = min(most, reading.n_words(frame[plan.name]) - 1)
        features = [("characters", _count(len)), ("words", _count(operator.methodcaller("count", " ")))]
        names = ["characters", "words"]
        if n_topics > 0:
            svd = TruncatedSVD(n_topics, n_iter=3, random_state=0)
            # topics beyond what the texts hold are noise of the last digits, which scaling would blow up
            topics = chain(words=reading.vectorizer(frame[plan.name]), topics=svd, digits=_six_decimals())
            features.insert(0, ("topics", topics))
            names = [*(f"topic {topic}" for topic in range(1, n_topics + 1)), *names]
        parts.append(
            Part(
                name=f"text_{number}",
                transformer=Pipeline([*_short_texts(reading.limit).steps, ("features", FeatureUnion(features))]),
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
        reading = _Reading.affordable(frame[plan.name], share, max_words=MAX_WORDS)
        if not reading.n_words(frame[plan.name]):
            continue
        words = reading.vectorizer(frame[plan.name])
        transformer = Pipeline([*_short_texts(reading.limit).steps, ("words", words)])
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


def _six_decimals() -> Pipeline:
    """Round by element-wise functions, which every form of saving knows."""
    return chain(
        millionths=step(partial(np.multiply, 1e6)), whole=step(np.rint), units=step(partial(np.multiply, 1e-6))
    )


def _count(function: object) -> Pipeline:
    return chain(
        counts=step(pd.Series.apply, func=function),
        floats=step(pd.Series.astype, dtype="float64"),
        column=step(pd.Series.to_frame),
        logarithm=step(np.log1p),
    )


def _sample(column: pd.Series, n_rows: int) -> pd.Series:
    if len(column) > n_rows:
        column = column.sample(n_rows, random_state=0)
    return column.astype(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """How thoroughly a column is read: pairs of words or single ones, and how many characters of a cell."""

    with_pairs: bool
    limit: int
    max_words: int

    @classmethod
    def affordable(cls, column: pd.Series, max_seconds: float | None, *, max_words: int) -> _Reading:
        """Decide from the number of rows and the usual length of a text."""
        if max_seconds is not None:
            lengths = _sample(column, ROWS_LOOKED_AT).str.len().clip(upper=MAX_CHARACTERS)
            mean = float(lengths.fillna(0).mean()) if len(lengths) else 0.0
            if len(column) * mean > max_seconds * CHARACTERS_PER_SECOND:
                per_cell = 2 * max_seconds * CHARACTERS_PER_SECOND / max(1, len(column))
                limit = int(min(MAX_CHARACTERS, max(50.0, per_cell)))
                return cls(with_pairs=False, limit=limit, max_words=max_words)
        return cls(with_pairs=True, limit=MAX_CHARACTERS, max_words=max_words)

    def n_words(self, column: pd.Series) -> int:
        """Count the words of a sample, which the whole column has at least."""
        analyze = TfidfVectorizer(token_pattern=WORD).build_analyzer()
        return len({word for text in _sample(column, ROWS_LOOKED_AT).dropna() for word in analyze(text[: self.limit])})

    def vectorizer(self, column: pd.Series) -> TfidfVectorizer:
        """Make the unfitted vectorizer; that of a long column knows its words from a sample."""
        options = {"ngram_range": (1, 2 if self.with_pairs else 1), "token_pattern": WORD}
        vocabulary = None
        if len(column) > VOCABULARY_ROWS:
            texts = _short_texts(self.limit).fit_transform(_sample(column, VOCABULARY_ROWS))
            vocabulary = CountVectorizer(max_features=self.max_words, **options).fit(texts).get_feature_names_out()
        return TfidfVectorizer(
            sublinear_tf=True,
            max_features=self.max_words,
            vocabulary=None if vocabulary is None else [str(word) for word in vocabulary],
            **options,
        )
