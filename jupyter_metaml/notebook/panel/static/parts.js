// The parts of the panel: each is a node, and a function that fills it.

const ENDED = ["done", "stopped", "failed"];
const WAITING = ["queued", "checking", "profiling", "preparing", "finishing"];
const FIRST_LEADERS = 5;
const NOTE = ["mml-muted", "Note"];
const SEVERITIES = new Map([["serious", ["mml-bad", "Serious"]], ["warning", ["mml-warn", "Warning"]], ["note", NOTE]]);

function headPart(act) {
  const [name, target, state, about] = [make("span"), make("span"), make("span"), make("span", "mml-muted")];
  const after = button("mml-button", "Stop after this trial", () => act("stop_after_trial"));
  const stop = button("mml-button mml-stop", "Stop", () => act("stop"));
  const buttons = make("div", "mml-buttons", after, stop);
  const head = make("div", "mml-head", make("h3", "", name, " → ", target), state, about);
  return {
    node: make("div", "mml-top", head, buttons),
    fill(question, progress, asked) {
      sayAll([name, target, state, about], [question.table, question.target, progress.state, question.about]);
      state.className = progress.phase === "failed" ? "mml-state mml-bad" : "mml-state";
      show(buttons, !ENDED.includes(progress.phase) && progress.phase !== "finishing");
      show(after, ["searching", "stopping"].includes(progress.phase));
      stop.setAttribute("aria-disabled", String(asked === "stop"));
      after.setAttribute("aria-disabled", String(asked !== ""));
    },
  };
}

function barPart() {
  const inner = make("div");
  const bar = make("div", "mml-bar", inner);
  const fixed = { role: "progressbar", "aria-label": "time used", "aria-valuemin": "0", "aria-valuemax": "100" };
  for (const [name, value] of Object.entries(fixed)) bar.setAttribute(name, value);
  const [time, counts] = [make("span"), make("span")];
  return {
    node: make("div", "", bar, make("p", "mml-muted mml-ends", time, counts)),
    fill(progress) {
      const percent = 100 * bounded(progress.share);
      inner.style.width = `${percent.toFixed(1)}%`;
      bar.setAttribute("aria-valuenow", percent.toFixed(0));
      bar.setAttribute("aria-valuetext", words(progress.time));
      bar.classList.toggle("mml-busy", WAITING.includes(progress.phase));
      sayAll([time, counts], [progress.time, joined(list(progress.counts))]);
    },
  };
}

// What came out at the end, and what a person should know meanwhile.
function noticePart() {
  const message = make("p", "mml-message");
  const notice = make("p", "mml-notice");
  notice.setAttribute("role", "alert");
  show(notice, false);
  return {
    node: make("div", "", message, notice),
    warns: (text) => notice.textContent === text,
    warn(text) {
      say(notice, text);
      show(notice, text !== "");
    },
    fill(progress) {
      say(message, progress.message);
      message.className = ENDED.includes(progress.phase) ? "mml-message" : "mml-muted";
      show(message, words(progress.message) !== "");
    },
  };
}

function figuresPart() {
  const [label, best, notes] = [make("span", "mml-muted"), make("b", "mml-big"), make("span", "mml-notes mml-muted")];
  return {
    node: make("p", "mml-figure", label, " ", best, " ", notes),
    fill(results) {
      sayAll([label, best], [results.best_label, results.best]);
      keep(notes, list(results.notes), () => make("span"), say);
    },
  };
}

function workersPart() {
  const rows = make("ul", "mml-workers");
  const node = make("div", "", make("h4", "", "Running now, by worker"), rows);
  return {
    node,
    fill(progress) {
      const workers = list(progress.workers).map(record);
      show(node, workers.length > 0);
      keep(rows, workers, worker, (line, entry, place) => {
        const [label, name, origin, bar, time] = line.children;
        const title = entry.title ?? "waits for the next trial";
        sayAll([label, name, origin, time], [place + 1, title, entry.origin, entry.time]);
        name.classList.toggle("mml-muted", entry.title === undefined);
        bar.classList.toggle("mml-unknown", number(entry.share) === null);
        bar.firstElementChild.style.width = `${(100 * bounded(entry.share)).toFixed(1)}%`;
      });
    },
  };
}

