/** Loaded into a server before it starts: a wall clock that is an hour ahead and an hour behind by turns, at each look. */
const HOUR_MS = 3_600_000;
const { now } = Date;
let looks = 0;
Date.now = () => {
  looks += 1;
  return now() + (looks % 2 === 0 ? HOUR_MS : -HOUR_MS);
};
