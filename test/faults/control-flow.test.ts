import { expect, it } from 'vitest'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import type { Json } from '../../src/lib/json.ts'
import { refining } from '../control-flow.ts'
import { each } from '../engine/told.ts'
import { call } from '../fire/client.ts'
import { executionsOf } from '../fire/execution-path.ts'
import { preparedFlow } from '../fire/prepared-flow.ts'
import { ended, openHome, until } from './home.ts'

const crashes = 3
const elements = Array.from({ length: 120 }, (_, index) => `w${index}`)
const iterations = 30

it.each<[string, FlowDefinition, Json, { readonly visits: number; readonly node: string }]>([
  ['element', each, elements, { visits: elements.length, node: 'Ask' }],
  ['iteration', refining({ expression: 'more != "done"', maxIterations: iterations }), 'go', { visits: iterations, node: 'Refine/Ask' }],
])(
  'a server that is killed goes on in the very %s, and repeats no call that was over',
  async (_, definition, document, { visits, node }) => {
    await using home = await openHome()
    let server = home.serve()
    const flow = await preparedFlow(await server.endpoint, definition)
    const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document } }]
    const { body } = await call(await server.endpoint, 'POST', executionsOf(flow), { body: { inputs } })
    const executionArn = String(body['executionArn'])

    for (let crash = 1; crash <= crashes; crash++) {
      await until(() => home.models.requests() >= (crash * visits) / (crashes + 1) && home.models.openStreams() > 0)
      server.signal('SIGKILL')
      await server.ended
      server = home.serve()
    }
    await using last = server
    const endpoint = await last.endpoint
    const { status } = await ended(endpoint, executionArn)
    const { body: view } = await call(endpoint, 'GET', `/sluice/v1/executions/${encodeURIComponent(executionArn)}`)

    expect(status).toBe('Succeeded')
    expect(view['nodes']).toContainEqual({ node, done: visits, running: 0, failed: 0, retries: 0 })
    expect(home.models.requests()).toBeGreaterThanOrEqual(visits)
    expect(home.models.requests()).toBeLessThanOrEqual(visits + crashes)
  },
)
