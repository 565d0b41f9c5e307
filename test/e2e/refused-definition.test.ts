import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { startSluice } from '../../src/api/server.ts'
import { single } from '../definitions.ts'
import { tryOnce } from '../fire/client.ts'
import { executionsOf, startWith } from '../fire/execution-path.ts'
import { preparedFlow } from '../fire/prepared-flow.ts'

it('a definition that only an earlier version took is refused by its name and the way out, not as a bug', async () => {
  await using sluice = await startSluice()
  const { endpoint } = sluice
  const flow = await preparedFlow(endpoint, single)
  await tryOnce(endpoint, 'POST', `/flows/${flow}/versions`)
  const routingConfiguration = [{ flowVersion: '1' }]
  const alias = await tryOnce(endpoint, 'POST', `/flows/${flow}/aliases`, { body: { name: 'live', routingConfiguration } })
  const earlier = { ...single, connections: [...(single.connections ?? []), ...(single.connections ?? [])] }
  using database = new DatabaseSync(join(sluice.dataDir, 'sluice.db'))
  database.prepare('update definitions set text = ?').run(JSON.stringify(earlier))

  const body = startWith('tea')
  const draft = await tryOnce(endpoint, 'POST', executionsOf(flow), { body })
  const version = await tryOnce(endpoint, 'POST', `/flows/${flow}/aliases/${String(alias.body['id'])}/executions`, { body })
  const invoked = await tryOnce(endpoint, 'POST', `/flows/${flow}/aliases/TSTALIASID`, { body })

  const refusal = (which: string, wayOut: string) => ({
    status: 400,
    body: {
      message: expect.stringMatching(
        new RegExp(`^${which} of flow ${flow} was prepared by an earlier version of Sluice, and this one refuses it: .+ ${wayOut}$`),
      ),
    },
  })
  expect([draft, version, invoked]).toEqual([
    refusal('The DRAFT', 'Correct it and call PrepareFlow\\.'),
    refusal('Version 1', 'Correct it, call PrepareFlow and CreateFlowVersion, and give its alias the new version\\.'),
    refusal('The DRAFT', 'Correct it and call PrepareFlow\\.'),
  ])
})