function worker() {
  const bar = make("span", "mml-thin", make("span"));
  bar.setAttribute("aria-hidden", "true");
  const [label, name, origin] = [make("span", "mml-muted"), make("span", "mml-name"), make("span", "mml-muted")];
  return make("li", "", label, name, origin, bar, make("span", "mml-num"));
}

function blendPart() {
  const bar = make("div", "mml-blend");
  bar.setAttribute("aria-hidden", "true");
  const names = make("ul", "mml-shares");
  const none = make("p", "mml-muted mml-none", "none yet");
  const node = make("div", "", make("h4", "", "In the blend"), bar, names, none);
  return {
    node,
    fill(results) {
      const members = list(results.blend).map(record);
      show(node, results.best !== undefined);
      show(none, members.length === 0);
      keep(bar, members, () => make("span"), (part, entry) => {
        part.style.flexGrow = bounded(entry.share).toFixed(4);
      });
      const create = () => make("li", "", make("span"), " ", make("span", "mml-muted"));
      keep(names, members, create, (item, entry) => sayAll(item.children, [entry.title, entry.label]));
    },
  };
}

function leadersPart() {
  const columns = [
    ["#", "mml-num"],
    ["Model", "mml-nowrap mml-first"],
    ["Score", "mml-num mml-first"],
    ["± folds", "mml-num"],
    [unseen("score and spread on one scale"), "mml-range"],
    ["Blend", "mml-num"],
    ["Fit", "mml-num"],
    ["Predict 1,000 rows", "mml-num mml-extra"],
    ["One raw row", "mml-num"],
    ["From", "mml-nowrap"],
  ];
  const [whole, body] = table("Best single models", columns);
  const more = button("mml-button mml-small", "", () => {
    isLong = !isLong;
    fill(last);
  });
  const others = make("span", "mml-muted");
  const node = make("div", "mml-leaders", whole, make("p", "mml-more", more, others));
  let [isLong, last] = [false, {}];

  function fill(results) {
    last = results;
    const leaders = list(results.leaders).map(record);
    const shown = isLong ? leaders : leaders.slice(0, FIRST_LEADERS);
    const vacant = Array.from({ length: FIRST_LEADERS - shown.length }, () => ({}));
    const hidden = leaders.length - FIRST_LEADERS;
    show(node, results.best !== undefined);
    show(more, hidden > 0);
    sayAll([more, others], [isLong ? "Show fewer" : `Show ${hidden} more`, results.more_leaders]);
    more.setAttribute("aria-expanded", String(isLong));
    const ends = shown.flatMap(({ value, spread_value: spread }) => [value - (spread ?? 0), value + (spread ?? 0)]);
    const known = ends.filter((end) => number(end) !== null);
    // Places that wait for a result keep what stands below from jumping.
    keep(body, [...shown, ...vacant], leader, (line, entry, place) => {
      line.classList.toggle("mml-vacant", place >= shown.length);
      const [rank, model, score, spread, picture, ...rest] = line.children;
      sayAll([rank, model, score, spread], [entry.rank ?? place + 1, entry.model ?? "–", entry.score, entry.spread]);
      sayAll(rest, [entry.weight, entry.fit, entry.predict, entry.predict_row, entry.origin]);
      whisker(picture.firstElementChild, entry, Math.min(...known), Math.max(...known));
      rest.at(-1).classList.toggle("mml-suggested", entry.is_suggestion === true);
    });
  }

  function leader() {
    const line = row(columns, 1);
    const marks = [draw("path", "mml-whisker"), draw("circle", "mml-dot", { r: 3 })];
    line.children[4].append(draw("svg", "", { viewBox: "0 0 130 12", width: 130, "aria-hidden": "true" }, ...marks));
    return line;
  }

  return { node, fill };
}

