import {
  Kind,
  OperationTypeNode,
  parse,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { BillingError } from '../../errors/billing-error.js';
import { toRequestError } from '../operation/request-error.js';

/** Apart, so that a long document is looked through once for each: together they would be tried at every place. */
const SUBSCRIPTION = /\bsubscription\b/;
const CONDITION = /@\s*(?:skip|include)\b/;

/**
 * A subscription has one field, so that there is nothing to leave out. Where variables decide whether it is there, validation
 * itself would fail: it looks at the field before there are any.
 *
 * @throws BAD_USER_INPUT
 */
export function refuseRootConditions(text: unknown, tokensMax: number): void {
  if (typeof text !== 'string' || !SUBSCRIPTION.test(text) || !CONDITION.test(text)) return;
  const document = parseOrNothing(text, tokensMax);
  if (!document || !hasRootCondition(document)) return;
  const message = 'Expected the field of a subscription without @skip or @include.';
  throw toRequestError(new BillingError('BAD_USER_INPUT', message), 400);
}

/** What cannot be parsed is refused in better words elsewhere. */
function parseOrNothing(text: string, maxTokens: number): DocumentNode | undefined {
  try {
    return parse(text, { maxTokens });
  } catch {
    return undefined;
  }
}

function hasRootCondition({ definitions }: DocumentNode): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const seen = new Set<string>();
  const isConditional = (selection: SelectionNode): boolean => {
    if (selection.directives?.some(isCondition)) return true;
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet.selections.some(isConditional);
    if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) return false;
    seen.add(selection.name.value);
    return fragments.get(selection.name.value)?.selectionSet.selections.some(isConditional) ?? false;
  };
  return definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.operation === OperationTypeNode.SUBSCRIPTION &&
      definition.selectionSet.selections.some(isConditional),
  );
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}
