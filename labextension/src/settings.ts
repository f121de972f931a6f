import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';

// What the person has set; schema/plugin.json has the same defaults.
export class Settings {
  readonly changed = new Signal<this, void>(this);
  budget_s = 60;
  hasToolbarButton = false;
  // Zero means never.
  notifyAfter_s = 60;

  async follow(registry: ISettingRegistry, plugin: string): Promise<void> {
    const settings = await registry.load(plugin);
    const read = (): void => {
      const { budgetSeconds, toolbarButton, notifyAfterSeconds } =
        settings.composite;
      this.budget_s = Number(budgetSeconds);
      this.hasToolbarButton = toolbarButton === true;
      this.notifyAfter_s = Number(notifyAfterSeconds);
      this.changed.emit();
    };
    settings.changed.connect(read);
    read();
  }
}
