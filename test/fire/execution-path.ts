import type { Json } from '../../src/lib/json.ts'

/** Where executions of a flow's draft are started. */
export const executionsOf = (flow: string): string => `/flows/${flow}/aliases/TSTALIASID/executions`

/** The body of such a start. */
export const startWith = (document: Json): object => ({
  inputs: [{ nodeName: 'Start', nodeOutputName: 'document', content: { document } }],
})

/** Where an execution is, by ids. */
export const pathOf = (executionArn: string): string => {
  const [, flow = '', alias = '', execution = ''] = /:flow\/([^/]+)\/alias\/([^/]+)\/execution\/(.+)$/.exec(executionArn) ?? []
  return `/flows/${flow}/aliases/${alias}/executions/${execution}`
}
