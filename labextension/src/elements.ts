// Elements of HTML whose texts are set as texts: nothing from data is ever read as markup.

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  if (className !== '') {
    node.className = className;
  }
  node.append(...children);
  return node;
}

// Change a text only when it is another one: a screen reader, or a selection, is not disturbed.
export function say(node: Node, text: string): void {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function button(text: string, act: () => void): HTMLButtonElement {
  const node = make('button', 'jp-mml-button', text);
  node.type = 'button';
  node.addEventListener('click', act);
  return node;
}

// A table of facts: one row each, and one column per thing that they are about.
export function factsTable(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[]
): HTMLTableElement {
  const table = make('table', 'jp-mml-facts', make('caption', '', caption));
  if (heads.length > 0) {
    const cells = heads.map((head, place) => {
      const cell = make(place === 0 ? 'td' : 'th', '', head);
      if (cell instanceof HTMLTableCellElement && place > 0) {
        cell.scope = 'col';
      }
      return cell;
    });
    table.append(make('thead', '', make('tr', '', ...cells)));
  }
  table.append(
    make(
      'tbody',
      '',
      ...rows.map(([name = '', ...values]) => {
        const head = make('th', '', name);
        head.scope = 'row';
        return make('tr', '', head, ...values.map(one => make('td', '', one)));
      })
    )
  );
  return table;
}
