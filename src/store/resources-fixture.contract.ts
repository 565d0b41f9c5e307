import type { Clock } from '../lib/clock.ts'
import { systemClock } from '../lib/clock.ts'
import type { Flow, NewFlow } from './flow.ts'
import type { PartitionResources, Resources } from './resources.ts'

export interface ResourcesFixture extends AsyncDisposable {
  readonly resources: Resources
}

/** Opens empty resources on a clock. */
export type MakeResources = (clock: Clock) => Promise<ResourcesFixture>

/** As one account in one region sees them, at a time that the test sets. */
export const openAt = async (make: MakeResources) => {
  const time = { now: 1_000 }
  const fixture = await make({ ...systemClock, now: () => time.now })
  const all = fixture.resources
  return { time, all, resources: all.of(partition), [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose]() }
}

export const partition = { account: '123456789012', region: 'us-east-1' }
export const definition = {
  nodes: [
    { name: 'Start', type: 'Input' },
    { name: 'End', type: 'Output' },
  ],
  connections: [],
} as const
export const minimal: NewFlow = { name: 'flow', executionRoleArn: 'arn:aws:iam::123456789012:role/flow' }
export const complete = {
  ...minimal,
  description: 'a flow',
  customerEncryptionKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/k',
  definition,
}
export const prepared = { status: 'Prepared', validations: [] } as const
export const aliasTo = (flowVersion: string) => ({ name: 'live', routingConfiguration: [{ flowVersion }] })

export const preparedFlow = async (resources: PartitionResources): Promise<Flow> => {
  const { id, revision } = await resources.createFlow(complete, { quota: 100 })
  await resources.savePreparation(id, revision, prepared)
  return resources.getFlow(id)
}
