/** Forward is towards older rows (`first`/`after`), backward towards newer ones (`last`/`before`). */
export type Direction = 'forward' | 'backward';

export function opposite(direction: Direction): Direction {
  return direction === 'forward' ? 'backward' : 'forward';
}
