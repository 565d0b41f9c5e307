import type { TObject } from 'typebox'

/** The two AWS services whose operations Sluice answers. Their routes never collide. */
export type Service = 'bedrock-agent' | 'bedrock-agent-runtime'

/**
 * One operation as AWS's API declares it. `input` is one object of every request member; a member whose schema carries
 * `in: 'label'` or `in: 'query'` travels in the path or the query string, the others in the JSON body.
 * `output` members all travel in the body, save those that carry `in: 'header'`.
 */
export interface OperationShape {
  readonly service: Service
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** AWS's path, labels in braces, with its trailing slash where AWS has one. */
  readonly path: string
  readonly status: number
  readonly input: TObject
  readonly output: TObject
  /** Names of the exceptions that AWS's API declares for it. */
  readonly errors: readonly string[]
}
