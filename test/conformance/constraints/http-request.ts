import type { OperationShape } from '../../../src/contract/operation.ts'
import { requestOf } from './request.ts'

export interface HttpRequest {
  readonly path: string
  readonly body: string | undefined
}

/** Values as a request of HTTP; `undefined`: no client could send them so that they reach the operation. */
export const httpRequestOf = ({ method, path, input }: OperationShape, values: unknown): HttpRequest | undefined => {
  const raw = requestOf(input, values)
  const labels = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  if (raw === undefined || labels.some((name) => (raw.labels[name] ?? '') === '')) return undefined
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(raw.labels[name] ?? ''))
  const hasBody = method !== 'GET' && method !== 'DELETE'
  return { path: `${filled}?${raw.query.toString()}`, body: hasBody ? JSON.stringify(raw.body) : undefined }
}
