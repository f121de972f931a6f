import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';

import type { IColumn, IFrame } from './messages';

export const LOAD_EXTENSION = '%load_ext jupyter_metaml';
const RUN_TYPE = 'application/vnd.jupyter-metaml.run+json';

// Put a code cell below the active one and show it; nothing runs.
export function insertCell(panel: NotebookPanel, source: string): void {
  const notebook = panel.content;
  NotebookActions.insertBelow(notebook);
  NotebookActions.changeCellType(notebook, 'code');
  notebook.activeCell?.model.sharedModel.setSource(source);
  panel.activate();
  notebook.mode = 'edit';
}

export const templateCell = (budget_s: number): string =>
  `%%automl df --target y --time ${budget_s} --into model --run run\n`;

export const filledCell = (
  frame: IFrame,
  column: IColumn,
  budget_s: number
): string =>
  `%%automl ${frame.name}\ntarget = ${column.literal || '...'}\ntime = ${budget_s}\n`;

// Go to the cell that shows a run. Returns whether there is one.
export function showOutput(panel: NotebookPanel, runId: string): boolean {
  const place = findOutput(panel, runId);
  if (place === -1) {
    return false;
  }
  panel.activate();
  panel.content.activeCellIndex = place;
  panel.content.mode = 'command';
  void panel.content.scrollToItem(place, 'smart');
  return true;
}

// The settled output carries the id of its run; a run that goes on is where its live panel is.
function findOutput(panel: NotebookPanel, runId: string): number {
  const { model, widgets } = panel.content;
  const cells = model === null ? [] : [...model.cells];
  const settled = cells.findIndex(cell => {
    const outputs = cell.sharedModel.toJSON().outputs;
    return Array.isArray(outputs) && outputs.some(one => shows(one, runId));
  });
  if (settled !== -1 && runId !== '') {
    return settled;
  }
  return widgets.findIndex(
    cell =>
      cell.node.querySelector('.mml-panel') !== null &&
      cell.node.querySelector('.jp-OutputArea') !== null
  );
}

function shows(output: unknown, runId: string): boolean {
  const data = fieldOf(output, 'data');
  return fieldOf(fieldOf(data, RUN_TYPE), 'run') === runId;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
