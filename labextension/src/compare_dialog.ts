import { Dialog, showDialog } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';

import { factsTable, make } from './elements';
import type { IRunItem } from './run_item';

const UNLIKE =
  'These runs answer different questions; their scores cannot be compared.';

// Show two runs side by side.
export async function compare(left: IRunItem, right: IRunItem): Promise<void> {
  await showDialog({
    title: 'Compare two AutoML runs',
    body: new Widget({ node: comparison(left, right) }),
    buttons: [Dialog.okButton({ label: 'Close' })]
  });
}

function comparison(left: IRunItem, right: IRunItem): HTMLElement {
  const [ours, theirs] = [new Map(left.facts), new Map(right.facts)];
  const names = [...new Set([...ours.keys(), ...theirs.keys()])];
  const rows = [
    ['State', left.label, right.label],
    ...names.map(name => [name, ours.get(name) ?? '', theirs.get(name) ?? ''])
  ].filter(([, one, other]) => one !== '' || other !== '');
  const heads = ['', `1: ${left.group}`, `2: ${right.group}`];
  const node = make('div', 'jp-mml jp-mml-compare');
  const isAlike = ['Predicts', 'Metric'].every(
    name => ours.get(name) === theirs.get(name)
  );
  if (!isAlike) {
    node.append(make('p', 'jp-mml-hint', UNLIKE));
  }
  node.append(factsTable('Two runs', heads, rows));
  return node;
}
