import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';

import { addCommands } from './commands';
import { notifyOfEnds } from './notices';
import { RunsModel } from './runs_model';
import { Settings } from './settings';
import { SidePanel, report } from './side_panel';
import { StatusItem } from './status_item';
import { bridgeStops } from './stopping';
import { addToolbarButtons } from './toolbar_button';

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-metaml:plugin',
  description: 'AutoML runs in the side panel, commands, and a Stop that works.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ICommandPalette, ILayoutRestorer, ISettingRegistry, IStatusBar],
  activate
};

function activate(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null,
  registry: ISettingRegistry | null,
  statusBar: IStatusBar | null
): void {
  const model = new RunsModel(tracker);
  const settings = new Settings();
  bridgeStops(tracker, model);
  addCommands({ app, tracker, model, settings }, palette);
  addToolbarButtons(app, settings);
  notifyOfEnds(model, settings);
  if (registry !== null) {
    void settings.follow(registry, plugin.id).catch(report);
  }
  const panel = new SidePanel(model, tracker);
  app.shell.add(panel, 'left', { rank: 900 });
  restorer?.add(panel, panel.id);
  if (statusBar !== null) {
    const item = new StatusItem(model, tracker, () =>
      app.shell.activateById(panel.id)
    );
    statusBar.registerStatusItem('jupyter-metaml:status', {
      item,
      align: 'left',
      rank: 900,
      isActive: () => item.isActive,
      activeStateChanged: item.stateChanged
    });
  }
}

export default plugin;
