import { createHash } from 'node:crypto';

const MARK = /mk[0-9]{4}[0-9a-f]{8}/gi;
const TOKEN = /tk[0-9]{4}[0-9a-f]{24}/gi;
/** What amounts of one tenant have in common, in minor units. */
const AMOUNTS = 10_000;
const ENCODED = /[A-Za-z0-9+/_-]{16,}/g;
const HEX = /(?:[0-9a-f]{2}){12,}/gi;

/** What the provider does to some, and the code that they then see. All others never see an error. */
const TROUBLES = [
  'none',
  'none',
  'turnedAway',
  'forbidden',
  'failing',
  'reset',
  'none',
  'slow',
  'none',
  'none',
];
const CODES = {
  none: [],
  slow: [],
  turnedAway: ['RATE_LIMITED'],
  forbidden: ['FORBIDDEN'],
  failing: ['UPSTREAM_UNAVAILABLE'],
  reset: ['UPSTREAM_UNAVAILABLE'],
};

/**
 * So many callers of one account, each of whom the provider tells something else of it. `mark` stands in all that a tenant
 * is told, `token` is its credential, `trouble` what the provider does to it, `codes` the errors that are its own.
 */
export function createTenants(count) {
  return Array.from({ length: count }, (_, number) => {
    const name = String(number).padStart(4, '0');
    const digits = createHash('sha256').update(`tenant ${name}`).digest('hex');
    const trouble = TROUBLES[number % TROUBLES.length];
    return {
      number,
      mark: `mk${name}${digits.slice(0, 8)}`,
      token: `tk${name}${digits.slice(8, 32)}`,
      trouble,
      codes: CODES[trouble],
    };
  });
}

/** An amount of a tenant's own, minor units. */
export const amountOf = ({ number }, row) => (number + 1) * AMOUNTS + row;

/**
 * What stands in a text that is not this tenant's, as words that say it: marks and amounts of others, and tokens, its own as
 * well, as they are, in base64 or in hexadecimal digits. Without a tenant every mark is somebody else's.
 */
export function findForeign(text, tenant) {
  const readings = [text, ...decodings(text)];
  const marks = readings
    .flatMap((reading) => reading.match(MARK) ?? [])
    .filter((mark) => mark !== tenant?.mark);
  const tokens = readings.flatMap((reading) => reading.match(TOKEN) ?? []);
  const amounts = [...text.matchAll(/"amountMinor":"?(\d+)/g)]
    .map(([, amount]) => Number(amount))
    .filter((amount) => tenant && Math.floor(amount / AMOUNTS) !== tenant.number + 1);
  return [
    ...marks.map((mark) => `the mark ${mark}`),
    ...tokens.map((token) => `the token ${token}`),
    ...amounts.map((amount) => `the amount ${amount}`),
  ];
}

/** Where an encoding begins is not known: a text in base64 may begin at four places, digits at two. */
function decodings(text) {
  const base64 = (text.match(ENCODED) ?? []).flatMap((run) =>
    [0, 1, 2, 3].map((at) => Buffer.from(run.slice(at), 'base64').toString('latin1')),
  );
  const digits = (text.match(HEX) ?? []).flatMap((run) =>
    [0, 1].map((at) => Buffer.from(run.slice(at), 'hex').toString('latin1')),
  );
  return [...base64, ...digits];
}

/** What is wrong with a tenant's answer, as words that say it; nothing: it is the tenant's own. */
export function judge({ status, headers, text }, tenant) {
  const foreign = [...findForeign(text, tenant), ...findForeign(JSON.stringify(headers), tenant)];
  if (status !== 200) return foreign;
  const { data, errors = [] } = JSON.parse(text);
  const fates = errors
    .map(({ extensions }) => extensions.code)
    .filter((code) => !tenant.codes.includes(code))
    .map((code) => `${code}, which is not its own`);
  const name = data?.billingAccount?.name;
  const isNamed = errors.length > 0 || name === undefined || name === `Account of ${tenant.mark}`;
  return [...foreign, ...fates, ...(isNamed ? [] : [`the name ${name}`])];
}
