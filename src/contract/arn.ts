/** The parts of the ARN of a flow, of its alias, or of an execution. */
export interface FlowArnParts {
  readonly region: string
  readonly account: string
  readonly flowId: string
  readonly aliasId?: string
  /** The execution's. */
  readonly name?: string
}

/** Writes the ARN of the deepest part that is given. */
export const flowArn = ({ region, account, flowId, aliasId, name }: FlowArnParts): string => {
  const alias = aliasId === undefined ? '' : `/alias/${aliasId}`
  const execution = name === undefined ? '' : `/execution/${name}`
  return `arn:aws:bedrock:${region}:${account}:flow/${flowId}${alias}${execution}`
}

/** `undefined`: not the ARN of a flow, an alias or an execution. */
export const parseFlowArn = (text: string): FlowArnParts | undefined => {
  const [, region, account, flowId, aliasId, name] = arn.exec(text) ?? []
  if (region === undefined || account === undefined || flowId === undefined) return undefined
  return { region, account, flowId, ...(aliasId !== undefined && { aliasId }), ...(name !== undefined && { name }) }
}

const arn =
  /^arn:aws:bedrock:([a-z0-9-]{1,20}):([0-9]{12}):flow\/([0-9a-zA-Z]{10})(?:\/alias\/([0-9a-zA-Z]{1,10})(?:\/execution\/([0-9a-zA-Z-]{1,36}))?)?$/

/** The parts of the ARN of a prompt, or of one of its versions. */
export interface PromptArnParts {
  readonly region: string
  readonly account: string
  readonly promptId: string
  /** A number. */
  readonly version?: string
}

/** Writes the ARN of a prompt, or of its version. */
export const promptArn = ({ region, account, promptId, version }: PromptArnParts): string =>
  `arn:aws:bedrock:${region}:${account}:prompt/${promptId}${version === undefined ? '' : `:${version}`}`

/** `undefined`: not the ARN of a prompt. */
export const parsePromptArn = (text: string): PromptArnParts | undefined => {
  const [, region, account, promptId, version] = arnOfPrompt.exec(text) ?? []
  if (region === undefined || account === undefined || promptId === undefined) return undefined
  return { region, account, promptId, ...(version !== undefined && { version }) }
}

const arnOfPrompt = /^arn:aws:bedrock:([a-z0-9-]{1,20}):([0-9]{12}):prompt\/([0-9a-zA-Z]{10})(?::([0-9]{1,5}))?$/
