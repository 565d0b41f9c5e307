import { describe, expect, it } from 'vitest'
import { accessModeOf } from './access-schema.ts'
import { parseConfiguration } from './configuration.ts'

const alice = { accessKeyId: 'AKIAEXAMPLE00000001', secretAccessKeyEnv: 'ALICE_SECRET', accountId: '123456789012', userName: 'alice' }
const environment = { ALICE_SECRET: 'wJalrXUtnFEMI', ALICE_TOKEN: 'token' }
const parse = (access: unknown, rest: object = {}) => parseConfiguration({ access, ...rest }, environment)
const withAlice = (change: object) => ({ credentials: [{ ...alice, ...change }] })

describe('the section access', () => {
  it.each([
    ['open without credentials', {}, 'open'],
    ['verified once there are credentials', { credentials: [alice] }, 'verified'],
    ['open when it says so', { mode: 'open', credentials: [alice] }, 'open'],
  ])('is %s', (_, access, mode) => {
    expect(accessModeOf(parse(access).access)).toBe(mode)
  })

  it('lets a server listen beyond loopback that verifies', () => {
    expect(parse({ credentials: [alice] }, { host: '0.0.0.0' }).host).toBe('0.0.0.0')
    expect(() => parse({ mode: 'open', credentials: [alice] }, { host: '0.0.0.0' })).toThrow(/any credential.*--insecure-open/)
  })

  it('takes a session token and an end', () => {
    const temporary = withAlice({ sessionTokenEnv: 'ALICE_TOKEN', expiresAt: '2027-01-31T12:00:00Z' })

    expect(parse(temporary).access).toEqual(temporary)
  })

  it.each([
    ['nobody who could call', { mode: 'verified' }, 'access.mode is verified, but nobody could call: add access.credentials'],
    [
      'a key twice',
      { credentials: [alice, alice] },
      'access.credentials[1].accessKeyId is AKIAEXAMPLE00000001, which access.credentials[0]',
    ],
    [
      'a secret that is not there',
      withAlice({ secretAccessKeyEnv: 'NOBODY' }),
      'access.credentials[0].secretAccessKeyEnv names the environment variable NOBODY, which is not set',
    ],
    [
      'a token that is not there',
      withAlice({ sessionTokenEnv: 'NOBODY' }),
      'access.credentials[0].sessionTokenEnv names the environment variable NOBODY, which is not set',
    ],
    ['an end on no day', withAlice({ expiresAt: '2027-02-30T12:00:00Z' }), 'access.credentials[0].expiresAt is 2027-02-30T12:00:00Z'],
    ['an end that is none', withAlice({ expiresAt: '2027-13-31T12:00:00Z' }), 'access.credentials[0].expiresAt is 2027-13-31T12:00:00Z'],
    ['an account that is none', withAlice({ accountId: 1 }), 'access.credentials[0].accountId is 1, but must be twelve digits'],
    ['the secret itself', withAlice({ secretAccessKey: 'x' }), 'access.credentials[0].secretAccessKey is not a setting of this version'],
  ])('is refused with %s', (_, access, message) => {
    expect(() => parse(access)).toThrow(message)
  })

  it('does not show a secret in the wrong place', () => {
    expect(() => parse(withAlice({ secretAccessKeyEnv: 'wJalrXUtnFEMI/K7' }))).toThrow(
      'access.credentials[0].secretAccessKeyEnv must be the name of an environment variable, not the secret itself.',
    )
  })

  it.each(['wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYab', 'fwoGZXIvYXdzEBYaDk_session_token_1', 'b'.repeat(31) + '7'])(
    'does not show %s, which could be a name',
    (secret) => {
      expect(() => parse(withAlice({ secretAccessKeyEnv: secret }))).toThrow(
        /^access\.credentials\[0\]\.secretAccessKeyEnv names an environment variable that is not set, and that looks like a secret: write the name of a variable, not the secret itself\.$/,
      )
    },
  )

  it.each(['SLUICE_SECRET_ACCESS_KEY_2_OF_ALICE', 'aliceSecretAccessKeyOfProduction'])('shows the name %s', (name) => {
    expect(() => parse(withAlice({ secretAccessKeyEnv: name }))).toThrow(`names the environment variable ${name}, which is not set`)
  })
})
