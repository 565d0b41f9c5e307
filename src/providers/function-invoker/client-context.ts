import type { JsonObject } from '../../lib/json.ts'

/**
 * What a function finds as `context.clientContext` (in Python `context.client_context`): by the key it knows a call that it has had.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const clientContext = (idempotencyKey: string): JsonObject => ({ custom: { idempotencyKey } })
