// The live panel of one search.
//
//   question, table, suggestions, progress, results  --model--> fill -> what is on the screen
//   buttons --custom message {command}--> kernel
//
// Everything that is shown was put into words by the kernel; the browser places it.
//
// Stop while the cell runs: where the kernel hears messages (`question.hears`) a message is all. Elsewhere a cancelable
// event "jupyter-metaml:stop" rises from the panel; an extension that interrupts the kernel calls preventDefault().
// When neither answers, the panel says how to stop by hand.

const STOP_EVENT = "jupyter-metaml:stop";
const NAMES = ["question", "table", "suggestions", "progress", "results"];
const ANSWER_MS = 2000;
const SILENCE_MS = new Map([["queued", 10000], ["searching", 10000], ["stopping", 10000]]);
const LONG_SILENCE_MS = 60000;
const SAY_BEST_MS = 10000;
const SILENT =
  "No news from the kernel. If it has ended, %automl_show in a new cell shows how far this search came.";
const DEAF =
  "The kernel is busy with this cell and does not hear the button. Interrupt it (■ in the toolbar of the notebook, " +
  "or Esc, I, I): the search ends with the best so far.";
const BUSY = "The kernel is busy with another cell; the search ends as soon as it is free.";

// What a screen reader is told: states, a new best now and then, quarters of the time.
function speakerPart() {
  const node = unseen("");
  node.setAttribute("role", "status");
  let [phase, best, quarter, saidAt] = ["", "", 0, -Infinity];

  function news(progress, results) {
    const now = performance.now();
    const passed = Math.floor(4 * bounded(progress.share));
    if (progress.phase !== phase) {
      [phase, quarter, best, saidAt] = [progress.phase, passed, words(results.best), now];
      return joined([progress.state, ENDED.includes(phase) ? progress.message : ""]);
    }
    if (words(results.best) !== best && now - saidAt >= SAY_BEST_MS) {
      [best, saidAt] = [words(results.best), now];
      return joined([results.best_label, best]);
    }
    if (passed === quarter) return "";
    quarter = passed;
    return joined([`${25 * passed} % of the time is used`, progress.time]);
  }

  return {
    node,
    fill(progress, results) {
      const text = news(progress, results);
      if (text) say(node, text);
    },
  };
}

function render({ model, el }) {
  let asked = "";
  let [newsAt, isDue] = [performance.now(), false];
  let waiting = null;
  const parts = {
    head: headPart(ask), bar: barPart(), notice: noticePart(), figures: figuresPart(), curve: curvePart(),
    workers: workersPart(), blend: blendPart(), leaders: leadersPart(), suggestions: suggestionsPart(),
    failures: failuresPart(), about: tablePart(), speaker: speakerPart(),
  };
  const scores = make("div", "mml-scores", parts.figures.node, parts.curve.node);
  const now = make("div", "mml-now", parts.workers.node, parts.blend.node);
  const order = ["leaders", "suggestions", "failures", "about", "speaker"];
  const root = make(
    "div", "mml mml-panel", parts.head.node, parts.bar.node, parts.notice.node, scores, now,
    ...order.map((name) => parts[name].node),
  );
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "AutoML search");

  const sent = (name) => record(model.get(name));

  function fill() {
    const [question, progress, results] = [sent("question"), sent("progress"), sent("results")];
    parts.head.fill(question, progress, asked || words(progress.asked));
    parts.bar.fill(progress);
    parts.notice.fill(progress);
    show(scores, results.best !== undefined);
    parts.figures.fill(results);
    parts.curve.fill(results, progress);
    parts.workers.fill(progress);
    parts.blend.fill(results);
    parts.leaders.fill(results);
    parts.suggestions.fill(sent("suggestions"), progress.outcomes);
    parts.failures.fill(results);
    parts.about.fill(sent("table"));
    parts.speaker.fill(progress, results);
  }

  function ask(command) {
    const question = sent("question");
    const isDirect = question.hears === true || question.mode !== "foreground";
    asked = command;
    if (isDirect || command !== "stop" || !bridged()) {
      model.send({ command });
      clearTimeout(waiting);
      waiting = setTimeout(() => unheard(command), ANSWER_MS);
    }
    fill();
  }

  // Ask an extension to interrupt the kernel; true if there is one.
  function bridged() {
    const detail = { mode: words(sent("question").mode) };
    const event = new CustomEvent(STOP_EVENT, { bubbles: true, cancelable: true, composed: true, detail });
    return !root.dispatchEvent(event);
  }

  function unheard(command) {
    const [question, progress] = [sent("question"), sent("progress")];
    if (progress.asked || ENDED.includes(progress.phase)) return;
    const isForeground = question.mode === "foreground";
    if (isForeground && command === "stop" && question.hears === true && bridged()) return;
    asked = "";
    parts.notice.warn(isForeground ? DEAF : BUSY);
    fill();
  }

  // Several traits change with one message: fill once, when all of them are there.
  function changed() {
    newsAt = performance.now();
    if (!isDue) queueMicrotask(news);
    isDue = true;
  }

  function news() {
    isDue = false;
    const { asked: heard, phase } = sent("progress");
    if (heard) asked = "";
    if (heard || ENDED.includes(phase) || parts.notice.warns(SILENT)) parts.notice.warn("");
    fill();
  }

  function listen() {
    const { phase } = sent("progress");
    const isSilent = performance.now() - newsAt >= (SILENCE_MS.get(phase) ?? LONG_SILENCE_MS);
    if (isSilent && !ENDED.includes(phase)) parts.notice.warn(SILENT);
  }

  // Keys are for the panel while the focus is in it; Escape gives them back to the notebook.
  function keys(event) {
    if (event.key === "Escape") document.activeElement?.blur();
    else event.stopPropagation();
  }

  for (const name of NAMES) model.on(`change:${name}`, changed);
  const clock = setInterval(listen, 1000);
  root.addEventListener("keydown", keys);
  el.append(root);
  fill();
  model.send({ command: "shown" });
  return () => {
    for (const name of NAMES) model.off(`change:${name}`, changed);
    clearInterval(clock);
    clearTimeout(waiting);
    parts.curve.close();
  };
}

export default { render };
