import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const ENTRY = fileURLToPath(new URL('../../examples/portal/start.mjs', import.meta.url));
const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));

/** The portal as `npm run portal` starts it, with the API and the sandbox behind it. */
export interface Portal {
  readonly url: string;
  /** A call of the sandbox's control interface; `path` follows `/_sandbox`. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** Nothing is kept, so that calls are exact, and one list is looked at often enough for a test to wait. */
const ENVIRONMENT = {
  PATH: process.env['PATH'],
  PORTAL_PORT: '0',
  CACHE_MAX_AGE_MS: '0',
  LIVE_POLL_MS: '1000',
  LIVE_POLLS_PER_MINUTE: '240',
};

/** Installs and builds where that was not done before. */
export async function startPortal(): Promise<Portal> {
  const child = spawn(process.execPath, [ENTRY], { env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let written = '';
  const [url, sandboxUrl] = await new Promise<readonly [string, string]>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      written += chunk.toString();
      const [, portal] = /on the sandbox: (\S+)\//.exec(written) ?? [];
      const [, sandbox] = /PATCH (http:\/\/[^/]+)/.exec(written) ?? [];
      if (portal && sandbox) resolve([portal, sandbox]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then(() => reject(new Error(`The portal ended:\n${written}`)));
  });
  return {
    url,
    control: async (method, path, body) => {
      const response = await fetch(`${sandboxUrl}/_sandbox${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${await response.text()}`);
      return response.json().catch(() => undefined);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Writes what the page shows to docs/images/, in light colours, where the run was asked to: `PORTAL_SCREENSHOTS=on`. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  if (process.env['PORTAL_SCREENSHOTS'] !== 'on') return;
  await page.emulateMedia({ colorScheme: 'light' });
  await page.screenshot({ path: `${IMAGES}portal-${name}.png` });
}
