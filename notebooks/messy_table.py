"""Orders of a shop, made up, with the faults that tables of businesses have.

column      what is wrong with it
order       an identifier: it only numbers the rows
customer    the same customer stands in several rows
ordered     a date, as text
department  a code, which looks like a quantity
amount      numbers as text: 1.249,90 €
born        missing for all orders of some customers
remark      free text, for every other order
refunded    a leak: filled in when an order has come back
returned    the column to predict, yes or no
"""

from __future__ import annotations

import numpy as np
import pandas as pd

DEPARTMENTS = {110: 1.4, 120: 0.8, 210: -0.3, 310: -1.3, 320: 0.4, 330: -1.9}
REMARKS = {
    "Not sure about the size, so I take two": 2.1,
    "Please send both colours, one of them will go back": 2.6,
    "A present, the receipt please in an envelope": 0.9,
    "Leave it with the neighbour on the ground floor": 0.0,
    "Ring twice, the bell is broken": 0.0,
    "As last time, thank you": -1.0,
    "We need it for the weekend": -0.4,
}
"""What is ordered, and what customers write, with what each adds to the log-odds of a return."""


def make_orders(n_customers: int, *, random_state: int) -> pd.DataFrame:
    """Make up the orders of some customers.

    Whether an order comes back depends on the department, the amount, the remark, December, and most of all on a habit
    of the customer that stands in no column.

    Parameters
    ----------
    n_customers : int
        Customers, with one to nine orders each.
    random_state : int
        Seed; another one makes other customers.

    Returns
    -------
    DataFrame of shape (n_orders, 11)
        The orders of one customer stand together.
    """
    rng = np.random.default_rng(random_state)
    customer = np.repeat(np.arange(n_customers), rng.integers(1, 10, n_customers))
    n_orders = len(customer)
    habit = rng.normal(scale=1.8, size=n_customers)
    born = np.where(rng.random(n_customers) < 0.35, np.nan, rng.integers(1945, 2006, n_customers))
    keys = [f"C{random_state + 1}{place:04d}" for place in rng.permutation(n_customers)]

    ordered = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 700, n_orders), unit="D")
    department = rng.choice(list(DEPARTMENTS), n_orders)
    items = rng.integers(1, 6, n_orders)
    amount = items * np.exp(rng.normal(3.0, 0.9, n_orders))
    remark = np.where(rng.random(n_orders) < 0.5, rng.choice(list(REMARKS), n_orders), None)

    log_odds = habit[customer] + 0.7 * np.log(amount / 55) + 0.8 * (ordered.month == 12) - 2.0
    log_odds += [DEPARTMENTS[code] + REMARKS.get(text, 0.0) for code, text in zip(department, remark, strict=True)]
    is_returned = rng.random(n_orders) < 1 / (1 + np.exp(-log_odds))
    came_back = ordered + pd.to_timedelta(rng.integers(8, 30, n_orders), unit="D")
    hours = rng.integers(8, 20, n_orders)
    return pd.DataFrame(
        {
            "order": [f"B{number}" for number in rng.permutation(np.arange(100_000, 100_000 + n_orders))],
            "customer": [keys[place] for place in customer],
            "ordered": ordered.strftime("%d.%m.%Y"),
            "department": department,
            "items": items,
            "amount": [_euros(value) for value in amount],
            "born": born[customer],
            "payment": rng.choice(["invoice", "card", "transfer"], n_orders, p=[0.5, 0.35, 0.15]),
            "remark": [
                text and f"{text}. We are in from {hour} o'clock" for text, hour in zip(remark, hours, strict=True)
            ],
            "refunded": np.where(is_returned, came_back.strftime("%d.%m.%Y"), None),
            "returned": np.where(is_returned, "yes", "no"),
        }
    )


def _euros(value: float) -> str:
    return f"{value:,.2f} €".translate(str.maketrans(",.", ".,"))
