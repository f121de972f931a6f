// What travels between the kernel and the extension; `jupyter_metaml/notebook/lab` is the other side.
//
// Every message is checked on arrival, and what does not fit is dropped: other code may use the same comm.

export const TARGET = 'jupyter_metaml';
export const PROTOCOL = 1;

export const ACTIVE_STATES = [
  'queued',
  'checking',
  'profiling',
  'preparing',
  'searching',
  'stopping',
  'finishing'
] as const;
export const ENDED_STATES = ['done', 'stopped', 'failed'] as const;
export type RunState =
  (typeof ACTIVE_STATES)[number] | (typeof ENDED_STATES)[number];

// A run of a kernel that is connected.
export interface IActiveRun {
  key: string;
  run_id: string;
  table: string;
  target: string;
  mode: 'foreground' | 'background';
  state: RunState;
  metric: string;
  best: string;
  n_trials: number;
  elapsed_s: number;
  budget_s: number;
  message: string;
  load_code: string;
  show_code: string;
}

// A run that is kept on the kernel's machine.
export interface IStoredRun {
  run_id: string;
  target: string;
  state: string;
  metric: string;
  best: string;
  n_trials: number;
  time: string;
  started: string;
  resumable: boolean;
  load_code: string;
  show_code: string;
}

export interface IColumn {
  shown: string;
  // The name as Python writes it; empty when it is too long to be written.
  literal: string;
}

export interface IFrame {
  name: string;
  columns: IColumn[];
  n_columns: number;
}

export type Request =
  | { request: 'runs'; stored: boolean }
  | { request: 'frames' }
  | { request: 'stop'; key: string; after_trial: boolean };

export type Push =
  | { push: 'ready'; protocol: number; active: IActiveRun[] }
  | { push: 'run'; run: IActiveRun }
  | { push: 'gone' };

export type Reply =
  | { reply: 'runs'; id: string; active: IActiveRun[]; stored: IStoredRun[] }
  | { reply: 'frames'; id: string; frames: IFrame[] }
  | { reply: 'stop'; id: string; done: boolean }
  | { reply: 'error'; id: string; message: string };

type Check<T> = (value: unknown) => value is T;
type Shape<T> = { [Field in keyof T]: Check<T[Field]> };

const MAX_TEXT = 4000;
const NAME = /^[_\p{XID_Start}]\p{XID_Continue}*$/u;
const LITERAL = /^('(\\.|[^'\\\n\r])*'|"(\\.|[^"\\\n\r])*")$/u;

const text: Check<string> = (value): value is string =>
  typeof value === 'string' && value.length <= MAX_TEXT;
const whole: Check<number> = (value): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
const seconds: Check<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
const truth: Check<boolean> = (value): value is boolean =>
  typeof value === 'boolean';

const exactly =
  <T extends string>(...allowed: readonly T[]): Check<T> =>
  (value): value is T =>
    allowed.some(one => one === value);

const matching =
  (pattern: RegExp): Check<string> =>
  (value): value is string =>
    text(value) && pattern.test(value);

const listOf =
  <T>(check: Check<T>, limit: number): Check<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.length <= limit && value.every(check);

const shaped =
  <T extends object>(shape: Shape<T>): Check<T> =>
  (value): value is T => {
    if (typeof value !== 'object' || value === null) {
      return false;
    }
    const fields = value as Record<string, unknown>;
    const checks = Object.entries<Check<unknown>>(shape);
    return checks.every(([name, check]) => check(fields[name]));
  };

// Empty, or one magic of ours with the id of a run.
const code = matching(/^(%automl_(load|show) [\w-]{1,64}( --into \w+)?)?$/);

const activeRun = shaped<IActiveRun>({
  key: text,
  run_id: text,
  table: text,
  target: text,
  mode: exactly('foreground', 'background'),
  state: exactly(...ACTIVE_STATES, ...ENDED_STATES),
  metric: text,
  best: text,
  n_trials: whole,
  elapsed_s: seconds,
  budget_s: seconds,
  message: text,
  load_code: code,
  show_code: code
});

const storedRun = shaped<IStoredRun>({
  run_id: text,
  target: text,
  state: text,
  metric: text,
  best: text,
  n_trials: whole,
  time: text,
  started: text,
  resumable: truth,
  load_code: code,
  show_code: code
});

const column = shaped<IColumn>({
  shown: text,
  literal: (value): value is string =>
    value === '' || matching(LITERAL)(value)
});

const frame = shaped<IFrame>({
  name: matching(NAME),
  columns: listOf(column, 500),
  n_columns: whole
});

const pushes: Check<Push>[] = [
  shaped<Extract<Push, { push: 'ready' }>>({
    push: exactly('ready'),
    protocol: (value): value is number => value === PROTOCOL,
    active: listOf(activeRun, 50)
  }),
  shaped<Extract<Push, { push: 'run' }>>({
    push: exactly('run'),
    run: activeRun
  }),
  shaped<Extract<Push, { push: 'gone' }>>({ push: exactly('gone') })
];

const replies: Check<Reply>[] = [
  shaped<Extract<Reply, { reply: 'runs' }>>({
    reply: exactly('runs'),
    id: text,
    active: listOf(activeRun, 50),
    stored: listOf(storedRun, 30)
  }),
  shaped<Extract<Reply, { reply: 'frames' }>>({
    reply: exactly('frames'),
    id: text,
    frames: listOf(frame, 100)
  }),
  shaped<Extract<Reply, { reply: 'stop' }>>({
    reply: exactly('stop'),
    id: text,
    done: truth
  }),
  shaped<Extract<Reply, { reply: 'error' }>>({
    reply: exactly('error'),
    id: text,
    message: text
  })
];

const oneOf =
  <T>(checks: Check<T>[]) =>
  (data: unknown): T | null =>
    checks.some(check => check(data)) ? (data as T) : null;

export const readPush = oneOf(pushes);
export const readReply = oneOf(replies);

export const isActive = (run: IActiveRun): boolean =>
  !ENDED_STATES.some(state => state === run.state);
