import { expect, it } from 'vitest'
import { operations } from '../../contract/operations.ts'
import { StorageUnavailable, storageTroubles, type StorageTrouble } from '../../engine/event-log.ts'
import { storageException } from './storage-exception.ts'

const exceptionFor = (reason: StorageTrouble, service: 'bedrock-agent' | 'bedrock-agent-runtime') =>
  storageException(new StorageUnavailable('The storage refused: /secret/path', { reason }), service, 'id-of-request')

it.each([
  ['full', 'DependencyFailedException', 424, 'storage'],
  ['readOnly', 'DependencyFailedException', 424, 'storage'],
  ['failed', 'DependencyFailedException', 424, 'storage'],
  ['locked', 'BadGatewayException', 502, 'storage'],
  ['silent', 'BadGatewayException', 502, 'storage'],
  ['corrupt', 'InternalServerException', 500, undefined],
] as const)('a storage that is %s is a %s of the runtime service', (reason, name, status, resourceName) => {
  const exception = exceptionFor(reason, 'bedrock-agent-runtime')

  expect([exception.name, exception.statusOf('bedrock-agent-runtime'), exception.members['resourceName']]).toEqual([
    name,
    status,
    resourceName,
  ])
  for (const { errors } of [operations.StartFlowExecution, operations.StopFlowExecution, operations.InvokeFlow])
    expect(errors).toContain(name)
})

it.each(storageTroubles)('a storage that is %s is told by both services in the same words, without any path', (reason) => {
  const [runtime, buildTime] = [exceptionFor(reason, 'bedrock-agent-runtime'), exceptionFor(reason, 'bedrock-agent')]

  expect(buildTime).toMatchObject({ name: 'InternalServerException', message: runtime.message, members: {} })
  expect(runtime.message).not.toContain('/secret/path')
  expect(runtime.message.includes('id-of-request')).toBe(reason === 'corrupt' || reason === 'failed')
})
