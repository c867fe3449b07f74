/** Finds what looks like a secret in text. It says where and of what kind, never the secret. */

/** Tokens that the sandbox hands to everybody begin with its name, and are none. */
const PATTERNS = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g],
  ['a signed JSON Web Token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{40,}/g],
  ['a live payment key', /\b[rs]k_live_[A-Za-z0-9]{16,}/g],
  ['a webhook secret', /\bwhsec_[A-Za-z0-9+/=]{24,}/g],
  ['a key of Altostrat', /\balto_sk_[\w-]{16,}/g],
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['a Google key', /\bAIza[\w-]{35}\b/g],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{50,})/g],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b|:_(?:authToken|password|auth)\s*=\s*[^\s$]/g],
  ['a Slack token', /\bxox[abeprs]-[A-Za-z0-9-]{20,}/g],
  ['a bearer token', /\bbearer[ +]+(?!sandbox-)[\w.~+/=-]{24,}/gi],
];

/** Files that hold secrets by their nature. */
const NAMES =
  /(?:^|\/)(?:\.env(?!\.example$)(?:\.[^/]*)?|\.netrc|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]*\.(?:pem|key|p12|pfx|jks))$/;

/** Problems of one file, as sentences that begin with its name and line. */
export function findSecrets(name, text) {
  const named = NAMES.test(name)
    ? [`${name}: a file of this name holds secrets, and does not belong here.`]
    : [];
  const found = PATTERNS.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map(({ index }) => `${name}:${toLine(text, index)}: looks like ${kind}.`),
  );
  return [...named, ...found];
}

function toLine(text, index) {
  return text.slice(0, index).split('\n').length;
}
