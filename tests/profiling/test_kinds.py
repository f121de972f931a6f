from __future__ import annotations

import pytest

from jupyter_metaml.profiling.kinds import ColumnKind, is_text, level_kind


@pytest.mark.parametrize(
    ("mean_words", "n_distinct", "distinct_share", "expected"),
    [
        (12.0, 900, 0.9, True),  # reviews
        (3.0, 400, 0.06, True),  # descriptions, some of them repeated
        (2.0, 300, 0.7, True),  # names
        (2.0, 300, 0.2, False),  # short phrases that repeat are levels
        (1.0, 900, 0.9, False),  # single words
        (5.0, 12, 0.9, False),  # a dozen sentences are answers to choose from
        (4.0, 30, 0.01, False),  # long names of few levels
    ],
)
def test_text_has_several_words_and_many_values(mean_words, n_distinct, distinct_share, expected):
    assert is_text(mean_words=mean_words, n_distinct=n_distinct, distinct_share=distinct_share) is expected


def test_more_than_fifty_levels_are_high_cardinality():
    assert level_kind(50) is ColumnKind.CATEGORY
    assert level_kind(51) is ColumnKind.HIGH_CARDINALITY
