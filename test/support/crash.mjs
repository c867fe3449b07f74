/** Loaded into the server by --import: makes it fail on a signal, in ways that none of its own code would. */
process.on('SIGUSR2', () => void Promise.reject(new Error('Rejected with Bearer canary-rejected')));
process.on('SIGWINCH', () =>
  setTimeout(() => {
    throw Object.assign(new TypeError('Thrown with Bearer canary-thrown'), { packet: Buffer.from('canary') });
  }),
);
process.on('SIGURG', () => {
  console.error('Written with Bearer canary-written');
  process.emitWarning('Warned with Bearer canary-warned');
});
