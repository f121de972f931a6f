from __future__ import annotations

import pickle

from jupyter_metaml.profiling import DataWarning


def test_a_warning_survives_the_way_to_another_process():
    warning = DataWarning(code="MML999", severity="note", message="Seen.", advice="Do.", evidence={"share": 0.5})

    assert pickle.loads(pickle.dumps(warning)) == warning


def test_a_warning_may_concern_no_column():
    assert DataWarning(code="MML999", severity="note", message="Seen.", advice="Do.").columns == ()
