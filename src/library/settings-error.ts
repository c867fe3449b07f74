/** Settings or providers that cannot be served. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  /** @param problems all that is wrong, as `setting: expected ...`; values stay out, for one may be a secret in the wrong place */
  constructor(readonly problems: readonly string[]) {
    super(`Mend these settings:\n  ${problems.join('\n  ')}`);
  }
}
