import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import { chain } from '../definitions.ts'
import type { Sign } from './client.ts'
import { call } from './client.ts'

/** The id of a new, prepared flow: two Prompts, one after the other, if no other is given. */
export const preparedFlow = async (endpoint: string, definition: FlowDefinition = chain(2), sign?: Sign): Promise<string> => {
  const executionRoleArn = 'arn:aws:iam::123456789012:role/flow-role'
  const created = await call(endpoint, 'POST', '/flows/', { body: { name: 'fire', executionRoleArn, definition }, sign })
  const id = String(created.body['id'])
  await call(endpoint, 'POST', `/flows/${id}/`, { sign })
  return id
}
