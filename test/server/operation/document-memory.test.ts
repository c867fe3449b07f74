import {
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  parse,
  type OperationDefinitionNode,
} from 'graphql';
import { documentBytes, documentBytesMax } from '../../../src/server/operation/document-memory.js';
import { DocumentStore } from '../../../src/server/operation/document-store.js';
import { KnownOperations } from '../../../src/server/operation/known-operation.js';

/** Documents are kept by the memory that they take, which goes with their tokens, so that no number of them fills it. */

const document = parse(`{ ${Array.from({ length: 1900 }, (_, index) => `a${index}: name`).join(' ')} }`);
const bytes = documentBytes(document);

test('L07 the memory of a document goes with its tokens', () => {
  // Beginning and end count as tokens, too, and so does the document itself.
  expect(bytes).toBe((3 * 1900 + 5) * 1000);
  expect(documentBytes(parse('{ name }'))).toBe(6000);
  expect(documentBytes(parse('{ name }', { noLocation: true }))).toBe(1000);
});

test('L07 of a thousand large documents that have been parsed, as many are kept as there is room for, the last ones', async () => {
  const store = new DocumentStore();
  const room = Math.floor(documentBytesMax / bytes);
  for (let index = 0; index < 1000; index += 1) await store.set(`d${index}`, document);
  const found = await Promise.all(Array.from({ length: 1000 }, async (_, index) => store.get(`d${index}`)));
  expect(found.map((each) => each !== undefined)).toEqual(found.map((_, index) => index >= 1000 - room));
  await store.delete('d999');
  expect(await store.get('d999')).toBeUndefined();
});

test('L07 the same of operations that are known', () => {
  const query = new GraphQLObjectType({ name: 'Query', fields: { name: { type: GraphQLString } } });
  const operations = new KnownOperations(new GraphQLSchema({ query }), 1000);
  const known = operations.of(document, document.definitions[0] as OperationDefinitionNode);
  expect(known.bytes).toBe(bytes);
  for (let index = 0; index < 1000; index += 1) operations.remember(`{ ${index} }`, undefined, known);
  const kept = Array.from({ length: 1000 }, (_, index) => operations.find(`{ ${index} }`, undefined)).filter(
    Boolean,
  );
  expect([kept.length > 0, kept.length * bytes <= documentBytesMax]).toEqual([true, true]);
  expect(operations.find('{ 999 }', undefined)).toBe(known);
});
