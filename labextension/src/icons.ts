import {
  LabIcon,
  checkIcon,
  circleEmptyIcon,
  circleIcon,
  closeIcon,
  historyIcon,
  runIcon,
  stopIcon
} from '@jupyterlab/ui-components';

// A curve that climbs to its best.
export const runsIcon = new LabIcon({
  name: 'jupyter-metaml:runs',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">
  <g fill="none" stroke-width="1.5" stroke-linejoin="round">
    <path class="jp-icon3" stroke="#616161" d="M2 2v12h12"/>
    <path class="jp-icon3" stroke="#616161" d="M4 11.5h2v-3h3v-3h3"/>
  </g>
  <circle class="jp-icon3" fill="#616161" cx="12.5" cy="4.5" r="1.8"/>
</svg>`
});

const STATES: Record<string, LabIcon> = {
  queued: circleEmptyIcon,
  stopping: stopIcon,
  done: checkIcon,
  stopped: stopIcon,
  failed: closeIcon,
  interrupted: historyIcon,
  running: circleIcon
};

export const stateIcon = (state: string): LabIcon => STATES[state] ?? runIcon;
