import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { CommandToolbarButton } from '@jupyterlab/ui-components';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

import { COMMANDS } from './commands';
import type { Settings } from './settings';

// One button in the toolbar of every notebook, hidden unless the settings ask for it.
export function addToolbarButtons(
  app: JupyterFrontEnd,
  settings: Settings
): void {
  app.docRegistry.addWidgetExtension('Notebook', {
    createNew(panel: NotebookPanel): IDisposable {
      const button = new CommandToolbarButton({
        commands: app.commands,
        id: COMMANDS.chooseFrame,
        label: ''
      });
      const follow = (): void => button.setHidden(!settings.hasToolbarButton);
      settings.changed.connect(follow);
      follow();
      panel.toolbar.insertItem(10, 'jupyter-metaml', button);
      return new DisposableDelegate(() => {
        settings.changed.disconnect(follow);
        button.dispose();
      });
    }
  });
}
