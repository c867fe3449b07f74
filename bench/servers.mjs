import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The servers that are measured, and how each is started. The first is what the others are compared with. */
export function listServers({ upstream, base }) {
  const peer = (name, title) => ({
    name,
    title,
    cwd: join(here, 'peers'),
    command: ['node', `${name}.mjs`],
    env: { UPSTREAM: upstream, NODE_ENV: 'production' },
  });
  const servers = [
    peer('proxy', 'a bare Node proxy, no GraphQL'),
    ours('ours', resolve(here, '..'), upstream),
    peer('mercurius', 'Mercurius with JIT'),
    peer('yoga', 'GraphQL Yoga with JIT'),
    peer('apollo', 'Apollo Server as documented'),
    ...(tailcallRuns() ? [tailcall(peer)] : []),
  ];
  return base === undefined ? servers : [...servers, ours('base', resolve(base), upstream)];
}

const TAILCALL = join(here, 'peers/node_modules/@tailcallhq/core-linux-x64-gnu/bin/tailcall');

/** Its binary is for one kind of processor, and wants a C library that is not too old. */
function tailcallRuns() {
  return spawnSync(TAILCALL, ['--version']).status === 0;
}

/** It has no way to change what a provider sends: letter case, numbers where we write text, no null for what is missing. */
function tailcall(peer) {
  const server = peer('tailcall', "Tailcall, in Rust, in the provider's own words");
  const env = { ...server.env, TAILCALL_LOG_LEVEL: 'error', TAILCALL_TRACKER: 'false' };
  return { ...server, command: ['sh', 'tailcall.sh'], env, answersAsSent: true };
}

/** As it ships: the command of `npm start`, every check, metric and log line as they are without settings. */
function ours(name, root, upstream) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    name,
    title: name === 'ours' ? 'this server as it ships' : 'another build of this server',
    cwd: root,
    command: scripts.start.split(' '),
    env: { ALTOSTRAT_URL: upstream, NORTHFLANK_URL: upstream, NODE_ENV: 'production' },
    isOurs: true,
  };
}
