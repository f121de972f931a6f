import { Notification } from '@jupyterlab/apputils';

import { activeItem } from './run_item';
import type { IEnded, RunsModel } from './runs_model';
import type { Settings } from './settings';

const MAX_LENGTH = 130;

// Say that a long run has ended: who started it may be elsewhere by now.
export function notifyOfEnds(model: RunsModel, settings: Settings): void {
  model.ended.connect((_, ended) => {
    const { elapsed_s } = ended.run;
    if (settings.notifyAfter_s > 0 && elapsed_s >= settings.notifyAfter_s) {
      notify(ended);
    }
  });
}

function notify({ panel, run }: IEnded): void {
  const item = activeItem(run, panel, panel.title.label);
  const score = run.best === '' ? '' : `, ${run.metric} ${run.best}`;
  const message = `AutoML, ${item.title}: ${item.label}${score}`;
  const kind = run.state === 'failed' ? 'error' : 'success';
  Notification.emit(message.slice(0, MAX_LENGTH), kind, {
    autoClose: 10000,
    actions: [{ label: 'Show notebook', callback: () => panel.activate() }]
  });
}
