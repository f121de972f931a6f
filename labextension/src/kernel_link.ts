import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { type JSONObject, UUID } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import {
  type IFrame,
  PROTOCOL,
  type Push,
  type Reply,
  type Request,
  TARGET,
  readPush,
  readReply
} from './messages';

const PATIENCE_MS = 5000;
const BUSY =
  'The kernel is busy. It answers when the running cell has ended.';

interface IWaiting {
  resolve: (reply: Reply) => void;
  reject: (reason: Error) => void;
}

// The comm to one kernel.
//
// Nobody opens it: this end is made ready here, and the kernel's end is there once the magics are loaded. Whether it is
// shows when it speaks, or in the list of comms of the kernel; before that nothing is sent, because a kernel without
// the magics would complain in its log.
export class KernelLink implements IDisposable {
  readonly heard = new Signal<this, Push>(this);
  readonly lost = new Signal<this, void>(this);
  private _comm: Kernel.IComm | null = null;
  private _isOpen = false;
  private _isDisposed = false;
  private readonly _waiting = new Map<string, IWaiting>();

  constructor(readonly kernel: Kernel.IKernelConnection) {
    kernel.statusChanged.connect(this._onStatus, this);
    this._prepare();
    void this._look();
  }

  // Whether the magics are loaded.
  get isOpen(): boolean {
    return this._isOpen;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    Signal.clearData(this);
    this._lose();
    // This end goes without a word: other windows may use the kernel's.
    this._comm?.dispose();
  }

  async runs(stored: boolean): Promise<Extract<Reply, { reply: 'runs' }>> {
    return this._ask({ request: 'runs', stored }, 'runs');
  }

  async frames(): Promise<IFrame[]> {
    const answer = this._ask({ request: 'frames' }, 'frames');
    return (await soon(answer)).frames;
  }

  async stop(key: string, after_trial = false): Promise<boolean> {
    const request: Request = { request: 'stop', key, after_trial };
    return (await soon(this._ask(request, 'stop'))).done;
  }

  private async _ask<Kind extends Reply['reply']>(
    request: Request,
    kind: Kind
  ): Promise<Extract<Reply, { reply: Kind }>> {
    const comm = this._comm;
    if (comm === null || !this._isOpen) {
      throw new Error('jupyter_metaml is not loaded in this kernel.');
    }
    const id = UUID.uuid4();
    const reply = await new Promise<Reply>((resolve, reject) => {
      this._waiting.set(id, { resolve, reject });
      const data: JSONObject = { ...request, id };
      comm.send(data);
    });
    if (reply.reply === 'error') {
      throw new Error(reply.message);
    }
    if (reply.reply !== kind) {
      throw new Error('The kernel has answered something else.');
    }
    return reply as Extract<Reply, { reply: Kind }>;
  }

  private _prepare(): void {
    if (this._comm !== null && !this._comm.isDisposed) {
      return;
    }
    if (!this.kernel.handleComms || this.kernel.hasComm(TARGET)) {
      return;
    }
    this._comm = this.kernel.createComm(TARGET, TARGET);
    this._comm.onMsg = message => this._onMessage(message);
    this._comm.onClose = () => this._lose();
  }

  // After a page is loaded again, the kernel's end may be there already.
  private async _look(): Promise<void> {
    try {
      const { content } = await this.kernel.requestCommInfo({
        target_name: TARGET
      });
      const comms = content.status === 'ok' ? content.comms : {};
      if (TARGET in comms && !this._isDisposed) {
        this._isOpen = true;
        this.heard.emit({ push: 'ready', protocol: PROTOCOL, active: [] });
      }
    } catch {
      // The kernel went away before it has answered; the next one is asked anew.
    }
  }

  private _onMessage(message: KernelMessage.ICommMsgMsg): void {
    const { data } = message.content;
    const reply = readReply(data);
    if (reply !== null) {
      this._waiting.get(reply.id)?.resolve(reply);
      this._waiting.delete(reply.id);
      return;
    }
    const push = readPush(data);
    if (push?.push === 'gone') {
      this._lose();
    } else if (push !== null) {
      this._isOpen = true;
      this.heard.emit(push);
    }
  }

  private _onStatus(_: Kernel.IKernelConnection, status: Kernel.Status): void {
    if (['restarting', 'autorestarting', 'dead'].includes(status)) {
      this._lose();
    } else {
      this._prepare();
    }
  }

  private _lose(): void {
    this._isOpen = false;
    for (const { reject } of this._waiting.values()) {
      reject(new Error('The kernel has ended.'));
    }
    this._waiting.clear();
    this.lost.emit();
  }
}

// Who waits for an answer is told when a cell is in the way; a dialog must not appear minutes later.
async function soon<T>(answer: Promise<T>): Promise<T> {
  let timer = 0;
  const late = new Promise<never>((_, reject) => {
    timer = window.setTimeout(() => reject(new Error(BUSY)), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    window.clearTimeout(timer);
  }
}
