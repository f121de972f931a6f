from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_metaml.pipelines import BuildContext, FitContext, family, fit_views, predict_on

WORDS = family("text_linear")


def test_only_tables_with_text_have_a_use_for_it(shape):
    assert WORDS.suits(shape()) == "the table has no column of text"
    assert WORDS.suits(shape(n_texts=1)) is None
    assert "each class" in WORDS.suits(shape(n_texts=1, kind="multiclass", n_classes=200))


def test_single_words_decide(table):
    texts = [f"the {'good' if i % 2 else 'bad'} thing number {i % 11}" for i in range(80)]
    task, profile = table(pd.DataFrame({"t": texts}), t="text")
    view = fit_views(task, profile)["sparse"]
    y = np.arange(80) % 2
    pipeline = WORDS.build({"C": 5.0}, BuildContext(layout=view.layout, kind="binary", n_classes=2, n_rows=80))

    outcome = WORDS.fit(pipeline, view.matrix, y, FitContext())

    found = predict_on(outcome.pipeline, view.transformer.transform(pd.DataFrame({"t": ["good", "bad"]})), "binary", 2)
    assert found.argmax(axis=1).tolist() == [1, 0]
