// The messages are those that the kernel's side is held to: tests/notebook/lab/messages.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { type Request, readPush, readReply } from '../src/messages';

interface IExamples {
  good: Record<string, unknown>[];
  bad: unknown[];
}

const read = (name: string): IExamples =>
  JSON.parse(
    readFileSync(
      join('..', 'tests', 'notebook', 'lab', 'messages', `${name}.json`),
      'utf8'
    )
  ) as IExamples;

void test('requests are those that the kernel reads', () => {
  const requests: (Request & { id: string })[] = [
    { id: 'a-1', request: 'runs', stored: true },
    { id: 'a-2', request: 'frames' },
    { id: 'a-3', request: 'stop', key: '7', after_trial: false }
  ];

  assert.deepEqual(requests, read('requests').good);
});

void test('what the kernel tells unasked is read', () => {
  for (const push of read('pushes').good) {
    assert.deepEqual(readPush(push), push);
    assert.equal(readReply(push), null);
  }
});

void test('what the kernel answers is read', () => {
  for (const reply of read('replies').good) {
    assert.deepEqual(readReply(reply), reply);
    assert.equal(readPush(reply), null);
  }
});

void test('whatever else arrives is passed over', () => {
  for (const bad of [...read('pushes').bad, ...read('replies').bad]) {
    assert.equal(readPush(bad), null);
    assert.equal(readReply(bad), null);
  }
});

void test('a run without a field, or with one of another kind, is passed over', () => {
  const [, push] = read('pushes').good;
  const run = push?.run as Record<string, unknown>;

  for (const name of Object.keys(run)) {
    const less = { ...run, [name]: undefined };
    assert.equal(readPush({ push: 'run', run: less }), null, name);
    const changed = { ...run, [name]: { toString: () => 'x' } };
    assert.equal(readPush({ push: 'run', run: changed }), null, name);
  }
});

void test('code that is not a magic of ours is refused', () => {
  const [, push] = read('pushes').good;
  const run = push?.run as Record<string, unknown>;

  for (const code of ['!rm', '%automl_load a\nb', '%automl_load a b', '%run x']) {
    assert.equal(readPush({ push: 'run', run: { ...run, load_code: code } }), null);
  }
});

void test('texts without end are refused', () => {
  const message = 'x'.repeat(100_000);

  assert.equal(readReply({ reply: 'error', id: 'a', message }), null);
});
