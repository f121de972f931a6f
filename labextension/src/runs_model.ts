import type { ISessionContext } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';

import { KernelLink } from './kernel_link';
import {
  type IActiveRun,
  type IFrame,
  type IStoredRun,
  type Push,
  isActive
} from './messages';

// What is known of the kernel of one notebook; two views of a notebook share it.
export interface INotebookRuns {
  readonly panel: NotebookPanel;
  readonly title: string;
  // Newest first.
  readonly runs: readonly IActiveRun[];
}

export interface IEnded {
  readonly panel: NotebookPanel;
  readonly run: IActiveRun;
}

interface IEntry {
  panel: NotebookPanel;
  link: KernelLink | null;
  runs: Map<string, IActiveRun>;
}

// All runs of the open notebooks, and those of the store of the kernel that was asked last.
export class RunsModel {
  readonly changed = new Signal<this, void>(this);
  readonly ended = new Signal<this, IEnded>(this);
  private readonly _entries = new Map<ISessionContext, IEntry>();
  private _stored: readonly IStoredRun[] = [];
  private _wantsStored = false;

  constructor(tracker: INotebookTracker) {
    tracker.forEach(panel => this._add(panel));
    tracker.widgetAdded.connect((_, panel) => this._add(panel));
  }

  get notebooks(): INotebookRuns[] {
    return [...this._entries.values()].map(({ panel, runs }) => ({
      panel,
      title: panel.title.label,
      runs: [...runs.values()].reverse()
    }));
  }

  // Without those that are listed with their notebook.
  get stored(): IStoredRun[] {
    const listed = new Set(
      this.notebooks.flatMap(({ runs }) => runs.map(run => run.run_id))
    );
    return this._stored.filter(run => !listed.has(run.run_id));
  }

  get isConnected(): boolean {
    return [...this._entries.values()].some(entry => entry.link?.isOpen);
  }

  // The store is read while somebody looks: the first time takes a while in the kernel.
  set wantsStored(wants: boolean) {
    this._wantsStored = wants;
    if (wants) {
      this.refresh();
    }
  }

  refresh(): void {
    for (const [context, entry] of this._entries) {
      void this._ask(context, entry, false);
    }
    if (this._wantsStored) {
      void this._askStored();
    }
  }

  isOpen(panel: NotebookPanel): boolean {
    return this._entries.get(panel.sessionContext)?.link?.isOpen ?? false;
  }

  // The run that goes on in a notebook; of several the one that keeps its kernel busy.
  current(panel: NotebookPanel): IActiveRun | null {
    const runs = this._entries.get(panel.sessionContext)?.runs;
    const active = [...(runs?.values() ?? [])].filter(isActive);
    return (
      active.find(run => run.mode === 'foreground') ?? active.at(-1) ?? null
    );
  }

  async frames(panel: NotebookPanel): Promise<IFrame[]> {
    return this._link(panel).frames();
  }

  async stop(panel: NotebookPanel, key: string): Promise<boolean> {
    return this._link(panel).stop(key);
  }

  private _link(panel: NotebookPanel): KernelLink {
    const link = this._entries.get(panel.sessionContext)?.link ?? null;
    if (link === null) {
      throw new Error('This notebook has no kernel.');
    }
    return link;
  }

  private _add(panel: NotebookPanel): void {
    const context = panel.sessionContext;
    if (this._entries.has(context)) {
      return;
    }
    this._entries.set(context, { panel, link: null, runs: new Map() });
    const connect = (): void => this._connect(context);
    context.kernelChanged.connect(connect);
    context.disposed.connect(() => this._remove(context));
    panel.title.changed.connect(() => this.changed.emit());
    connect();
  }

  private _remove(context: ISessionContext): void {
    this._entries.get(context)?.link?.dispose();
    this._entries.delete(context);
    this.changed.emit();
  }

  private _connect(context: ISessionContext): void {
    const entry = this._entries.get(context);
    if (entry === undefined) {
      return;
    }
    entry.link?.dispose();
    entry.runs.clear();
    const kernel = context.session?.kernel ?? null;
    entry.link = kernel === null ? null : new KernelLink(kernel);
    entry.link?.heard.connect((_, push) => this._hear(context, entry, push));
    entry.link?.lost.connect(() => {
      entry.runs.clear();
      this.changed.emit();
    });
    this.changed.emit();
  }

  private _hear(context: ISessionContext, entry: IEntry, push: Push): void {
    if (push.push !== 'run') {
      void this._ask(context, entry, this._wantsStored);
      return;
    }
    const before = entry.runs.get(push.run.key);
    entry.runs.set(push.run.key, push.run);
    if (!isActive(push.run) && (before === undefined || isActive(before))) {
      this.ended.emit({ panel: entry.panel, run: push.run });
      if (this._wantsStored) {
        void this._askStored();
      }
    }
    this.changed.emit();
  }

  // The answer comes when the kernel is free; until then there is what is pushed.
  private async _ask(
    context: ISessionContext,
    entry: IEntry,
    stored: boolean
  ): Promise<void> {
    const { link } = entry;
    if (!link?.isOpen) {
      return;
    }
    try {
      const reply = await link.runs(stored);
      if (this._entries.get(context)?.link !== link) {
        return;
      }
      entry.runs = new Map(reply.active.reverse().map(run => [run.key, run]));
      this._stored = stored ? reply.stored : this._stored;
      this.changed.emit();
    } catch {
      // The kernel has ended meanwhile, and with it its runs.
    }
  }

  private async _askStored(): Promise<void> {
    const open = [...this._entries].filter(([, { link }]) => link?.isOpen);
    const free = open.find(([, { link }]) => link?.kernel.status === 'idle');
    const [context, entry] = free ?? open[0] ?? [];
    if (context !== undefined && entry !== undefined) {
      await this._ask(context, entry, true);
    }
  }
}
