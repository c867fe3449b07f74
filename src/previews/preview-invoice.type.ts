import { Field, Int, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { InvoicePreviewType } from './invoice-preview.type.js';
import { previewErrorCodes, type PreviewErrorCode } from './preview-error.js';

registerEnumType(previewErrorCodes, {
  name: 'PreviewInvoiceErrorCode',
  description: 'Why there is no preview.',
  valuesConfig: {
    INVALID_INPUT: { description: 'The input is not acceptable; `path` names the part.' },
    ACCOUNT_NOT_FOUND: { description: 'The provider has no such billing account for this credential.' },
    SUBSCRIPTION_NOT_FOUND: { description: 'The account has no such subscription.' },
    PRODUCT_NOT_FOUND: { description: 'The provider has no such product.' },
    REJECTED_BY_PROVIDER: {
      description: 'The provider refused the change for a reason of its business: see `providerCode`.',
    },
    NOT_SUPPORTED_BY_PROVIDER: { description: 'The provider has no preview of such a change.' },
    RATE_LIMITED: {
      description:
        'The provider limits this credential for now; or the upstream calls of the operation were used up, and the same input may have its turn in another one.',
    },
    PROVIDER_UNAVAILABLE: { description: 'The provider did not give a usable answer.' },
  },
});

@InterfaceType('PreviewInvoiceError', {
  description:
    'A refusal that the customer can act on, as data. New kinds may be added; old clients still read these fields.',
})
export class PreviewInvoiceErrorType {
  @Field(() => previewErrorCodes, { description: 'The kind of refusal, for programs.' })
  code!: PreviewErrorCode;

  @Field(() => String, { description: 'The refusal in words, for people.' })
  message!: string;

  @Field(() => [String], {
    description:
      'The part of the input that it is about, such as `["items", "0", "quantity"]`; empty: all of it.',
  })
  path!: string[];

  @Field(() => Boolean, { description: 'Whether the same input may succeed later.' })
  retryable!: boolean;
}

@ObjectType('InvalidInputError', {
  simpleResolvers: true,
  implements: PreviewInvoiceErrorType,
  description: 'The input is not acceptable, here or at the provider.',
})
export class InvalidInputErrorType {}

@ObjectType('NotFoundError', {
  simpleResolvers: true,
  implements: PreviewInvoiceErrorType,
  description: 'Something that the input names does not exist for this credential.',
})
export class NotFoundErrorType {}

@ObjectType('RejectedByProviderError', {
  simpleResolvers: true,
  implements: PreviewInvoiceErrorType,
  description: 'The provider refused the change.',
})
export class RejectedByProviderErrorType {
  @Field(() => String, {
    nullable: true,
    description: "The provider's own code, such as `cancellation_would_underprovision`. Null: it gave none.",
  })
  providerCode!: string | null;
}

@ObjectType('RateLimitedError', {
  simpleResolvers: true,
  implements: PreviewInvoiceErrorType,
  description:
    'The provider limits this credential for now; or the upstream calls of the operation were used up before this input had its turn.',
})
export class RateLimitedErrorType {
  @Field(() => Int, {
    nullable: true,
    description:
      'How long to wait before trying again, in milliseconds. Null: not known, or nothing to wait for in another operation.',
  })
  retryAfterMs!: number | null;
}

@ObjectType('ProviderUnavailableError', {
  simpleResolvers: true,
  implements: PreviewInvoiceErrorType,
  description: 'The provider did not give a usable answer.',
})
export class ProviderUnavailableErrorType {
  @Field(() => Int, {
    nullable: true,
    description: 'How long to wait before trying again, in milliseconds. Null: not known.',
  })
  retryAfterMs!: number | null;
}

@ObjectType('PreviewInvoicePayload', {
  simpleResolvers: true,
  description: 'A preview, or why there is none.',
})
export class PreviewInvoicePayload {
  @Field(() => InvoicePreviewType, {
    nullable: true,
    description: 'Null exactly when `userErrors` is not empty.',
  })
  preview!: unknown;

  @Field(() => [PreviewInvoiceErrorType], {
    description: 'Why there is no preview; empty where there is one.',
  })
  userErrors!: unknown[];

  @Field(() => String, { nullable: true, description: 'What the input gave. Null: it gave none.' })
  clientMutationId!: string | null;
}
