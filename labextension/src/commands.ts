import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, type ICommandPalette, showDialog } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { LOAD_EXTENSION, insertCell, templateCell } from './cells';
import { askForCell } from './frame_dialog';
import { runsIcon } from './icons';
import type { RunsModel } from './runs_model';
import type { Settings } from './settings';
import { SIDE_PANEL, report } from './side_panel';
import { stopRun } from './stopping';

export const COMMANDS = {
  newCell: 'jupyter-metaml:new-cell',
  chooseFrame: 'jupyter-metaml:choose-frame',
  showRuns: 'jupyter-metaml:show-runs',
  stop: 'jupyter-metaml:stop'
} as const;

const NOT_LOADED =
  'jupyter_metaml is not loaded in this notebook. Run %load_ext jupyter_metaml first.';
const NO_FRAMES =
  'There is no DataFrame in this notebook yet. Load one first, as in df = pd.read_csv("file.csv").';

export interface IParts {
  readonly app: JupyterFrontEnd;
  readonly tracker: INotebookTracker;
  readonly model: RunsModel;
  readonly settings: Settings;
}

export function addCommands(
  parts: IParts,
  palette: ICommandPalette | null
): void {
  addCellCommands(parts);
  addRunCommands(parts);
  for (const command of Object.values(COMMANDS)) {
    palette?.addItem({ command, category: 'AutoML' });
  }
}

function addCellCommands({ app, tracker, model, settings }: IParts): void {
  const isEnabled = (): boolean => tracker.currentWidget !== null;
  app.commands.addCommand(COMMANDS.newCell, {
    label: 'New %%automl Cell',
    caption: 'Insert a cell that searches a model for a table',
    isEnabled,
    execute: inNotebook(tracker, panel => {
      if (!model.isOpen(panel)) {
        insertCell(panel, LOAD_EXTENSION);
      }
      insertCell(panel, templateCell(settings.budget_s));
    })
  });
  app.commands.addCommand(COMMANDS.chooseFrame, {
    label: 'Run AutoML on DataFrame…',
    caption: 'Choose a table and a column, and insert a cell for them',
    icon: runsIcon,
    isEnabled,
    execute: inNotebook(tracker, panel => chooseFrame(panel, model, settings))
  });
}

function addRunCommands({ app, tracker, model }: IParts): void {
  app.commands.addCommand(COMMANDS.showRuns, {
    label: 'Show AutoML Runs',
    execute: () => app.shell.activateById(SIDE_PANEL)
  });
  app.commands.addCommand(COMMANDS.stop, {
    label: 'Stop AutoML Run',
    caption: 'End the search of this notebook with the best so far',
    isEnabled: () => {
      const panel = tracker.currentWidget;
      return panel !== null && model.current(panel) !== null;
    },
    execute: inNotebook(tracker, async panel => {
      const run = model.current(panel);
      if (run !== null) {
        await stopRun(model, panel, run);
      }
    })
  });
  model.changed.connect(() => app.commands.notifyCommandChanged(COMMANDS.stop));
}

const inNotebook =
  (tracker: INotebookTracker, act: (panel: NotebookPanel) => unknown) =>
  async (): Promise<void> => {
    try {
      if (tracker.currentWidget !== null) {
        await act(tracker.currentWidget);
      }
    } catch (error) {
      report(error);
    }
  };

async function chooseFrame(
  panel: NotebookPanel,
  model: RunsModel,
  settings: Settings
): Promise<void> {
  await panel.sessionContext.ready;
  if (!model.isOpen(panel)) {
    await explain(panel, NOT_LOADED, true);
    return;
  }
  const frames = await model.frames(panel);
  if (frames.length === 0) {
    await explain(panel, NO_FRAMES, false);
    return;
  }
  const source = await askForCell(frames, settings.budget_s);
  if (source !== null) {
    insertCell(panel, source);
  }
}

async function explain(
  panel: NotebookPanel,
  message: string,
  offersLoading: boolean
): Promise<void> {
  const insert = Dialog.okButton({ label: 'Insert that cell' });
  const close = Dialog.cancelButton({ label: 'Close' });
  const result = await showDialog({
    title: 'Run AutoML on DataFrame',
    body: message,
    buttons: offersLoading ? [close, insert] : [close]
  });
  if (result.button.accept) {
    insertCell(panel, LOAD_EXTENSION);
  }
}
