import { describe, expect, it } from 'vitest'
import {
  BadGatewayException,
  ConflictException,
  DependencyFailedException,
  InternalServerException,
  ServiceQuotaExceededException,
  UnknownOperationException,
  ValidationException,
} from './exceptions.ts'

describe('ServiceException', () => {
  it.each([
    [new ServiceQuotaExceededException('Full.'), 402, 400],
    [new ConflictException('Taken.'), 409, 409],
    [new UnknownOperationException('What?'), 404, 404],
    [new UnknownOperationException('Not so.', { status: 405 }), 405, 405],
  ])('%s has the status of the service that answers', (exception, buildTime, runTime) => {
    expect([exception.statusOf('bedrock-agent'), exception.statusOf('bedrock-agent-runtime')]).toEqual([buildTime, runTime])
  })

  it.each([
    [new ValidationException('No.', { fieldList: [{ name: 'a', message: 'm' }] }), { fieldList: [{ name: 'a', message: 'm' }] }],
    [new ValidationException('No.'), {}],
    [new InternalServerException('No.', { reason: 'R' }), { reason: 'R' }],
    [new DependencyFailedException('No.', { resourceName: 'arn' }), { resourceName: 'arn' }],
    [new BadGatewayException('No.', { resourceName: 'arn' }), { resourceName: 'arn' }],
  ])('%s carries the members that AWS declares for it', (exception, members) => {
    expect(exception.members).toEqual(members)
  })

  it('keeps its cause', () => {
    const cause = new Error('Why.')

    expect(new ConflictException('No.', { cause })).toMatchObject({ name: 'ConflictException', message: 'No.', cause })
  })
})
