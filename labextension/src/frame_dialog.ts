import { Dialog, showDialog } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';

import { filledCell } from './cells';
import { make, say } from './elements';
import type { IFrame } from './messages';

// Ask which table and which column, and return the cell that says so; null when it was called off.
export async function askForCell(
  frames: IFrame[],
  budget_s: number
): Promise<string | null> {
  const body = new FrameForm(frames, budget_s);
  const result = await showDialog({
    title: 'Run AutoML on DataFrame',
    body,
    buttons: [
      Dialog.cancelButton(),
      Dialog.okButton({ label: 'Insert cell' })
    ],
    focusNodeSelector: 'select'
  });
  return result.button.accept ? result.value : null;
}

class FrameForm extends Widget implements Dialog.IBodyWidget<string | null> {
  private readonly _frame = make('select');
  private readonly _column = make('select');
  private readonly _seconds = make('input');
  private readonly _note = make('p', 'jp-mml-hint');

  constructor(
    private readonly _frames: IFrame[],
    budget_s: number
  ) {
    super();
    this.addClass('jp-mml');
    this.addClass('jp-mml-form');
    this._frame.append(..._frames.map(({ name }) => make('option', '', name)));
    this._frame.addEventListener('change', () => this._fillColumns());
    this._seconds.type = 'number';
    this._seconds.min = '1';
    this._seconds.value = String(budget_s);
    this.node.append(
      make('label', '', make('span', '', 'DataFrame'), this._frame),
      make('label', '', make('span', '', 'Column to predict'), this._column),
      make('label', '', make('span', '', 'Seconds to search'), this._seconds),
      this._note,
      make('p', 'jp-mml-hint', 'A cell is inserted; nothing runs before you run it.')
    );
    this._fillColumns();
  }

  getValue(): string | null {
    const frame = this._chosenFrame;
    const column = frame?.columns[this._column.selectedIndex];
    const seconds = Math.max(1, Math.round(Number(this._seconds.value)) || 60);
    return frame === undefined || column === undefined
      ? null
      : filledCell(frame, column, seconds);
  }

  private get _chosenFrame(): IFrame | undefined {
    return this._frames[this._frame.selectedIndex];
  }

  private _fillColumns(): void {
    const columns = this._chosenFrame?.columns ?? [];
    const hidden = (this._chosenFrame?.n_columns ?? 0) - columns.length;
    this._column.replaceChildren(
      ...columns.map(({ shown }) => make('option', '', shown))
    );
    // What is predicted stands last more often than first.
    this._column.selectedIndex = columns.length - 1;
    say(
      this._note,
      hidden > 0
        ? `${hidden} more columns are not listed; write the name of another one into the cell.`
        : ''
    );
    this._note.hidden = hidden <= 0;
  }
}
