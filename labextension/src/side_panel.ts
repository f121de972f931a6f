import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { Notification } from '@jupyterlab/apputils';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import { insertCell, showOutput } from './cells';
import { compare } from './compare_dialog';
import { button, factsTable, make, say } from './elements';
import { runsIcon } from './icons';
import { isActive } from './messages';
import { type IRunItem, listItems } from './run_item';
import { RunsList } from './runs_list';
import type { RunsModel } from './runs_model';
import { stopRun } from './stopping';

export const SIDE_PANEL = 'jupyter-metaml-runs';
const EMPTY =
  'No runs yet. Run %load_ext jupyter_metaml in a notebook, then %%automl with the name of a DataFrame.';

// All runs in the left sidebar: the list above, and below what can be done with the chosen one.
export class SidePanel extends Widget {
  private readonly _list: RunsList;
  private readonly _empty = make('p', 'jp-mml-empty', EMPTY);
  private readonly _facts = make('div', 'jp-mml-chosen');
  private readonly _actions = make('div', 'jp-mml-actions');
  private readonly _buttons: Record<Action, HTMLButtonElement>;

  constructor(
    private readonly _model: RunsModel,
    private readonly _tracker: INotebookTracker
  ) {
    super();
    this.id = SIDE_PANEL;
    this.addClass('jp-mml');
    this.title.icon = runsIcon;
    this.title.caption = 'AutoML runs';
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', 'AutoML runs');
    this._list = new RunsList(
      () => this._fillChosen(),
      () => this._open()
    );
    this._buttons = {
      output: button('Show output', () => this._open()),
      show: button('Insert report cell', () => this._insert('showCode')),
      load: button('Insert load cell', () => this._insert('loadCode')),
      stop: button('Stop', () => this._stop()),
      compare: button('Compare', () => this._compare())
    };
    this._actions.setAttribute('role', 'toolbar');
    this._actions.setAttribute('aria-label', 'Chosen run');
    this._actions.append(...Object.values(this._buttons));
    const refresh = button('Refresh', () => this._model.refresh());
    const head = make('div', 'jp-mml-head', make('h2', '', 'AutoML runs'));
    head.append(refresh);
    this.node.append(head, this._empty, this._list.node, this._facts);
    this.node.append(this._actions);
    this._model.changed.connect(this._fill, this);
    this._tracker.currentChanged.connect(this._fill, this);
    this._fill();
  }

  protected override onAfterShow(_: Message): void {
    this._model.wantsStored = true;
    this._fill();
  }

  protected override onAfterHide(_: Message): void {
    this._model.wantsStored = false;
  }

  protected override onActivateRequest(_: Message): void {
    this.node.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  private _fill(): void {
    if (!this.isVisible) {
      return;
    }
    const items = listItems(this._model);
    this._empty.hidden = items.length > 0;
    this._list.node.hidden = items.length === 0;
    this._list.fill(items);
    this._fillChosen();
  }

  private _fillChosen(): void {
    const { selected } = this._list;
    const [one] = selected;
    const single = selected.length === 1 ? one : undefined;
    const hasNotebook = this._tracker.currentWidget !== null;
    const runs = single?.run ?? null;
    const enabled: Record<Action, boolean> = {
      output: single !== undefined && this._notebookOf(single) !== null,
      show: hasNotebook && (single?.showCode ?? '') !== '',
      load: hasNotebook && (single?.loadCode ?? '') !== '',
      stop: runs !== null && isActive(runs),
      compare: selected.length === 2
    };
    for (const [action, isEnabled] of Object.entries(enabled)) {
      this._buttons[action as Action].disabled = !isEnabled;
    }
    this._actions.hidden = selected.length === 0;
    this._fillFacts(single, selected.length);
  }

  private _fillFacts(one: IRunItem | undefined, count: number): void {
    if (one === undefined) {
      const hint =
        count === 2
          ? 'Two runs are chosen.'
          : 'Choose a run; Ctrl+click or Space adds a second one to compare.';
      this._facts.replaceChildren(make('p', 'jp-mml-hint', hint));
      this._facts.hidden = this._list.node.hidden;
      return;
    }
    const facts = one.facts.filter(([, value]) => value !== '');
    const cells = this._facts.querySelectorAll('td');
    const heads = this._facts.querySelectorAll('th');
    const isSame =
      heads.length === facts.length &&
      facts.every(([name], place) => heads[place]?.textContent === name);
    if (isSame) {
      facts.forEach(([, value], place) => {
        const cell = cells[place];
        if (cell !== undefined) {
          say(cell, value);
        }
      });
    } else {
      this._facts.replaceChildren(factsTable('Chosen run', [], facts));
    }
  }

  private _notebookOf(item: IRunItem): NotebookPanel | null {
    return item.panel ?? this._tracker.currentWidget;
  }

  private _open(): void {
    const [item] = this._list.selected;
    const panel = item === undefined ? null : this._notebookOf(item);
    if (item === undefined || panel === null) {
      return;
    }
    if (!showOutput(panel, item.runId)) {
      const message =
        'No output of this run is in the notebook. Insert a report cell to see it again.';
      Notification.info(message, { autoClose: 5000 });
    }
  }

  private _insert(kind: 'loadCode' | 'showCode'): void {
    const [item] = this._list.selected;
    const panel = this._tracker.currentWidget;
    if (item !== undefined && panel !== null) {
      insertCell(panel, item[kind]);
    }
  }

  private _stop(): void {
    const [item] = this._list.selected;
    if (item?.panel && item.run !== null) {
      void stopRun(this._model, item.panel, item.run).catch(report);
    }
  }

  private _compare(): void {
    const [left, right] = this._list.selected;
    if (left !== undefined && right !== undefined) {
      void compare(left, right);
    }
  }
}

type Action = 'output' | 'show' | 'load' | 'stop' | 'compare';

export function report(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  Notification.error(message, { autoClose: 8000 });
}
