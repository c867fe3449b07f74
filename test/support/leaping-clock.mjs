/** Loaded into a server before it starts: a wall clock that is right, an hour ahead or an hour behind, another at each look. */
const HOUR_MS = 3_600_000;
/** Of a length that nothing looks at the clock in step with. */
const LEAPS = [0, 1, -1, 1, 0, -1, -1, 0, 1, -1, 0];
const { now } = Date;
let looks = 0;
Date.now = () => {
  looks += 1;
  return now() + HOUR_MS * (LEAPS[looks % LEAPS.length] ?? 0);
};
