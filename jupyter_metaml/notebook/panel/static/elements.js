// Elements, and filling them again: they are made once, so the focus, what is folded out and the place one has scrolled
// to outlive every update. Texts get in as text nodes; no markup is ever parsed, and nothing that was sent becomes the
// name of an element, an attribute, a class or an address.

const SVG = "http://www.w3.org/2000/svg";

// What was sent, whatever it may be.
const words = (value) => (value === null || value === undefined ? "" : String(value));
const list = (value) => (Array.isArray(value) ? value : []);
const record = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});
const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);
const bounded = (value) => Math.min(1, Math.max(0, number(value) ?? 0));
const joined = (parts) => parts.map(words).filter(Boolean).join(" · ");

function make(tag, style, ...children) {
  const node = document.createElement(tag);
  if (style) node.className = style;
  node.append(...children);
  return node;
}

function draw(tag, style, numbers = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  if (style) node.setAttribute("class", style);
  for (const [name, value] of Object.entries(numbers)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function say(node, value) {
  const text = words(value);
  if (node.textContent !== text) node.textContent = text;
}

function sayAll(nodes, values) {
  values.forEach((value, place) => say(nodes[place], value));
}

function show(node, isShown) {
  node.toggleAttribute("hidden", !isShown);
}

// Fill as many children as there are entries, making and removing at the end only.
function keep(parent, entries, create, fill) {
  while (parent.childElementCount > entries.length) parent.lastElementChild.remove();
  while (parent.childElementCount < entries.length) parent.append(create());
  entries.forEach((entry, place) => fill(parent.children[place], entry, place));
}

// The same for entries with a number of their own: each keeps its child, wherever it moves to.
function keepNumbered(parent, entries, create, fill) {
  const known = new Map([...parent.children].map((node) => [node.entry, node]));
  entries.forEach((entry, place) => {
    const node = known.get(number(entry.number)) ?? create();
    node.entry = number(entry.number);
    if (parent.children[place] !== node) parent.insertBefore(node, parent.children[place] ?? null);
    fill(node, entry);
  });
  while (parent.childElementCount > entries.length) parent.lastElementChild.remove();
}

// A table and its body; a column is a title and a style.
function table(caption, columns) {
  const head = make("tr", "", ...columns.map(([title, style]) => heading("col", style, title)));
  const body = make("tbody");
  const whole = make("table", "", make("caption", "", caption), make("thead", "", head), body);
  const frame = make("div", "mml-scroll", whole);
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", caption);
  // Who has no mouse scrolls with the arrow keys, where there is something to scroll.
  const watch = new ResizeObserver(() => {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  });
  watch.observe(frame);
  watch.observe(whole);
  return [frame, body];
}

// A row with a cell per column; the cell at `nameAt` names it.
function row(columns, nameAt) {
  const cells = columns.map(([, style], place) => (place === nameAt ? heading("row", style) : make("td", style)));
  return make("tr", "", ...cells);
}

function heading(scope, style, ...children) {
  const cell = make("th", style, ...children);
  cell.scope = scope;
  return cell;
}

function unseen(text) {
  return make("span", "mml-unseen", text);
}

// What can be folded out, and its title.
function folded(style, ...children) {
  const title = make("summary");
  return [make("details", style, title, make("div", "", ...children)), title];
}

// A button keeps the focus when it is off, so it is never `disabled`.
function button(style, title, act) {
  const node = make("button", style, title);
  node.type = "button";
  node.addEventListener("click", () => node.getAttribute("aria-disabled") === "true" || act());
  return node;
}
