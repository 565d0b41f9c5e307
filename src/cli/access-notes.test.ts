import { expect, it } from 'vitest'
import { accessNotes } from './access-notes.ts'

const credential = { accessKeyId: 'A', secretAccessKeyEnv: 'SECRET', accountId: '123456789012', userName: 'alice', policies: ['read.json'] }
const now = Date.parse('2026-11-23T12:00:00Z')

it('tells credentials that may do nothing, and those that have ended', () => {
  const credentials = [
    credential,
    { ...credential, userName: 'bob', policies: [] },
    { ...credential, userName: 'carol', expiresAt: '2026-11-23T12:00:00Z' },
    { ...credential, userName: 'dave', expiresAt: '2026-11-23T12:00:01Z' },
  ]

  expect(accessNotes({ credentials }, now)).toEqual([
    'Note: access.credentials[1] (bob) has no policies: it may do nothing.',
    'Note: access.credentials[2] (carol) has ended on 2026-11-23T12:00:00Z: each of its calls is refused.',
  ])
  expect(accessNotes({ credentials, mode: 'open' }, now)).toEqual([])
})
