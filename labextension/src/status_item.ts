import type { INotebookTracker } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { button, say } from './elements';
import type { IActiveRun } from './messages';
import { spelledSeconds, timeLeft } from './run_item';
import type { RunsModel } from './runs_model';

// The search of the notebook in front, in the status bar. It changes all the time, so that it is not read aloud.
export class StatusItem extends Widget {
  readonly stateChanged = new Signal<this, void>(this);
  private readonly _button: HTMLButtonElement;
  private _isActive = false;

  constructor(
    private readonly _model: RunsModel,
    private readonly _tracker: INotebookTracker,
    showRuns: () => void
  ) {
    super();
    this.addClass('jp-mml-status');
    this._button = button('', showRuns);
    this._button.title = 'Show AutoML runs';
    this._button.setAttribute('aria-live', 'off');
    this.node.append(this._button);
    this._model.changed.connect(this._fill, this);
    this._tracker.currentChanged.connect(this._fill, this);
    this._fill();
  }

  get isActive(): boolean {
    return this._isActive;
  }

  private _fill(): void {
    const panel = this._tracker.currentWidget;
    const run = panel === null ? null : this._model.current(panel);
    say(this._button, run === null ? '' : statusOf(run));
    if ((run !== null) !== this._isActive) {
      this._isActive = run !== null;
      this.stateChanged.emit();
    }
  }
}

function statusOf(run: IActiveRun): string {
  const best = run.best === '' ? '' : `, best ${run.best}`;
  return run.state === 'queued'
    ? 'AutoML waiting'
    : `AutoML ${spelledSeconds(timeLeft(run))} left${best}`;
}
