from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import sklearn
from sklearn.feature_extraction.text import CountVectorizer

from jupyter_metaml.pipelines.parts import Part, chain, column_transformer, step


def test_selector_of_one_series_is_a_name(plan):
    assert Part(name="t", transformer=None, columns="a", kind="text").selector == "a"
    assert Part(name="t", transformer=None, columns=("a",), kind="text").selector == ["a"]


def test_step_applies_a_public_function_with_keywords():
    frame = pd.DataFrame({"a": [1.4, -2.0]})

    found = step(pd.DataFrame.clip, lower=0.0).fit_transform(frame)

    assert found["a"].tolist() == [1.4, 0.0]


def test_chain_pickles_by_the_names_of_its_functions():
    steps = chain(absolute=step(np.abs), root=step(np.sqrt))

    assert pickle.loads(pickle.dumps(steps)).fit_transform(np.array([[-4.0]])) == 2.0


def test_column_transformer_takes_text_and_gives_arrays_whatever_is_configured():
    frame = pd.DataFrame({"a": [1.0, 2.0], "words": ["red fish", "blue fish"]})
    columns = column_transformer([("numbers", step(np.abs), ["a"]), ("words", CountVectorizer(), "words")])

    with sklearn.config_context(transform_output="pandas"):
        found = columns.fit_transform(frame)

    assert type(found) is np.ndarray
    assert found.shape == (2, 4)
