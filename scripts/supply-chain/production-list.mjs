/** The reviewed list of what is installed in production, `name@version` by licence, beside what the SBOM of npm says. */

export const REWRITE = 'npm run check:supply -- --write';

/** Licences that ask for no more than their text and a name. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
]);

/** From a CycloneDX document. A package without a licence is listed as that. */
export function toProductionList(sbom) {
  const rows = sbom.components.map((each) => [
    `${toFullName(each)}@${each.version}`,
    toLicence(each.licenses),
  ]);
  return Object.fromEntries(rows.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What a reviewer has to look at. */
export function checkProductionList(reviewed, present) {
  const added = Object.keys(present).filter((key) => !Object.hasOwn(reviewed, key));
  const removed = Object.keys(reviewed).filter((key) => !Object.hasOwn(present, key));
  const changed = Object.keys(present).filter(
    (key) => Object.hasOwn(reviewed, key) && reviewed[key] !== present[key],
  );
  return [
    ...added.map(
      (key) => `${key} (${present[key]}) is new in production. Read what it is, then run "${REWRITE}".`,
    ),
    ...removed.map((key) => `${key} is no longer in production. Run "${REWRITE}".`),
    ...changed.map(
      (key) => `${key} is ${present[key]} now, and was ${reviewed[key]}. Read why, then run "${REWRITE}".`,
    ),
  ];
}

export function checkLicences(list) {
  return Object.entries(list)
    .filter(([, licence]) => !isPermissive(licence))
    .map(([key, licence]) => `${key} is under ${licence}, which is not known to be permissive.`);
}

/** Of several to choose from one is enough, of several at once all count. What mixes both is for people to read. */
function isPermissive(expression) {
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  const [choices, parts] = [plain.split(' OR '), plain.split(' AND ')];
  if (choices.length > 1 && parts.length > 1) return false;
  return choices.length > 1
    ? choices.some((each) => PERMISSIVE.has(each))
    : parts.every((each) => PERMISSIVE.has(each));
}

function toLicence(licenses = []) {
  const said = licenses.map(
    ({ expression, license }) => expression ?? license?.id ?? license?.name ?? 'no licence',
  );
  return said.length > 0 ? said.join(' AND ') : 'no licence';
}

function toFullName({ group, name }) {
  return group ? `${group}/${name}` : name;
}
