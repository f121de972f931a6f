// The best score so far as steps, with baseline and expectation as reference lines. What the search gains fills the
// height: a reference that is far away is named at the edge instead.

const HEIGHT = 128;
const [LEFT, RIGHT, TOP, BOTTOM] = [62, 12, 10, 20];
const LINE = 13;

function curvePart() {
  const title = draw("title");
  const described = draw("desc");
  const inner = draw("g");
  const svg = draw("svg", "", { role: "img", height: HEIGHT, width: "100%" }, title, described, inner);
  const node = make("div", "mml-curve-box", svg);
  let last = {};
  const repaint = () => {
    const width = Math.max(240, node.clientWidth || 440);
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    inner.replaceChildren(...painted(last, width));
  };
  const watch = new ResizeObserver(repaint);
  watch.observe(node);
  return {
    node,
    close: () => watch.disconnect(),
    fill(results, progress) {
      last = { ...record(results.curve), now: progress.elapsed };
      say(title, results.best_label);
      say(described, last.described);
      repaint();
    },
  };
}

function painted(curve, width) {
  const points = list(curve.points).filter((point) => list(point).slice(0, 2).every((value) => number(value) !== null));
  const references = list(curve.references).map(record).filter((line) => number(line.value) !== null);
  if (!points.length && !references.length) return [];
  const scale = scaled(points, references, curve, width);
  const taken = points.length ? [scale.y(points.at(-1)[1])] : [];
  return [
    draw("path", "mml-axis", { d: `M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${scale.edge}` }),
    ...references.flatMap((line) => reference(line, scale, taken)),
    ...(points.length ? stepped(points, curve, scale) : []),
    label("0", LEFT, HEIGHT - 5, "start"),
    label(curve.end_label, scale.edge, HEIGHT - 5, "end"),
  ];
}

function label(text, x, y, anchor) {
  return draw("text", "", { x, y, "text-anchor": anchor }, words(text));
}

// The steps, the point where the search is now, and the first and the best score at the axis.
function stepped(points, curve, { x, y, now }) {
  const [first, best] = [y(points[0][1]), y(points.at(-1)[1])];
  const steps = points.slice(1).map(([place, value]) => `H${x(place)}V${y(value)}`);
  return [
    draw("path", "mml-curve", { d: `M${x(points[0][0])} ${first}${steps.join("")}H${x(now)}` }),
    draw("circle", "mml-dot", { cx: x(now), cy: best, r: 3.5 }),
    label(curve.best, LEFT - 7, best + 4, "end"),
    ...(Math.abs(first - best) > LINE ? [label(curve.first, LEFT - 7, first + 4, "end")] : []),
  ];
}

function scaled(points, references, curve, width) {
  const known = points.map((point) => point[1]);
  const ends = references.flatMap(({ value, from, to }) => [value, number(from) ?? value, number(to) ?? value]);
  const [low, high] = extent(known.length ? known : ends, references.map((line) => line.value));
  const now = Math.max(number(curve.now) ?? 0, points.at(-1)?.[0] ?? 0);
  const end = Math.max(number(curve.end) ?? 0, now, 1e-9);
  const edge = width - RIGHT;
  const x = (place) => +(LEFT + ((edge - LEFT) * place) / end).toFixed(1);
  const y = (value) => +(HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * (value - low)) / (high - low)).toFixed(1);
  return { x, y, low, high, edge, now };
}

// The ends of the axis: all of the curve, and the references that are not much further away than it is long.
function extent(values, references) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const reach = Math.max(2 * (most - least), 0.02 * Math.abs(most));
  const near = references.filter((value) => value >= least - reach && value <= most + reach);
  const [low, high] = [Math.min(least, ...near), Math.max(most, ...near)];
  const size = high - low || 0.1 * Math.abs(high) || 5;
  // A reference that is named at an edge gets a line of its own there, clear of the curve.
  const margin = (isNamed) => (isNamed ? 0.35 : 0.1) * size;
  return [low - margin(references.some((value) => value < low)), high + margin(references.some((value) => value > high))];
}

// A reference line with its label where no other one stands, and the ends of its interval at the edge.
function reference(line, { y, low, high, edge }, taken) {
  const isInside = line.value >= low && line.value <= high;
  const at = isInside ? y(line.value) : line.value < low ? y(low) - 2 : y(high) + 2;
  const spots = [at - 5, at + LINE].filter((spot) => spot > 10 && spot < HEIGHT - BOTTOM);
  const spot = spots.find((one) => taken.every((other) => Math.abs(one - 4 - other) > 11)) ?? spots[0] ?? at;
  taken.push(spot - 4);
  const away = isInside ? "" : line.value < low ? ", below" : ", above";
  const name = label(words(line.label) + away, edge - 6, spot, "end");
  if (!isInside) return [name];
  const style = line.kind === "expected" ? "mml-expected" : "mml-base";
  return [draw("path", style, { d: `M${LEFT} ${at}H${edge}` }), ...interval(line, { y, low, high, edge }), name];
}

function interval({ from, to }, { y, low, high, edge }) {
  if (number(from) === null || number(to) === null) return [];
  const [above, below] = [Math.max(from, to), Math.min(from, to)].map((end) => y(Math.min(high, Math.max(low, end))));
  return [draw("path", "mml-span", { d: `M${edge} ${above}V${below}` })];
}
