const checks = [
  'keeps a definition as it was written',
  'finds what is wrong with a definition',
  'publishes a flow',
  'updates what it has created, and deletes its parts',
  'keeps, versions and tags a prompt',
  'runs an execution to its end',
  'stops an execution once and for ever',
  'deletes a flow',
  'pages through ListFlows',
  'pages through ListFlowVersions',
  'pages through ListFlowAliases',
  'pages through ListPrompts',
  'pages through ListFlowExecutions and ListFlowExecutionEvents',
  'throws ResourceNotFoundException',
  'throws ConflictException',
  'throws ValidationException with its fieldList',
  'throws ServiceQuotaExceededException',
  'is known by a session token',
  'is refused when its signature is not verified',
]

const streamChecks = [
  'reads every event of InvokeFlow',
  'reads events while the flow runs, and stops it by closing the stream',
  'throws what is wrong before the stream',
  'throws what goes wrong within the stream',
]

/** What every SDK must show. */
export const sdkChecks = (protocols: readonly string[]): readonly string[] => [
  ...checks,
  ...protocols.flatMap((protocol) => streamChecks.map((check) => `${check} over ${protocol}`)),
]

export interface CheckResult {
  readonly name: string
  readonly failure?: string
}

/** Reads `ok NAME` and `failed NAME: WHY`, one a line. What is expected and not told has failed, and so has what nobody expects. */
export const checkResults = (said: string, expected: readonly string[]): readonly CheckResult[] => {
  const told = new Map(
    said.split('\n').flatMap((line) => {
      const [, verdict, name, failure] = /^(ok|failed) ([^:]+)(?:: (.*))?$/.exec(line) ?? []
      return name === undefined ? [] : [[name, verdict === 'ok' ? { name } : { name, failure: failure ?? 'failed' }]]
    }),
  )
  const unexpected = [...told.keys()].filter((name) => !expected.includes(name))
  return [
    ...expected.map((name) => told.get(name) ?? { name, failure: 'The client ended before this check.' }),
    ...unexpected.map((name) => ({ name, failure: 'scripts/sdk-checks.ts does not name this check.' })),
  ]
}
