import { describe, expect, it } from 'vitest'
import { isAllowedHost, requestHost } from './host.ts'

describe('the host of a request', () => {
  it.each([
    ['one Host header', { authority: undefined, host: ['a:1'] }, 'a:1'],
    [':authority alone', { authority: 'a:1', host: [] }, 'a:1'],
    [':authority and the same Host', { authority: 'a:1', host: ['a:1'] }, 'a:1'],
    [':authority and another Host', { authority: 'a:1', host: ['b:1'] }, undefined],
    ['the same Host twice', { authority: undefined, host: ['a:1', 'a:1'] }, undefined],
    ['none', { authority: undefined, host: [] }, undefined],
  ])('is known from %s', (_, headers, expected) => {
    expect(requestHost(headers)).toBe(expected)
  })
})

describe('an allowed host', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:4680',
    '10.1.2.3:80',
    '[::1]',
    '[::1]:4680',
    '[fe80::1]',
    'localhost',
    'LocalHost:4680',
    'flows.localhost',
    'sluice',
    'sluice:4680',
    'my_sluice-1',
    'host.docker.internal:4680',
    'sluice.example.com',
    'SLUICE.example.com:443',
  ])('is %s', (host) => {
    expect(isAllowedHost(host, ['Sluice.example.com'])).toBe(true)
  })

  it.each([
    'example.com',
    'sluice.example.com.evil.com',
    'evil.sluice.example.com',
    'localhost.evil.com',
    '127.0.0.1.evil.com',
    '127.0.0.1.',
    '127.0.0.256',
    'localhost@evil.com',
    '[::1].evil.com',
    '[::1',
    '::1',
    '[evil.com]',
    '',
    ':4680',
    'localhost:',
    'localhost:123456',
    'local host',
    'a/b',
    'a,b',
    'bedrock-agent.us-east-1.amazonaws.com',
    `${'a'.repeat(300)}`,
    'lo\u0000calhost',
  ])('is not %j', (host) => {
    expect(isAllowedHost(host, ['Sluice.example.com'])).toBe(false)
  })
})