// Score and spread over folds, on one scale for all rows; the figures stand beside it.
function whisker(svg, { value, spread_value: spread }, low, high) {
  show(svg, number(value) !== null);
  if (number(value) === null) return;
  const at = (place) => (high > low ? 4 + (122 * (place - low)) / (high - low) : 65).toFixed(1);
  const [path, dot] = svg.children;
  path.setAttribute("d", `M${at(value - (number(spread) ?? 0))} 6H${at(value + (number(spread) ?? 0))}`);
  dot.setAttribute("cx", at(value));
  dot.setAttribute("cy", "6");
}

function suggestionsPart() {
  const columns = [
    ["#", "mml-num"],
    ["Model", "mml-nowrap"],
    ["Expected", "mml-interval"],
    ["Takes", "mml-num"],
    ["Result", "mml-num"],
    ["Why", "mml-why"],
  ];
  const [whole, body] = table("Tried first, and why", columns);
  const more = make("p", "mml-muted");
  const node = make("div", "", whole, more);
  return {
    node,
    fill(suggestions, outcomes) {
      const entries = list(suggestions.rows).map(record);
      show(node, entries.length > 0);
      say(more, suggestions.more);
      keep(body, entries, () => row(columns, 1), (line, { rank, title, expected, takes, why }, place) => {
        sayAll(line.children, [rank, title, expected ?? "–", takes ?? "–", list(outcomes)[place] ?? "–", why]);
      });
      // A column of which nothing is known is left out.
      for (const [place, name] of [[2, "expected"], [3, "takes"]]) {
        const isKnown = entries.some((entry) => words(entry[name]) !== "");
        for (const line of whole.querySelectorAll("tr")) show(line.children[place], isKnown);
      }
    },
  };
}

function failuresPart() {
  const items = make("ul", "mml-failures");
  const rest = make("p", "mml-muted");
  const [node, title] = folded("", items, rest);
  const create = () => make("li", "", folded("mml-failure", make("p"), make("p", "mml-muted"))[0]);
  return {
    node,
    fill(results) {
      const failures = list(results.failures).map(record);
      show(node, failures.length > 0);
      sayAll([title, rest], [results.failures_title, results.more_failures]);
      keepNumbered(items, failures, create, (item, entry) => {
        const [head, body] = item.firstElementChild.children;
        sayAll([head, ...body.children], [entry.title, entry.reason, entry.settings]);
      });
    },
  };
}

function tablePart() {
  const columns = [
    ["Column", ""],
    ["Kind", ""],
    ["Missing", "mml-num"],
    ["Distinct", "mml-num"],
    ["What is done with it, and why", "mml-why"],
  ];
  const [warnings, notes] = [make("ul", "mml-findings"), make("ul", "mml-findings")];
  const [more, hidden] = [make("p", "mml-muted"), make("p", "mml-muted")];
  const [whole, body] = table("Columns", columns);
  const [fold, title] = folded("", notes, more, whole, hidden);
  const node = make("div", "", warnings, fold);
  return {
    node,
    fill(about) {
      show(node, about.line !== undefined);
      sayAll([title, more, hidden], [about.line, about.more_findings, about.more_columns]);
      const findings = list(about.findings).map(record);
      keep(warnings, findings.filter((entry) => entry.severity !== "note"), finding, fillFinding);
      keep(notes, findings.filter((entry) => entry.severity === "note"), finding, fillFinding);
      keep(body, list(about.columns).map(record), () => row(columns, 0), (line, entry) => {
        sayAll(line.children, [entry.name, entry.kind, entry.missing, entry.distinct, entry.plan]);
      });
    },
  };
}

function finding() {
  return make("li", "", make("b"), " ", make("span"), " ", make("span", "mml-muted"));
}

function fillFinding(item, entry) {
  const [style, word] = SEVERITIES.get(entry.severity) ?? NOTE;
  const [head, message, advice] = item.children;
  head.className = style;
  sayAll([head, message, advice], [`${word} ${words(entry.code)}`, entry.message, entry.advice]);
}
