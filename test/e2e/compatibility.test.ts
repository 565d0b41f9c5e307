import { describe, expect, it } from 'vitest'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import { startSluice } from '../../src/api/server.ts'
import { call } from '../fire/client.ts'

const executionRoleArn = 'arn:aws:iam::123456789012:role/r'
const iterators = (count: number): FlowDefinition => ({
  nodes: Array.from({ length: count }, (_, index) => ({ name: `Each${index}`, type: 'Iterator' })),
})
const inputs: FlowDefinition = { nodes: ['A1', 'B1'].map((name) => ({ name, type: 'Input' })) }

describe.each([
  ['aws', 402],
  ['extended', 201],
] as const)('compatibility: %s', (compatibility, status) => {
  it(`answers ${status} for more Iterators than AWS takes`, async () => {
    await using sluice = await startSluice({ configuration: { compatibility } })
    const create = (definition: FlowDefinition) =>
      call(sluice.endpoint, 'POST', '/flows/', { body: { name: 'f', executionRoleArn, definition } })

    const { body } = await create(iterators(1))
    const { id } = body as { id: string }
    const update = await call(sluice.endpoint, 'PUT', `/flows/${id}/`, {
      body: { name: 'f', executionRoleArn, definition: iterators(2) },
    })

    expect((await create(iterators(2))).status).toBe(status)
    expect(update.status).toBe(status === 201 ? 200 : status)
    expect(await create(inputs)).toMatchObject({
      status: 402,
      body: { message: 'The flow has 2 Input nodes, but max-number-flow-input-nodes is 1.' },
    })
  })
})

it('compatibility: aws also refuses a declared flow, and says why', async () => {
  const flows = [{ id: 'FLOW000001', definition: iterators(2) }]

  await expect(startSluice({ configuration: { compatibility: 'aws', flows } })).rejects.toThrow(
    'flows[0].definition: Flow FLOW000001 is no flow. The flow has 2 Iterator nodes, but max-number-flow-iterator-nodes is 1.',
  )
})
