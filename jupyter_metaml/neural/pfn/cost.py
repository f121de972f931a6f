"""How long the network reads and answers: it does the same with every table of the same size."""

from __future__ import annotations

from jupyter_metaml.neural.pfn.kernel_column import MOST_COMPARED, ROWS_TO_CHOOSE
from jupyter_metaml.neural.pfn.kernel_column import MOST_ROWS as MOST_ANSWERING
from jupyter_metaml.neural.pfn.views import MOST_COLUMNS, MOST_ROWS, count_parts, count_views

# On one core of the machine of reference: a row that a view sees, and each cell of it.
_ROW_S, _CELL_S = 8e-5, 6.5e-6
# The kernel: choosing the weight of a column, and for each pair of rows that answer, and of rows and a column.
_WEIGHT_S, _PAIR_S, _DISTANCE_S = 8e-3, 1e-7, 4e-9


def answering_s(n_rows: int, n_query: int, n_columns: int, *, n_members: int) -> float:
    """Estimate the seconds of reading training rows and answering for others; more than ten classes take longer.

    Parameters
    ----------
    n_rows, n_query : int
        Training rows, and rows to answer for.
    n_columns : int
    n_members : int
        As the estimators take it.

    Returns
    -------
    float
    """
    n_views = count_views(n_rows, n_columns, n_members)
    n_seen = n_query + min(MOST_ROWS, n_rows / count_parts(n_rows))
    return n_views * n_seen * (_ROW_S + min(n_columns, MOST_COLUMNS) * _CELL_S)


def kernel_s(n_rows: int, n_query: int, n_columns: int) -> float:
    """Estimate the seconds of the column that only numbers have.

    Parameters
    ----------
    n_rows, n_query, n_columns : int
        As for `answering_s`.

    Returns
    -------
    float
    """
    n_compared, n_answering = min(n_columns, MOST_COMPARED), min(n_rows, MOST_ANSWERING)
    choosing_s = _WEIGHT_S * n_compared * min(1.0, n_rows / ROWS_TO_CHOOSE) ** 2
    return choosing_s + n_answering * (_PAIR_S * n_answering + _DISTANCE_S * (n_rows + n_query) * n_compared)
