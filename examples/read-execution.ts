/** Sluice's own view of an execution: what it used, and the proof of its stop. AWS has no such operation, so it is signed by hand. */
import type { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime'
import { SignatureV4 } from '@smithy/signature-v4'

export interface ExecutionView {
  readonly execution: { readonly status: string }
  /** Nodes of Loops stand behind the Loop's name: `Refine/Ask`. */
  readonly nodes: readonly {
    readonly node: string
    readonly done: number
    readonly running: number
    readonly failed: number
    readonly retries: number
    /** Of an Iterator: put out so far, of `arraySize`; of a Collector: arrived. */
    readonly elements?: number
    readonly arraySize?: number
  }[]
  readonly stopProof?: {
    readonly state: 'open' | 'complete'
    readonly visits: readonly {
      readonly node: string
      /** Empty for the flow itself, else like `Each:3/Refine:0`. */
      readonly path: string
      readonly outcome: string
      readonly releasedAfterMs?: number
      readonly tokensBefore: number
      readonly tokensAfter: number
    }[]
  }
}

/** `GET /sluice/v1/executions/{arn}`, with the endpoint and the credentials of an AWS client. */
export const readExecution = async (client: BedrockAgentRuntimeClient, endpoint: string, executionArn: string): Promise<ExecutionView> => {
  const { credentials, region, sha256 } = client.config
  const { host, hostname, port, protocol } = new URL(endpoint)
  const path = `/sluice/v1/executions/${encodeURIComponent(executionArn)}`
  const signer = new SignatureV4({ credentials, region, service: 'bedrock', sha256 })
  const { headers } = await signer.sign({ method: 'GET', protocol, hostname, port: Number(port), path, query: {}, headers: { host } })
  const response = await fetch(new URL(path, endpoint), { headers })
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  const view: ExecutionView = JSON.parse(await response.text())
  return view
}
