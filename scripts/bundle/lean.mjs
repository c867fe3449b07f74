/** What keeps packages out of the bundle that the server never comes to: every start reads all of it. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/**
 * graphql ships each of its modules twice, and a bundle of the older kind asks for every name by way of an object. Its ES
 * modules serve all who ask, in whichever way: there must be one of them.
 */
export const oneGraphql = {
  name: 'one-graphql',
  setup({ onResolve }) {
    onResolve({ filter: /^graphql(\/|$)/ }, ({ path }) => {
      const asked = join(packages, path).replace(/\.js$/, '');
      const found = [`${asked}.mjs`, join(asked, 'index.mjs')].find((each) => existsSync(each));
      return found && { path: found, sideEffects: false };
    });
  },
};

/** Of undici, connections alone: not its fetch, WebSocket, caches and mocks. */
export const partsOfUndici = {
  name: 'parts-of-undici',
  setup({ onResolve, onLoad }) {
    const namespace = 'parts-of-undici';
    onResolve({ filter: /^undici$/ }, ({ path }) => ({ path, namespace }));
    onLoad({ filter: /.*/, namespace }, () => ({
      resolveDir: dirname(packages),
      contents: `
        import api from 'undici/lib/api/index.js';
        import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
        export { default as Client } from 'undici/lib/dispatcher/client.js';
        export { default as Pool } from 'undici/lib/dispatcher/pool.js';
        export { default as buildConnector } from 'undici/lib/core/connect.js';
        Object.assign(Dispatcher.prototype, api);
      `,
    }));
  },
};

/** Apollo asks for Node's own hashes in a way that ES modules do not have, and would take some in JavaScript, ten times as slow. */
export const hashesOfNode = {
  name: 'hashes-of-node',
  setup({ onResolve, onLoad }) {
    const namespace = 'hashes-of-node';
    onResolve({ filter: /^@apollo\/utils\.createhash$/ }, ({ path }) => ({ path, namespace }));
    onLoad({ filter: /.*/, namespace }, () => ({ contents: "export { createHash } from 'node:crypto';" }));
  },
};

/** Packages that others ask for only where they are told to. Who comes to one all the same is told so. */
export function leaveOut(names) {
  return {
    name: 'leave-out',
    setup({ onResolve, onLoad }) {
      const namespace = 'left-out';
      onResolve({ filter: /^@?\w/ }, ({ path }) => (names.includes(path) ? { path, namespace } : undefined));
      onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: `throw new Error('${path} is not part of the program.');`,
      }));
    },
  };
}
