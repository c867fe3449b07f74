import { diff } from '@graphql-inspector/core';
import { buildSchema, parse, validate, visit } from 'graphql';

const TROUBLESOME = ['BREAKING', 'DANGEROUS'];

/**
 * What is wrong with a change of the schema, in words; nothing: it may go out.
 *
 * A change that breaks clients, or may surprise them, needs a waiver: an entry with the `change` in the words in which it is
 * told here, and `why` it is made all the same. A waiver of a change that there is not (any more) is wrong, too. What is
 * deprecated says what to use instead and when it goes. Operations of known consumers have to be valid whatever is waived.
 *
 * @param {{ released: string, current: string, waivers: { change: string, why: string }[],
 *   operations: { name: string, text: string }[] }} given SDL of both, and the documents by the names of their files
 * @returns {Promise<string[]>}
 */
export async function judgeChanges({ released, current, waivers, operations }) {
  const [before, after] = [released, current].map((sdl) => buildSchema(sdl, { assumeValidSDL: true }));
  const changes = (await diff(before, after))
    .filter(({ criticality }) => TROUBLESOME.includes(criticality.level))
    .map(({ criticality, message }) => ({ level: criticality.level, change: message }));
  const isWaived = ({ change }) => waivers.some((waiver) => waiver.change === change && isReason(waiver.why));
  const isMade = (waiver) => changes.some(({ change }) => change === waiver.change);
  return [
    ...changes.filter((each) => !isWaived(each)).map(({ level, change }) => `${level} ${change}`),
    ...waivers.filter((waiver) => !isMade(waiver)).map(({ change }) => `A waiver of no change: ${change}`),
    ...findPoorDeprecations(current),
    ...operations.flatMap((operation) => findFaults(after, operation)),
  ];
}

/** What to use in its place, and until when it is there. */
const DEPRECATION = /^Use `[^`]+`.* Removed after \d{4}-\d{2}-\d{2}\.$/s;

function findPoorDeprecations(sdl) {
  const poor = [];
  visit(parse(sdl), {
    Directive({ name, arguments: given = [] }) {
      const reason = given.find((each) => each.name.value === 'reason')?.value.value;
      if (name.value !== 'deprecated' || DEPRECATION.test(reason)) return;
      poor.push(`Expected a deprecation as "Use \`other\`. Removed after 2027-01-31.", got "${reason}"`);
    },
  });
  return poor;
}

/** A word or two are no reason. */
const isReason = (why) => typeof why === 'string' && why.trim().split(/\s+/).length > 2;

function findFaults(schema, { name, text }) {
  return validate(schema, parse(text)).map(({ message }) => `${name}: ${message}`);
}
