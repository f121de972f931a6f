"""Train a network on generated tables, and go on another day.

``python -m jupyter_metaml.neural.pfn.train --out DIR --hours 2 --threads 2`` starts, ``--resume`` goes on.  ``--decay``
lowers the learning rates to nothing over the hours given, writes ``decayed.pt`` and ``weights.npz``, and leaves the
state that training goes on from as it is; without a state it starts, too, for a training in one piece.  Hours are hours
of computing per thread: what a process spends while it is stopped, or waits for others, does not count.

``--device cuda --processes 14`` learns on a graphics processor from tables that other processes draw; hours are those
of the clock then, and a step takes some 200,000 ``--cells``.

``--tables DIR`` mixes tables cut out of real ones in, which the threads draw.
"""

from __future__ import annotations

import argparse
import logging
import signal
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path
from threading import Event
from typing import Any

import torch

from jupyter_metaml.neural.pfn.network import PriorFittedNetwork
from jupyter_metaml.neural.pfn.shape import NetworkShape
from jupyter_metaml.neural.pfn.training.drawn_ahead import DrawnAhead
from jupyter_metaml.neural.pfn.training.episodes import Episodes
from jupyter_metaml.neural.pfn.training.progress import Progress
from jupyter_metaml.neural.pfn.training.real_tables import RealTables, read_tables
from jupyter_metaml.neural.pfn.training.recipe import Recipe, drawn
from jupyter_metaml.neural.pfn.training.saved import fresh, from_weights, load, save, write_weights
from jupyter_metaml.neural.pfn.training.trainer import Draw, StepResult, Trainer
from jupyter_metaml.neural.pfn.training.validation import best_temperature, validate, validation_episodes

_LOGGED_S, _VALIDATED_S, _SAVED_S = 30.0, 300.0, 180.0
_STEPS_BEHIND = 4  # that an accelerator may be, before it is waited for
_LOG = logging.getLogger(__name__)


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder of the state, the weights and the log")
    parser.add_argument("--hours", type=float, required=True, help="hours to compute, per thread")
    parser.add_argument("--threads", type=int, default=2, help="copies of the network that learn side by side")
    parser.add_argument(
        "--device", default="cpu", help='"cpu" or what torch calls an accelerator: one copy learns there'
    )
    parser.add_argument("--processes", type=int, default=0, help="processes that draw tables; 0 draws in the threads")
    parser.add_argument("--tables", type=Path, help="folder of real tables with a tasks.json, to learn from, too")
    parser.add_argument("--resume", action="store_true", help="go on from the state in the folder")
    parser.add_argument("--start", type=Path, help="weights to start from, for example the shipped ones")
    parser.add_argument("--decay", action="store_true", help="lower the rates to nothing over these hours; resumes")
    recipe = parser.add_argument_group("recipe", "what is given here replaces what a state says")
    shape = parser.add_argument_group("shape", "of a new network")
    for group, record in ((recipe, Recipe), (shape, NetworkShape)):
        for item in fields(record):
            kind = int if isinstance(item.default, int) else float
            group.add_argument(f"--{item.name.replace('_', '-')}", type=kind, help=f"default {item.default}")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Train as the command line says."""
    options = parse_arguments(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    # Copies of the network share the cores, one thread each.
    torch.set_num_threads(1)
    path = options.out / "state.pt"
    recipe, shape = _given(options, Recipe), _given(options, NetworkShape)
    n_threads = options.threads if options.device == "cpu" else 1
    if options.resume or (options.decay and path.exists()):
        trainer, progress = load(path, n_threads, device=options.device, **recipe)
    elif options.start:
        trainer, progress = from_weights(options.start, Recipe(**recipe), n_threads, device=options.device)
    else:
        trainer, progress = fresh(NetworkShape(**shape), Recipe(**recipe), n_threads, device=options.device)
    # Asked to end, it ends after the step and saves.
    is_over = Event()
    signal.signal(signal.SIGTERM, lambda *_: is_over.set())
    with ExitStack() as stack:
        stack.enter_context(logged_to(options.out / "training.log"))
        if options.tables:
            trainer.draw = _also_from(RealTables(read_tables(options.tables)), trainer)
        elif options.processes:
            trainer.draw = stack.enter_context(DrawnAhead(trainer.recipe, trainer.network.shape, options.processes))
        run(trainer, progress, options.out, options.hours * 3600.0, is_over=is_over, is_decay=options.decay)


def _also_from(real_tables: RealTables, trainer: Trainer) -> Draw:
    """Draw in the threads, from real tables, too."""
    return lambda step, place: drawn(trainer.recipe, trainer.network.shape, step, place, real_tables)


def _given(options: argparse.Namespace, record: type[Recipe | NetworkShape]) -> dict[str, Any]:
    """Return what the command line says of a record."""
    values = {item.name: getattr(options, item.name) for item in fields(record)}
    return {name: value for name, value in values.items() if value is not None}


@contextmanager
def logged_to(path: Path) -> Iterator[None]:
    """Write what is told to a file, line by line."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    try:
        yield
    finally:
        _LOG.removeHandler(handler)
        handler.close()


