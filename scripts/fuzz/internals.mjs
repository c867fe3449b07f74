const INTERNALS = [/\n\s+at /, /node_modules/, /file:\/\//, /\/dist\//, /\/src\//, /ECONN/, /undici/i];

/** What an answer tells of the inside of the service: stack frames, paths, packages, the address of the provider. */
export function findInternals(text, providerUrl) {
  const shown = INTERNALS.filter((pattern) => pattern.test(text)).map((pattern) => `shows ${pattern}`);
  return text.includes(new URL(providerUrl).host) ? [...shown, 'shows where the provider is'] : shown;
}

/** Errors that are the service's own fault, in words. */
export function findOwnFaults({ errors = [] }) {
  return errors
    .filter(({ extensions }) => extensions?.code === 'INTERNAL_SERVER_ERROR')
    .map(({ message }) => `a fault of the service's own: ${message}`);
}
