import type { AccountContext } from '../accounts/account.context.js';
import type { BillingAccount } from '../accounts/billing-account.js';
import { BillingError, isBillingError } from '../errors/billing-error.js';
import type { PreviewContext } from './preview.context.js';
import { parseAccountId } from '../invoices/node-id.js';
import {
  invalidInput,
  notSupported,
  toPreviewErrors,
  type PreviewError,
  type PreviewPayload,
} from './preview-error.js';
import type { InvoicePreview } from './invoice-preview.js';
import { parseChange, PREVIEW_PROVIDER_DEFAULT, type PreviewRequest } from './parse-change.js';

/** A preview, or the refusals that the customer can act on. Anything else that fails is thrown. */
export async function previewChange(
  request: PreviewRequest,
  context: PreviewContext,
): Promise<PreviewPayload> {
  const clientMutationId = request.clientMutationId ?? null;
  const refuse = (userErrors: readonly PreviewError[]): PreviewPayload => ({
    preview: null,
    userErrors,
    clientMutationId,
  });
  const account = parsePreviewAccount(request, context);
  const change = parseChange(request);
  const problems = [account, change].flatMap((parsed) => (isProblems(parsed) ? parsed : []));
  if (isProblems(account) || isProblems(change)) return refuse(problems);
  try {
    const source = context.previewSource(account.provider);
    if (!source.previewInvoice) return refuse([notSupported()]);
    const preview = await source.previewInvoice(account, change);
    assertReadable(preview);
    return { preview, userErrors: [], clientMutationId };
  } catch (error) {
    const userErrors = isBillingError(error) ? toPreviewErrors(error, accountField(request)) : [];
    if (userErrors.length > 0) return refuse(userErrors);
    throw error;
  }
}

/**
 * An answer without a total that can be read is no preview, whatever else it says. Nothing else refuses it: a figure
 * beside the total that cannot be read is an error at its own field.
 *
 * @throws UPSTREAM_INVALID_RESPONSE
 */
function assertReadable(preview: InvoicePreview): void {
  if (preview.total !== null) return;
  throw new BillingError('UPSTREAM_INVALID_RESPONSE', 'The provider sent a preview without a total.');
}

/** The account that a request names, or what is wrong with its name. */
export function parsePreviewAccount(
  request: PreviewRequest,
  context: AccountContext,
): BillingAccount | readonly PreviewError[] {
  const { billingAccountId, provider, workspaceId, accountId } = request;
  try {
    if (typeof billingAccountId !== 'string') {
      const directory = context.directory(provider ?? PREVIEW_PROVIDER_DEFAULT);
      return directory.parseAccount(workspaceId ?? null, accountId ?? null);
    }
    if (typeof workspaceId === 'string' || typeof accountId === 'string') {
      return [
        invalidInput(
          ['billingAccountId'],
          'Expected billingAccountId, or workspaceId and accountId; got both.',
        ),
      ];
    }
    return parseAccountId(billingAccountId, 'billingAccountId', context);
  } catch (error) {
    if (!isBillingError(error, 'BAD_USER_INPUT')) throw error;
    const named = typeof billingAccountId === 'string' ? 'billingAccountId' : error.facts.argument;
    return [invalidInput([named ?? 'provider'], error.message)];
  }
}

function accountField({ billingAccountId }: PreviewRequest): string {
  return typeof billingAccountId === 'string' ? 'billingAccountId' : 'accountId';
}

function isProblems(parsed: object): parsed is readonly PreviewError[] {
  return Array.isArray(parsed);
}
