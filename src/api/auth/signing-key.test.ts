import { createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { SigningKey } from './signing-key.ts'

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const scope = { day: '20260101', region: 'us-east-1', service: 'bedrock' }
const key = new SigningKey(secret, scope)

const derived = ['20260101', 'us-east-1', 'bedrock', 'aws4_request'].reduce(
  (before, text) => createHmac('sha256', before).update(text).digest(),
  Buffer.from(`AWS4${secret}`),
)

it("signs texts of every length as Node's HMAC does, one after the other", () => {
  const texts = Array.from({ length: 513 }, (_, length) => 'Sluice '.repeat(100).slice(0, length))
  const down = texts.toReversed()

  expect(down.map((text) => key.sign(text).toString('hex'))).toEqual(
    down.map((text) => createHmac('sha256', derived).update(text).digest('hex')),
  )
})

it('signs nothing that is longer than what there is to sign', () => {
  expect(() => key.sign('x'.repeat(513))).toThrow('at most 512 characters')
})

it('is not told by what shows it', () => {
  const shown = [inspect(key, { showHidden: true, depth: null }), JSON.stringify(key), JSON.stringify(Object.getOwnPropertyNames(key))]

  expect(shown.map((text) => text.replaceAll(/\s/g, ''))).toEqual(['SigningKey{}', '{}', '[]'])
})
