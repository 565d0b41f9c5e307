import { compile } from '../../flow/compiler/compile.ts'
import { operation } from './operation.ts'

/**
 * `POST /flows/{flowIdentifier}/` - checks the DRAFT as a compiler does; without an Error it is what TSTALIASID runs.
 * The answer says `Preparing`, as AWS's does; the next GetFlow says how it went.
 * @remarks Assumed: a flow without a definition fails, for want of an Input and an Output node.
 */
export const prepareFlow = operation('PrepareFlow', async ({ flowIdentifier }, { resources }) => {
  const { id, definition, revision } = await resources.getFlow(flowIdentifier)
  const { flow, findings } = compile(definition ?? { nodes: [], connections: [] })
  await resources.savePreparation(id, revision, { status: flow ? 'Prepared' : 'Failed', validations: findings })
  return { id, status: 'Preparing' as const }
})
