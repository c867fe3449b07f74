import { locatedError, responsePathAsArray } from 'graphql';
import { createParameterDecorator } from 'type-graphql';
import type { InvoiceContext } from './invoice.context.js';

/** Adds a failure to the answer, at the path of the field, beside what the field answers all the same. */
export type ReportBeside = (failure: Error) => void;

/** What tells a failure beside this field's answer. */
export function ReportsBeside(): ReturnType<typeof createParameterDecorator> {
  return createParameterDecorator<InvoiceContext>(({ context, info }): ReportBeside => {
    return (failure) =>
      context.reportBeside(locatedError(failure, info.fieldNodes, responsePathAsArray(info.path)));
  });
}
