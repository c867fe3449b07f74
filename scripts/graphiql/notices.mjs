import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a package may call the file that says how it may be used, and whom it names. */
const NOTICE = /^(licen[cs]e|copying|notice|third.?party.?notices?)(-\w+)?(\.(md|txt))?$/i;

/**
 * The licences of all packages that went into a bundle, each with its text: minified code carries none of them.
 *
 * @param root where `node_modules` lies
 * @param inputs paths of the files that were bundled, from the root on
 */
export function writeNotices(root, inputs) {
  const folders = new Set(inputs.map((path) => packageFolder(path)).filter((folder) => folder !== undefined));
  const notices = [...folders].map((folder) => toNotice(join(root, folder))).sort();
  return `GraphiQL's page at / is made of ${notices.length} packages of others. Each is used under its licence. Fonts\ncome with graphiql: Roboto (Apache-2.0) and Fira Code (OFL-1.1).\n\n${notices.join('\n')}`;
}

/** The innermost one: a package may have installed another below itself. */
function packageFolder(path) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function toNotice(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => NOTICE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const by = typeof author === 'string' ? author : author?.name;
  const head = `${name} ${version}, ${license ?? 'see below'}${texts.length === 0 && by ? `, by ${by}` : ''}`;
  return `${'='.repeat(80)}\n${head}\n${'='.repeat(80)}\n\n${texts.join('\n\n')}\n`;
}
