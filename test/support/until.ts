import { setTimeout as sleep } from 'node:timers/promises';

/** Beyond this nothing comes any more that a test waits for. */
const WAIT_MS_MAX = 20_000;

/** Waits for what comes soon, or within `waitMsMax`. */
export async function until(isSo: () => boolean | Promise<boolean>, waitMsMax = WAIT_MS_MAX): Promise<void> {
  const endMs = performance.now() + waitMsMax;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`It did not come: ${isSo.toString()}`);
    await sleep(5);
  }
}
