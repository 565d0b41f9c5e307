import type { TSchema } from 'typebox'
import { describe, expect, it } from 'vitest'
import { exceptionBodies } from './exception-bodies.ts'
import {
  BadGatewayException,
  ConflictException,
  DependencyFailedException,
  InternalServerException,
  ServiceQuotaExceededException,
  UnknownOperationException,
  ValidationException,
} from './exceptions.ts'
import { parse } from './parse.ts'

const { 'bedrock-agent': buildTime, 'bedrock-agent-runtime': runTime } = exceptionBodies
const field = { name: 'a', message: 'm' }

describe('ServiceException', () => {
  it.each([
    [new ServiceQuotaExceededException('Full.'), 402, 400],
    [new ConflictException('Taken.'), 409, 409],
    [new UnknownOperationException('What?'), 404, 404],
    [new UnknownOperationException('Not so.', { status: 405 }), 405, 405],
  ])('%s has the status of the service that answers', (exception, atBuildTime, atRunTime) => {
    expect([exception.statusOf('bedrock-agent'), exception.statusOf('bedrock-agent-runtime')]).toEqual([atBuildTime, atRunTime])
  })

  it.each([
    [new ValidationException('No.', { fieldList: [field] }), { fieldList: [field] }, buildTime.ValidationException],
    [new ValidationException('No.'), {}, runTime.ValidationException],
    [new InternalServerException('No.', { reason: 'R' }), { reason: 'R' }, runTime.InternalServerException],
    [new DependencyFailedException('No.', { resourceName: 'arn' }), { resourceName: 'arn' }, runTime.DependencyFailedException],
    [new BadGatewayException('No.', { resourceName: 'arn' }), { resourceName: 'arn' }, runTime.BadGatewayException],
  ])('%s carries the members that AWS declares for it', (exception, members, declared) => {
    const body = { message: exception.message, ...exception.members }

    expect(exception.members).toEqual(members)
    expect(parse<TSchema>(declared, body)).toEqual(body)
  })

  it('keeps its cause', () => {
    const cause = new Error('Why.')

    expect(new ConflictException('No.', { cause })).toMatchObject({ name: 'ConflictException', message: 'No.', cause })
  })
})