def run(
    trainer: Trainer, progress: Progress, out: Path, budget_s: float, *, is_over: Event, is_decay: bool = False
) -> None:
    """Make steps until `budget_s` seconds of computing are over; tell, validate and save on the way."""
    episodes = validation_episodes(trainer.network.shape)
    clock = Clock(trainer)
    path = out / ("decayed.pt" if is_decay else "state.pt")
    told, validated, saved, counted = 0.0, 0.0, 0.0, 0.0
    unread: deque[StepResult] = deque()
    while (spent := clock.seconds()) < budget_s and not is_over.is_set():
        unread.append(trainer.advance(1.0 - spent / budget_s if is_decay else 1.0))
        if len(unread) > _STEPS_BEHIND:
            progress.count(unread.popleft(), spent - counted)
            counted = spent
        if spent - told >= _LOGGED_S:
            told = spent
            _LOG.info(progress.line(trainer.step))
        if spent - validated >= _VALIDATED_S:
            validated = spent
            _validate(trainer, progress, episodes)
        if spent - saved >= _SAVED_S:
            saved = spent
            save(path, trainer, progress)
    for result in unread:
        progress.count(result, clock.seconds() - counted)
        counted = clock.seconds()
    _validate(trainer, progress, episodes)
    save(path, trainer, progress)
    network = better_weights(trainer, episodes)
    temperature = best_temperature(network, episodes)
    write_weights(out / "weights.npz", network, trainer, progress, temperature=temperature)
    _LOG.info("wrote %s and weights.npz after %.0f s of computing", path.name, progress.seconds)


def better_weights(trainer: Trainer, episodes: list[Episodes]) -> PriorFittedNetwork:
    """Return the averaged weights, or the newest ones if they are better: an average lags behind a short decay."""
    candidates = (trainer.average, trainer.network)
    return min(candidates, key=lambda network: sum(validate(network, episodes, trainer.borders)))


def _validate(trainer: Trainer, progress: Progress, episodes: list[Episodes]) -> None:
    found = validate(trainer.averaged_copy(), episodes, trainer.borders)
    progress.note(trainer.step, found)
    _LOG.info("step %d validation: classes %.4f numbers %.4f", trainer.step, *found)


class Clock:
    """Seconds of computing since it was made, per thread; of the clock where an accelerator computes."""

    def __init__(self, trainer: Trainer) -> None:
        self.n_threads = len(trainer.replicas)
        self.now = time.process_time if trainer.device.type == "cpu" else time.perf_counter
        self.start = self.now()

    def seconds(self) -> float:
        """Return the seconds so far."""
        return (self.now() - self.start) / self.n_threads


if __name__ == "__main__":
    main()
