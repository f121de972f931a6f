import type { NotebookPanel } from '@jupyterlab/notebook';

import { type IActiveRun, type IStoredRun, isActive } from './messages';
import type { RunsModel } from './runs_model';

// A run as the side panel lists it: texts for people, and what can be done with it.
export interface IRunItem {
  // Made by us of counters and names that the kernel has checked; never shown.
  readonly id: string;
  readonly group: string;
  readonly state: string;
  readonly label: string;
  readonly title: string;
  readonly score: string;
  readonly detail: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly loadCode: string;
  readonly showCode: string;
  readonly runId: string;
  // The notebook that it runs or ran in, if that is open.
  readonly panel: NotebookPanel | null;
  readonly run: IActiveRun | null;
}

export const STORED = 'Stored runs';

const LABELS: Record<string, string> = {
  queued: 'Waiting',
  checking: 'Checking the question',
  profiling: 'Looking at the table',
  preparing: 'Preparing the columns',
  searching: 'Searching',
  stopping: 'Stopping',
  finishing: 'Building the result',
  done: 'Done',
  stopped: 'Stopped',
  failed: 'Failed',
  running: 'Running elsewhere',
  interrupted: 'Interrupted'
};

export function listItems(model: RunsModel): IRunItem[] {
  const own = model.notebooks.flatMap(({ panel, title, runs }) =>
    runs.map(run => activeItem(run, panel, title))
  );
  return [...own, ...model.stored.map(storedItem)];
}

export function activeItem(
  run: IActiveRun,
  panel: NotebookPanel,
  group: string
): IRunItem {
  const time = isActive(run)
    ? `${spelledSeconds(timeLeft(run))} left`
    : spelledSeconds(run.elapsed_s);
  return {
    id: `${panel.id}/${run.key}`,
    group,
    state: run.state,
    label: LABELS[run.state] ?? run.state,
    title: `${run.target} in ${run.table}`,
    score: run.best,
    detail:
      run.state === 'failed'
        ? run.message
        : joined(trials(run.n_trials), run.metric, time),
    facts: [
      ['Table', run.table],
      ['Predicts', run.target],
      ['Metric', run.metric],
      ['Score', run.best],
      ['Trials', String(run.n_trials)],
      ['Time', spelledSeconds(run.elapsed_s)],
      ['Budget', spelledSeconds(run.budget_s)],
      ['Runs in', `the ${run.mode}`],
      ['Message', run.message],
      ['Stored as', run.run_id]
    ],
    loadCode: isActive(run) ? '' : run.load_code,
    showCode: run.show_code,
    runId: run.run_id,
    panel,
    run
  };
}

export function storedItem(run: IStoredRun): IRunItem {
  return {
    id: `stored/${run.run_id}`,
    group: STORED,
    state: run.state,
    label: LABELS[run.state] ?? run.state,
    title: run.target,
    score: run.best,
    detail: joined(trials(run.n_trials), run.metric, run.time),
    facts: [
      ['Predicts', run.target],
      ['Metric', run.metric],
      ['Score', run.best],
      ['Trials', String(run.n_trials)],
      ['Time', run.time],
      ['Started (UTC)', run.started],
      ['Can go on', run.resumable ? 'yes, with --resume' : 'no'],
      ['Stored as', run.run_id]
    ],
    loadCode: ['done', 'stopped'].includes(run.state) ? run.load_code : '',
    showCode: run.show_code,
    runId: run.run_id,
    panel: null,
    run: null
  };
}

export const timeLeft = (run: IActiveRun): number =>
  Math.max(0, run.budget_s - run.elapsed_s);

export function spelledSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    const rest = whole % 60;
    return `${Math.floor(whole / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
  }
  const minutes = Math.round(whole / 60) % 60;
  const hours = Math.floor(Math.round(whole / 60) / 60);
  return `${hours} h${minutes === 0 ? '' : ` ${minutes} min`}`;
}

const trials = (count: number): string =>
  count === 1 ? '1 trial' : `${count} trials`;

const joined = (...parts: string[]): string =>
  parts.filter(part => part !== '').join(' · ');
