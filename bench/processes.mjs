import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const running = new Set();
const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;
const TICKS = existsSync('/proc') ? Number(execFileSync('getconf', ['CLK_TCK'])) : 100;

/** Puts this process, which drives the load, beside the emulator. */
export function pinSelf() {
  if (canPin) spawnSync('taskset', ['-cp', '1', String(process.pid)]);
}

/** A process of our own, on a core of its own where there are several; with a channel it is sent messages. */
export function start(command, { core, env, cwd, log, hasChannel = false }) {
  const words = canPin ? ['taskset', '-c', String(core), ...command] : command;
  const child = spawn(words[0], words.slice(1), {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(hasChannel ? ['ipc'] : [])],
  });
  running.add(child);
  const file = createWriteStream(log);
  child.stdout.pipe(file);
  child.stderr.pipe(file);
  child.on('exit', () => running.delete(child));
  return child;
}

export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 3000);
  await gone;
  clearTimeout(late);
}

/** Whatever ends the benchmark, it leaves nothing running. */
export function stopAllAtExit() {
  process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
}

/** Time on a processor that a process has had, user and system, in microseconds. */
export function cpuMicros({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1e6;
}

/** Memory that a process holds, in megabytes. */
export function residentMegabytes({ pid }) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}
