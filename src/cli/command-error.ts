/** What the person at the terminal can mend, in words for them. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
