/** Starts the product with the README's command, runs the curl lines that it prints, and stops it. */
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 15_000;

const port = await findFreePort();
const child = spawn('npm', ['start'], {
  env: { ...process.env, PORT: String(port) },
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
});
const timer = setTimeout(() => finish(1, 'npm start printed no curl line in time.'), START_TIMEOUT_MS);
let printed = '';
child.stdout.on('data', function read(chunk) {
  printed += chunk;
  const commands = [...printed.matchAll(/^ *(curl [\s\S]*?\}'\n)/gm)].map(([, command]) => command);
  // One for each provider.
  if (commands.length < 2) return;
  child.stdout.off('data', read).resume();
  commands.forEach(check);
  finish(0, `The ${commands.length} printed curl lines answered with three invoices each.`);
});
child.on('exit', (code) => finish(1, `npm start ended with ${code} before it answered:\n${printed}`));

function check(command) {
  const answer = JSON.parse(execFileSync('bash', ['-c', command], { encoding: 'utf8' }));
  const invoices = answer.data?.billingAccount?.invoices?.nodes;
  if (answer.errors || invoices?.length !== 3)
    finish(1, `The printed curl line answered ${JSON.stringify(answer)}`);
}

function finish(code, message) {
  clearTimeout(timer);
  child.removeAllListeners('exit');
  console.log(message);
  if (child.exitCode !== null) process.exit(code);
  // npm does not pass signals on to what it started, so the whole group is told; the pipe closes when all are gone.
  child.stdout.on('close', () => process.exit(code));
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS);
  process.kill(-child.pid, 'SIGTERM');
}

function findFreePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
