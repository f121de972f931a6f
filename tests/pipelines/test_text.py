from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from jupyter_metaml.pipelines import text
from jupyter_metaml.pipelines.text import MAX_CHARACTERS, topic_parts, word_parts

TEXTS = ["a red fish", "a blue fish", "red and blue", None, "", "a red dog", "the dog is blue", "fish!"] * 5


@pytest.fixture
def frame():
    return pd.DataFrame({"t": TEXTS})


def test_topics_and_lengths_have_names(plan, frame):
    (part,) = topic_parts([plan("t", "text")], frame)

    found = part.transformer.fit_transform(frame["t"])

    assert found.shape == (40, len(part.outputs))
    assert part.outputs[0] == "t: topic 1"
    assert part.outputs[-2:] == ("t: characters", "t: words")


def test_missing_and_empty_text_have_no_length(plan, frame):
    (part,) = topic_parts([plan("t", "text")], frame)

    found = part.transformer.fit_transform(frame["t"])

    assert found[3, -2] == found[4, -2] == 0.0
    assert found[0, -2] == pytest.approx(np.log1p(10))


@pytest.mark.parametrize("column", [[None, None], [1.5, 2], ["\x00", "\ud800"], pd.Categorical(["a", "b"])], ids=str)
def test_anything_can_be_read_at_prediction(plan, frame, column):
    (part,) = topic_parts([plan("t", "text")], frame)
    fitted = part.transformer.fit(frame["t"])

    assert np.isfinite(fitted.transform(pd.Series(column, dtype=object))).all()


def test_huge_cells_are_cut(plan, frame):
    (part,) = topic_parts([plan("t", "text")], frame)
    fitted = part.transformer.fit(frame["t"])

    found = fitted.transform(pd.Series(["word " * 100_000]))

    assert found[0, -2] == pytest.approx(np.log1p(MAX_CHARACTERS))


def test_number_of_topics_is_shared_among_columns(plan, frame):
    wide = pd.concat([frame["t"]] * 10, axis=1, keys=[f"t{i}" for i in range(10)])
    wide = pd.concat([wide] * 20)

    parts = topic_parts([plan(name, "text") for name in wide.columns], wide)

    assert sum(len(part.outputs) for part in parts) <= 96 + 2 * 10


def test_long_tables_take_their_words_from_a_sample(plan, frame, monkeypatch):
    monkeypatch.setattr(text, "VOCABULARY_ROWS", 20)

    (part,) = word_parts([plan("t", "text")], frame)
    part.transformer.fit(frame["t"])

    assert "fish" in part.transformer[-1].vocabulary
    assert clone(part.transformer).fit(frame["t"])


def test_column_without_any_word_has_lengths(plan):
    frame = pd.DataFrame({"t": ["!!!", "...", None, "?"]})

    (part,) = topic_parts([plan("t", "text")], frame)

    assert part.outputs == ("t: characters", "t: words")
    assert part.transformer.fit_transform(frame["t"]).shape == (4, 2)


def test_little_time_reads_single_words(plan, frame):
    hurried, thorough = (topic_parts([plan("t", "text")], frame, max_seconds=limit)[0] for limit in (1e-9, None))

    ranges = [part.transformer["features"]["topics"]["words"].ngram_range for part in (hurried, thorough)]
    assert ranges == [(1, 1), (1, 2)]


def test_words_keep_their_names(plan, frame):
    (part,) = word_parts([plan("t", "text")], frame)
    part.transformer.fit(frame["t"])

    assert "red fish" in part.transformer[-1].get_feature_names_out()


def test_column_without_any_word_has_no_part(plan):
    assert word_parts([plan("t", "text")], pd.DataFrame({"t": ["!!!", "...", None]})) == []
