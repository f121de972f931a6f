import { make, say } from './elements';
import { stateIcon } from './icons';
import type { IRunItem } from './run_item';

// One line of the list.
class Row {
  readonly node = make('li', 'jp-mml-row');
  private readonly _icon = make('span', 'jp-mml-icon');
  private readonly _label = make('span', 'jp-mml-state');
  private readonly _score = make('span', 'jp-mml-score');
  private readonly _title = make('span', 'jp-mml-title');
  private readonly _detail = make('span', 'jp-mml-detail');
  private _state = '';

  constructor() {
    this.node.setAttribute('role', 'option');
    this.node.tabIndex = -1;
    this._icon.setAttribute('aria-hidden', 'true');
    this.node.append(
      this._icon,
      this._label,
      this._score,
      this._title,
      this._detail
    );
  }

  fill(item: IRunItem, isSelected: boolean): void {
    if (item.state !== this._state) {
      this._state = item.state;
      this._icon.replaceChildren(stateIcon(item.state).element());
    }
    say(this._label, item.label);
    say(this._score, item.score);
    say(this._title, item.title);
    say(this._detail, item.detail);
    this.node.setAttribute('aria-selected', String(isSelected));
  }
}

// The runs as a list box: one stop for Tab, arrows move, Enter chooses one, Space or Ctrl adds a second to compare.
// Its rows stay the same elements while figures change, so that focus and place are kept.
export class RunsList {
  readonly node = make('div', 'jp-mml-list');
  private readonly _rows = new Map<string, Row>();
  private readonly _groups = new Map<string, HTMLElement>();
  private _items: readonly IRunItem[] = [];
  private _selected: readonly string[] = [];
  private _current = '';

  constructor(
    private readonly _onSelect: () => void,
    private readonly _onOpen: () => void
  ) {
    this.node.setAttribute('role', 'listbox');
    this.node.setAttribute('aria-label', 'AutoML runs');
    this.node.setAttribute('aria-multiselectable', 'true');
    this.node.addEventListener('keydown', event => this._onKey(event));
    this.node.addEventListener('click', event => this._onClick(event));
    this.node.addEventListener('dblclick', () => this._onOpen());
  }

  // The runs that are chosen, one or two, in the order in which they were.
  get selected(): IRunItem[] {
    return this._selected.flatMap(
      id => this._items.find(item => item.id === id) ?? []
    );
  }

  fill(items: readonly IRunItem[]): void {
    this._items = items;
    const ids = new Set(items.map(item => item.id));
    this._selected = this._selected.filter(id => ids.has(id));
    // Nobody has begun with it: Tab leads to the newest run.
    const isUntouched =
      this._selected.length === 0 && !this.node.contains(document.activeElement);
    if (isUntouched || !ids.has(this._current)) {
      this._current = items[0]?.id ?? '';
    }
    for (const [id, row] of this._rows) {
      if (!ids.has(id)) {
        row.node.remove();
        this._rows.delete(id);
      }
    }
    this._placeGroups();
    for (const item of items) {
      this._row(item).fill(item, this._selected.includes(item.id));
    }
    this._markCurrent();
  }

  private _row(item: IRunItem): Row {
    const row = this._rows.get(item.id) ?? new Row();
    this._rows.set(item.id, row);
    return row;
  }

  // Groups and rows in the order of the items; elements that are in their place are not touched.
  private _placeGroups(): void {
    const names = [...new Set(this._items.map(item => item.group))];
    for (const [name, group] of this._groups) {
      if (!names.includes(name)) {
        group.remove();
        this._groups.delete(name);
      }
    }
    names.forEach((name, place) => {
      const group = this._groups.get(name) ?? newGroup(name);
      this._groups.set(name, group);
      put(this.node, group, place);
      const list = group.lastElementChild;
      this._items
        .filter(item => item.group === name)
        .forEach((item, row) => {
          if (list !== null) {
            put(list, this._row(item).node, row);
          }
        });
    });
  }

  private _markCurrent(): void {
    for (const [id, row] of this._rows) {
      row.node.tabIndex = id === this._current ? 0 : -1;
    }
  }

  private _move(id: string | undefined): void {
    if (id !== undefined) {
      this._current = id;
      this._markCurrent();
      this._rows.get(id)?.node.focus();
    }
  }

  private _select(id: string, adds: boolean): void {
    const isIn = this._selected.includes(id);
    if (!adds) {
      this._selected = [id];
    } else if (isIn) {
      this._selected = this._selected.filter(other => other !== id);
    } else {
      this._selected = [...this._selected.slice(-1), id];
    }
    for (const [one, row] of this._rows) {
      const isSelected = this._selected.includes(one);
      row.node.setAttribute('aria-selected', String(isSelected));
    }
    this._onSelect();
  }

  private _onClick(event: MouseEvent): void {
    const target = event.target;
    for (const [id, row] of this._rows) {
      if (target instanceof Node && row.node.contains(target)) {
        this._move(id);
        this._select(id, event.ctrlKey || event.metaKey || event.shiftKey);
      }
    }
  }

  private _onKey(event: KeyboardEvent): void {
    const ids = this._items.map(item => item.id);
    const place = ids.indexOf(this._current);
    const moves: Record<string, number> = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      Home: 0,
      End: ids.length - 1
    };
    const next = moves[event.key];
    if (next !== undefined) {
      this._move(ids[next]);
    } else if (event.key === ' ') {
      this._select(this._current, true);
    } else if (event.key === 'Enter') {
      const { selected } = this;
      const isChosen = selected.length === 1 && selected[0]?.id === this._current;
      this._select(this._current, false);
      if (isChosen) {
        this._onOpen();
      }
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

function newGroup(name: string): HTMLElement {
  const heading = make('div', 'jp-mml-group-name', name);
  heading.setAttribute('aria-hidden', 'true');
  const rows = make('ul', 'jp-mml-rows');
  rows.setAttribute('role', 'group');
  rows.setAttribute('aria-label', name);
  const group = make('div', 'jp-mml-group', heading, rows);
  group.setAttribute('role', 'presentation');
  return group;
}

function put(parent: Element, child: Element, place: number): void {
  const there = parent.children[place] ?? null;
  if (there !== child) {
    parent.insertBefore(child, there);
  }
}
