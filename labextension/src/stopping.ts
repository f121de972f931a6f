import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import type { IActiveRun } from './messages';
import type { RunsModel } from './runs_model';

// The live panel of a run dispatches it; see jupyter_metaml/notebook/panel/static/panel.js.
const STOP_EVENT = 'jupyter-metaml:stop';

// End a run: one that keeps its kernel busy by an interrupt, because the kernel hears nothing else. A background run
// gets a message: an interrupt would hit whatever cell of the user runs meanwhile.
export async function stopRun(
  model: RunsModel,
  panel: NotebookPanel,
  run: IActiveRun
): Promise<void> {
  if (run.mode === 'foreground') {
    await interrupt(panel);
  } else {
    await model.stop(panel, run.key);
  }
}

// Answer the Stop button of the live panel while its cell runs. Returns how to end that.
export function bridgeStops(
  tracker: INotebookTracker,
  model: RunsModel
): () => void {
  const onStop = (event: Event): void => {
    const panel = notebookOf(tracker, event);
    if (panel === null || modeOf(event) !== 'foreground') {
      return;
    }
    // A panel that was left over, above another cell that runs now, stops nothing.
    if (model.current(panel)?.mode !== 'foreground') {
      return;
    }
    event.preventDefault();
    void interrupt(panel);
  };
  document.addEventListener(STOP_EVENT, onStop);
  return () => document.removeEventListener(STOP_EVENT, onStop);
}

// Whatever the status of the kernel says: it is "idle" as soon as a message to a subshell has been answered.
async function interrupt(panel: NotebookPanel): Promise<void> {
  await panel.sessionContext.session?.kernel?.interrupt();
}

function notebookOf(
  tracker: INotebookTracker,
  event: Event
): NotebookPanel | null {
  const path = event.composedPath();
  return tracker.find(panel => path.includes(panel.node)) ?? null;
}

function modeOf(event: Event): unknown {
  const detail: unknown = event instanceof CustomEvent ? event.detail : null;
  return typeof detail === 'object' && detail !== null && 'mode' in detail
    ? detail.mode
    : null;
}
