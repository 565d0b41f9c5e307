import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { vi } from 'vitest'
import type { PartialConfiguration } from '../../src/api/configuration.ts'
import type { Sluice } from '../../src/api/server.ts'
import { startSluice } from '../../src/api/server.ts'
import type { OperationShape } from '../../src/contract/operation.ts'
import { httpRequestOf } from '../conformance/constraints/http-request.ts'

export const account = '123456789012'

export interface Refusable {
  readonly status: number
  /** The exception's name. */
  readonly type: string | undefined
  readonly body: Readonly<Record<string, unknown>>
}

/** A server where each user has one policy of these statements; a user of another account is written as `name@account`. */
export interface Users extends AsyncDisposable {
  readonly sluice: Sluice
  /** Values that cannot travel in a request are an error. */
  ask(user: string, shape: OperationShape, values: object): Promise<Refusable>
}

export const startUsers = async (policies: Readonly<Record<string, unknown>>, configuration: PartialConfiguration = {}): Promise<Users> => {
  vi.stubEnv('SECRET_OF_ALL', 'wJalrXUtnFEMIexample')
  const credentials = Object.entries(policies).map(([user, Statement]) => {
    const [userName = '', accountId = account] = user.split('@')
    const policy = typeof Statement === 'string' ? Statement : { Version: '2012-10-17', Statement }
    return {
      accessKeyId: `AKIA${userName}`,
      secretAccessKeyEnv: 'SECRET_OF_ALL',
      accountId,
      userName,
      policies: Statement === undefined ? [] : [policy],
    }
  })
  const sluice = await startSluice({ configuration: { ...configuration, access: { credentials } } })
  const { host, hostname, port } = new URL(sluice.endpoint)
  return {
    sluice,
    async ask(user, shape, values) {
      const request = httpRequestOf(shape, values)
      if (request === undefined) throw new Error('The values cannot travel.')
      const [path = '', search = ''] = request.path.split('?')
      const query = Object.fromEntries([...new URLSearchParams(search).keys()].map((key) => [key, new URLSearchParams(search).getAll(key)]))
      const secretAccessKey = 'wJalrXUtnFEMIexample'
      const signer = new SignatureV4({
        credentials: { accessKeyId: `AKIA${user.split('@')[0]}`, secretAccessKey },
        region: 'us-east-1',
        service: 'bedrock',
        sha256: Sha256,
      })
      const { headers } = await signer.sign({
        method: shape.method,
        protocol: 'http:',
        hostname,
        port: Number(port),
        path,
        query,
        headers: { host, 'content-type': 'application/json' },
        ...(request.body !== undefined && { body: request.body }),
      })
      const answer = await fetch(sluice.endpoint + request.path, {
        method: shape.method,
        headers,
        ...(request.body !== undefined && { body: request.body }),
      })
      const text = await answer.text()
      return { status: answer.status, type: answer.headers.get('x-amzn-errortype') ?? undefined, body: text === '' ? {} : JSON.parse(text) }
    },
    async [Symbol.asyncDispose]() {
      await sluice.close()
      vi.unstubAllEnvs()
    },
  }
}
